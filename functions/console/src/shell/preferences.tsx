import { useState } from 'preact/hooks';
import { useLanguage } from '../language/language.tsx';
import { languages } from '../language/words.ts';
import { applyTheme, chosenTheme, themes } from '../theme.ts';

/** Choose the language and the looks of the page. */
export function Preferences() {
  const { words, language, choose } = useLanguage();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div class="preferences">
      <label>
        <span class="unseen">{words.shell.language}</span>
        <select value={language} onChange={(event) => choose(event.currentTarget.value)}>
          {languages.map((one) => (
            <option key={one} value={one} lang={one}>
              {new Intl.DisplayNames(one, { type: 'language' }).of(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{words.shell.theme}</span>
        <select
          value={theme}
          onChange={(event) => {
            const chosen = themes.find((one) => one === event.currentTarget.value) ?? 'system';
            applyTheme(chosen);
            setTheme(chosen);
          }}
        >
          {themes.map((one) => (
            <option key={one} value={one}>
              {words.shell.themes[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
