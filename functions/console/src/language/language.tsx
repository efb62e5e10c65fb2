import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { type Language as ApiLanguage, languages } from '../../../../lib/domain/language.ts';
import { createFormat, type Format } from './format.ts';
import { chosenLanguage, loadWords, type Plural, rememberLanguage, say, tagOf, type Words } from './words.ts';

/** What a part of the page needs to speak. */
export type Language = {
  /** The name of the language, as the API's `language` takes it: `en`. */
  language: string;
  /** What asks the API for its sentences in this language; English where it does not speak it. */
  apiLanguage: { language: ApiLanguage | undefined };
  /** BCP 47, for figures: `en-GB`. */
  tag: string;
  words: Words;
  format: Format;
  say: typeof say;
  /** Say how many: `{count}` is filled in. */
  count: (forms: Plural, count: number, values?: Readonly<Record<string, string | number>>) => string;
  /** Name what a night lacks as a person would: `unit_cost` is a unit cost. */
  missing: (names: readonly string[]) => string;
  choose: (language: string) => void;
};

const Spoken = createContext<Language | undefined>(undefined);

/** The language of the page around. @throws Error outside of `Speaking` */
export function useLanguage(): Language {
  const spoken = useContext(Spoken);
  if (spoken === undefined) throw new Error('the page speaks no language yet');
  return spoken;
}

/** Let a page speak the language that its reader chose; it stays empty until the words are there. */
export function Speaking({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState(chosenLanguage);
  const [loaded, setLoaded] = useState<{ language: string; words: Words }>();
  useEffect(() => {
    let current = true;
    loadWords(language).then((words) => current && setLoaded({ language, words }), reportError);
    return () => {
      current = false;
    };
  }, [language]);
  const spoken = useMemo(() => loaded && languageOf(loaded, setLanguage), [loaded]);
  useEffect(() => {
    if (spoken !== undefined) document.documentElement.lang = spoken.words.tag;
  }, [spoken]);
  return spoken === undefined ? null : <Spoken.Provider value={spoken}>{children}</Spoken.Provider>;
}

function languageOf(
  { language, words }: { language: string; words: Words },
  setLanguage: (language: string) => void,
): Language {
  const tag = tagOf(language);
  const format = createFormat(tag);
  const kinds = new Intl.PluralRules(tag);
  return {
    ...{ language, tag, words, format, say },
    apiLanguage: { language: languages.find((one) => one === language) },
    count: (forms, count, values = {}) =>
      say(kinds.select(count) === 'one' ? forms.one : forms.other, { count: format.units(count), ...values }),
    missing: (names) => {
      const known: Readonly<Record<string, string>> = words.missing;
      return format.list(names.map((name) => known[name] ?? name.replaceAll('_', ' ')));
    },
    choose: (next) => {
      rememberLanguage(next);
      setLanguage(next);
    },
  };
}
