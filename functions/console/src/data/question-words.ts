import type { UploadQuestion } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';

type Known = { text: string; options: Readonly<Record<string, string>> };

/**
 * Say a file's question in the page's language. The API asks in English, with what it saw in the file: there its own words stand. In
 * another language a question that the page does not know stands as the API asks it.
 */
export function questionWords(
  { words, say, language }: Pick<Language, 'words' | 'say' | 'language'>,
  { question, about, text, options }: UploadQuestion,
): Pick<UploadQuestion, 'text' | 'options'> {
  const all: Readonly<Record<string, Known>> = words.data.questions.about;
  const known = all[about];
  if (language === 'en' || known === undefined) return { text, options };
  // `column.unit_price` asks for the column of `unit_price`
  const column = question.slice(question.indexOf('.') + 1);
  return {
    text: say(known.text, { column }),
    options: options.map((one) => ({ ...one, text: known.options[one.value] ?? one.text })),
  };
}
