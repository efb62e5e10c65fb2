import type { UploadQuestion } from '../domain/index.ts';

/** What a column of dates shows, counted over the whole file. */
export type DateEvidence = {
  column: string;
  /** Values written with two numbers before the year, divided by `/` or `-`. */
  yearLast: number;
  /** Of these the greatest first and second number. */
  greatestFirst: number;
  greatestSecond: number;
};

/** What a column of numbers shows of its decimal mark, counted over the whole file. */
export type NumberEvidence = {
  column: string;
  /** Values that only a decimal point explains (`2.5`, `1,234.5`), and only a decimal comma. */
  provesPoint: number;
  provesComma: number;
  /** Values such as `1.234` or `1,234`: thousands or decimals. */
  unclear: number;
  /** Those of them with a comma. */
  unclearComma: number;
};

export type DateOrder = 'dayFirst' | 'monthFirst';
export type DecimalMark = '.' | ',';

/** A choice that the data prove, or the question that a person must answer. */
export type Choice<Value> = { kind: 'proven'; value: Value } | { kind: 'ask'; question: UploadQuestion };

/**
 * Decide whether the day or the month comes first in dates such as `03/04/2025`, by the file alone: one number above
 * 12 proves it. Dates that start with the year or are divided by dots (`31.12.2025`) need no decision.
 */
export function decideDateOrder(evidence: readonly DateEvidence[]): Choice<DateOrder> {
  const seen = evidence.filter(({ yearLast }) => yearLast > 0);
  const dayFirst = seen.some(({ greatestFirst }) => greatestFirst > 12);
  const monthFirst = seen.some(({ greatestSecond }) => greatestSecond > 12);
  if (seen.length === 0 || (dayFirst && !monthFirst)) return { kind: 'proven', value: 'dayFirst' };
  if (monthFirst && !dayFirst) return { kind: 'proven', value: 'monthFirst' };
  const columns = seen.map(({ column }) => column).join(', ');
  const why = dayFirst
    ? `${columns} hold dates that only "day first" explains and others that only "month first" explains`
    : `no date in ${columns} has a number above 12 before its year`;
  return {
    kind: 'ask',
    question: {
      question: 'dateOrder',
      about: 'dateOrder',
      text: `Which comes first in dates such as 03/04/2025? ${why}.`,
      options: [
        { value: 'dayFirst', text: 'the day: 3 April 2025' },
        { value: 'monthFirst', text: 'the month: March 4, 2025' },
      ],
    },
  };
}

/**
 * Decide whether a file's decimal mark is a point or a comma, by all its columns of numbers together.
 *
 * @param typed - true where the file's own format says what a number is (JSON, Parquet): a comma is then in a text
 */
export function decideDecimalMark(evidence: readonly NumberEvidence[], typed: boolean): Choice<DecimalMark> {
  const points = evidence.filter(({ provesPoint }) => provesPoint > 0);
  const commas = evidence.filter(({ provesComma }) => provesComma > 0);
  const hasComma = commas.length > 0 || evidence.some(({ unclearComma }) => unclearComma > 0);
  if (typed && !hasComma) return { kind: 'proven', value: '.' };
  if (points.length > 0 && commas.length === 0) return { kind: 'proven', value: '.' };
  if (commas.length > 0 && points.length === 0) return { kind: 'proven', value: ',' };
  const unclear = evidence.filter(({ unclear }) => unclear > 0);
  if (points.length === 0 && unclear.length === 0) return { kind: 'proven', value: '.' };
  const columns = (points.length > 0 ? [...points, ...commas] : unclear).map(({ column }) => column);
  const why =
    points.length > 0
      ? 'hold numbers of both kinds'
      : 'hold numbers such as 1,234 or 1.234 and none that proves it';
  return {
    kind: 'ask',
    question: {
      question: 'decimalMark',
      about: 'decimalMark',
      text: `Which is the decimal mark? ${[...new Set(columns)].join(', ')} ${why}.`,
      options: [
        { value: '.', text: 'a point: 1,234.56' },
        { value: ',', text: 'a comma: 1.234,56' },
      ],
    },
  };
}
