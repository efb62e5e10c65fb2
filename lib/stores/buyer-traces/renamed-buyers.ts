import { payloadOf, TOKEN, withoutBuyer } from './without-buyer.ts';

/** How buyers are renamed when the key of pseudonyms changes. */
export type Renaming = {
  merchant: string;
  /** The version of the key whose pseudonyms go. */
  from: number;
  /** The new pseudonym of an old one; the same for the same, and no two alike. */
  rename(old: string): string;
  /** The way back of a new pseudonym, sealed anew, as the table `identities` has it. */
  reseal(old: string): unknown;
};

/** `look` counts; `rename` changes; `forget` takes away what `rename` left under old keys for those who still asked by them. */
export type RenameMode = 'look' | 'rename' | 'forget';

/** A visit of one place: where it starts, whom it tells, and whether there is time to go on. */
export type RenameVisit = {
  mode: RenameMode;
  renaming: Renaming;
  after: string | undefined;
  /** Told of an object or item that names buyers by the old key, and how often. */
  found(store: string, names: number): void;
  /** Told of a damaged object. */
  unreadable(key: string): void;
  outOfTime(): boolean;
};

/** One place of pseudonyms. It tells where it stopped for want of time; `undefined` is its end. */
export type RenamePlace = { name: string; visit(visit: RenameVisit): Promise<string | undefined> };

/** A pseudonym of a version, as SQL and JavaScript both read it. */
export const nameOfVersion = (version: number): string => `c${version}-[0-9a-f]{32}`;

const patternOf = (version: number) =>
  new RegExp(`(?<![0-9A-Za-z])${nameOfVersion(version)}(?![0-9a-f])`, 'g');

/** The old pseudonyms in a text, each as often as it stands there. */
export const oldNamesIn = (text: string, version: number): string[] => text.match(patternOf(version)) ?? [];

/**
 * Rename the buyers in the text of a JSON document, whatever its form: a pseudonym is unlike any other text. A signed token that names
 * one by the old key goes out, since nobody can sign it anew.
 *
 * @returns the same text and 0 where none is named
 */
export function renameIn(text: string, { from, rename }: Renaming): { text: string; names: number } {
  let names = 0;
  const plain = text.replaceAll(patternOf(from), (old) => {
    names++;
    return rename(old);
  });
  const tokens = [...plain.matchAll(TOKEN)].flatMap(([token, payload]) =>
    oldNamesIn(payloadOf(payload), from).length > 0 ? [token] : [],
  );
  if (tokens.length === 0) return { text: plain, names };
  const left = tokens.reduce((value, token) => withoutBuyer(value, token).value, JSON.parse(plain));
  return { text: JSON.stringify(left), names: names + tokens.length };
}
