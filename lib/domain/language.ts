import * as z from 'zod/mini';

/** Languages that decisions and the words of nights are told in, the one for everybody else first. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** What `Content-Language` says of each (BCP 47). */
export const languageTags = { en: 'en', zh: 'zh-Hans' } as const satisfies Record<Language, string>;

/** The query of a route whose answer holds sentences. */
export const languageQuery = {
  language: z.optional(
    z
      .enum(languages)
      .check(
        z.describe('Language of the sentences; by `Accept-Language` where it is left out, else English.'),
      ),
  ),
};
export const languageQuerySchema = z.strictObject(languageQuery);
