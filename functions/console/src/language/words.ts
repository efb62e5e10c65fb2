import type english from './languages/en.json';

/** Everything that the console says in one language; English has every word that there is. */
export type Words = typeof english;

/** A sentence for one and for several; a language that makes no difference has the same twice. */
export type Plural = { one: string; other: string };

type Values = Readonly<Record<string, string | number>>;

/** Fill in a sentence's places, `{day}`. */
export function say(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The files of all languages, each loaded when it is spoken. One more file here is one more language. */
const files = import.meta.glob<Words>('./languages/*.json', { import: 'default' });
const fileOf = (language: string) => `./languages/${language}.json`;

/** The languages that the console speaks, by the names of their files. */
export const languages: readonly string[] = Object.keys(files).map((file) => file.slice(12, -5));

/** Load a language's words. @throws Error when there is no such language */
export async function loadWords(language: string): Promise<Words> {
  const load = files[fileOf(language)];
  if (load === undefined) throw new Error(`the console does not speak ${language}`);
  return load();
}

const CHOSEN = 'tradewind.language';

/** The language that a person chose here, else the first of the browser's that the console speaks, else English. */
export function chosenLanguage(): string {
  const wanted = [localStorage.getItem(CHOSEN) ?? '', ...navigator.languages];
  const spoken = wanted.map((tag) => tag.split('-')[0]).find((tag) => languages.includes(tag ?? ''));
  return spoken ?? 'en';
}

export const rememberLanguage = (language: string): void => localStorage.setItem(CHOSEN, language);

/** Choose how the browser's own kind of a language writes figures: `en-GB` for English in Britain. */
export const tagOf = (language: string): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
