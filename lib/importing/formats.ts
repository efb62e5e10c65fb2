import type { UploadQuestion } from '../domain/index.ts';

/** What a column of dates shows, counted over the whole file. */
export type DateEvidence = {
  column: string;
  /** Values written with two numbers before the year, divided by `/` or `-`. */
  yearLast: number;
  /** Of these the greatest first and second number. */
  greatestFirst: number;
  greatestSecond: number;
  /** The first value whose first number is above 12, and whose second is, with its line: `line 57: 13/04/2025`. */
  firstAbove12?: string | null;
  secondAbove12?: string | null;
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
  /** The first value that only a point explains, and only a comma, with its line. */
  pointProof?: string | null;
  commaProof?: string | null;
};

export type DateOrder = 'dayFirst' | 'monthFirst';
export type DecimalMark = '.' | ',';

/** A choice that the data prove or a person has made, with what it rests on; or the question that a person must answer. */
export type Choice<Value> =
  | { kind: 'proven' | 'answered'; value: Value; evidence: string }
  | { kind: 'ask'; question: UploadQuestion };

/**
 * Decide whether the day or the month comes first in dates such as `03/04/2025`, by the file alone: one number above
 * 12 proves it. Dates that start with the year or are divided by dots (`31.12.2025`) need no decision.
 *
 * @param answer - what a person said; it counts where the file proves nothing
 */
export function decideDateOrder(evidence: readonly DateEvidence[], answer?: string): Choice<DateOrder> {
  const seen = evidence.filter(({ yearLast }) => yearLast > 0);
  const dayFirst = seen.find(({ greatestFirst }) => greatestFirst > 12);
  const monthFirst = seen.find(({ greatestSecond }) => greatestSecond > 12);
  if (seen.length === 0) return proven('dayFirst', 'no date needs it');
  if (dayFirst !== undefined && monthFirst === undefined)
    return proven('dayFirst', proofIn(dayFirst.column, dayFirst.firstAbove12));
  if (monthFirst !== undefined && dayFirst === undefined)
    return proven('monthFirst', proofIn(monthFirst.column, monthFirst.secondAbove12));
  if (answer === 'dayFirst' || answer === 'monthFirst') return answered(answer);
  const columns = seen.map(({ column }) => column).join(', ');
  const why =
    dayFirst !== undefined
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
 * @param answer - what a person said; it counts where the file proves nothing
 */
export function decideDecimalMark(
  evidence: readonly NumberEvidence[],
  typed: boolean,
  answer?: string,
): Choice<DecimalMark> {
  const points = evidence.filter(({ provesPoint }) => provesPoint > 0);
  const commas = evidence.filter(({ provesComma }) => provesComma > 0);
  const hasComma = commas.length > 0 || evidence.some(({ unclearComma }) => unclearComma > 0);
  if (typed && !hasComma) return proven('.', 'the format says what a number is');
  const [point] = points;
  const [comma] = commas;
  if (point !== undefined && comma === undefined) return proven('.', proofIn(point.column, point.pointProof));
  if (comma !== undefined && point === undefined) return proven(',', proofIn(comma.column, comma.commaProof));
  const unclear = evidence.filter((one) => one.unclear > 0);
  if (point === undefined && unclear.length === 0) return proven('.', 'no number has one');
  if (answer === '.' || answer === ',') return answered(answer);
  const columns = (point !== undefined ? [...points, ...commas] : unclear).map(({ column }) => column);
  const why =
    point !== undefined
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

const proven = <Value>(value: Value, evidence: string): Choice<Value> => ({
  kind: 'proven',
  value,
  evidence,
});
const answered = <Value>(value: Value): Choice<Value> => ({
  kind: 'answered',
  value,
  evidence: 'as a person answered',
});

const proofIn = (column: string, proof: string | null | undefined) =>
  proof === null || proof === undefined ? column : `${column}, ${proof}`;
