import { type Language, languages, languageTags } from '../domain/index.ts';

const DEFAULT: Language = 'en';
const isLanguage = (name: string): name is Language => languages.some((language) => language === name);

/**
 * Choose the language of an answer: the one that the query names, else the best of `Accept-Language` (RFC 9110, 12.5.4), else English.
 *
 * A range counts by its first part: `zh-CN`, `zh-Hans` and `zh-TW` are all answered in simplified Chinese. A header that can't be
 * read is no wish.
 */
export function languageOf(named: Language | undefined, accepted: string | undefined): Language {
  if (named !== undefined) return named;
  const wishes = (accepted ?? '').split(',').map((range, place) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
    return { language: tag.split('-')[0] ?? '', weight: Number(quality ?? 1), place };
  });
  const best = wishes
    .filter(({ language, weight }) => weight > 0 && (isLanguage(language) || language === '*'))
    .sort((a, b) => b.weight - a.weight || a.place - b.place)[0]?.language;
  return best !== undefined && isLanguage(best) ? best : DEFAULT;
}

/** Headers that say in which language an answer is, and that another request may get another. */
export const languageHeaders = (language: Language): Record<string, string> => ({
  'content-language': languageTags[language],
  vary: 'Accept-Language',
});
