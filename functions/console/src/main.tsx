import { render } from 'preact';
import { App } from './app.tsx';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');

/** A token may come in the address as `#token=…`; it is taken out at once, so that it is in no history and no bookmark. */
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given !== null) history.replaceState(null, '', location.pathname);

render(<App initialToken={given ?? undefined} />, place);
