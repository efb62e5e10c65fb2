import type { Language } from '../../domain/index.ts';
import { analysisEnglish } from './analysis-en.ts';
import { analysisChinese } from './analysis-zh.ts';
import { forecastEnglish } from './forecast-en.ts';
import { forecastChinese } from './forecast-zh.ts';
import { healthEnglish } from './health-en.ts';
import { healthChinese } from './health-zh.ts';
import { policyEnglish } from './policy-en.ts';
import { policyChinese } from './policy-zh.ts';
import { type Pattern, patternOf, placed } from './template.ts';
import { chineseTerms } from './terms-zh.ts';

/** Says a sentence that a night wrote in another language; one that nobody knows stays in its own words. */
export type Retell = (text: string) => string;

const english = { ...forecastEnglish, ...policyEnglish, ...analysisEnglish, ...healthEnglish };
type Key = keyof typeof english;

/** A language that is not the nights' own: its sentences, its words for what stands in their places, and how it joins sentences. */
type Retold = { sentences: Record<Key, string>; terms: Readonly<Record<string, string>>; joined: string };

const languages: { readonly [Other in Exclude<Language, 'en'>]: Retold } = {
  zh: {
    sentences: { ...forecastChinese, ...policyChinese, ...analysisChinese, ...healthChinese },
    terms: chineseTerms,
    joined: '；',
  },
};

/**
 * Make the retelling of a language. Nights write their sentences in English, with figures and names in them; what they wrote is
 * recognised by the templates of the English sentences, and said by those of the language with the same figures. So rows keep no second
 * text, and those of older nights are told too.
 *
 * Several sentences joined by a semicolon are told one by one. A sentence that no template knows (a newer or older night's, a person's own
 * words) is given as it is: the templates are held to what the engines say by tests.
 */
export function createRetell(language: Language): Retell {
  if (language === 'en') return (text) => text;
  const { sentences, terms, joined } = languages[language];
  const known = patterns();
  // a name that a merchant gave may be that of a member which every object has
  const termFor = (value: string) => (Object.hasOwn(terms, value) ? (terms[value] ?? value) : value);
  const retellOne = (text: string): string | undefined => {
    for (const { key, pattern, places } of known) {
      const found = pattern.exec(text);
      if (found === null) continue;
      const values = places.map(({ name, nested }, place): [string, string] => {
        const value = found[place + 1] ?? '';
        return [name, nested ? retell(value) : termFor(value)];
      });
      return placed(sentences[key], new Map(values));
    }
    return undefined;
  };
  const retell: Retell = (text) => {
    const parts = text.split(SEMICOLON);
    const told: string[] = [];
    for (let first = 0; first < parts.length; ) {
      const { sentence, length } = longestKnown(parts.slice(first), retellOne);
      told.push(sentence);
      first += length;
    }
    return told.join(joined);
  };
  return retell;
}

const SEMICOLON = '; ';
/** Sentences that one template holds at most. */
const MOST_JOINED = 4;

/** The longest run of the first parts that a template knows; the first part as it is where none does. */
function longestKnown(parts: readonly string[], retellOne: (text: string) => string | undefined) {
  for (let length = Math.min(MOST_JOINED, parts.length); length > 0; length--) {
    const sentence = retellOne(parts.slice(0, length).join(SEMICOLON));
    if (sentence !== undefined) return { sentence, length };
  }
  return { sentence: parts[0] ?? '', length: 1 };
}

type KnownPattern = Pattern & { key: Key };

let made: readonly KnownPattern[] | undefined;

/** Compiled with the first answer that needs them; what says most is tried first, so that a general one takes no other's place. */
function patterns(): readonly KnownPattern[] {
  made ??= Object.entries(english)
    // the keys of this object are those of its type; Object.entries forgets that
    .map(([key, template]) => ({ key: key as Key, ...patternOf(template) }))
    .sort((one, other) => other.said - one.said);
  return made;
}
