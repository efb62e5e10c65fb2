import { render } from 'preact';
import { App } from './app.tsx';
import { Speaking } from './language/language.tsx';
import { applyTheme, chosenTheme } from './theme.ts';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');

applyTheme(chosenTheme());
render(
  <Speaking>
    <App />
  </Speaking>,
  place,
);
