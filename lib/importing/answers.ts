import { InputError, type UploadKind } from '../domain/index.ts';
import { kindColumns } from './columns.ts';

/** A person's answers, by the name of the question: `dateOrder` → `dayFirst`, `column.sku` → `Artikel-Nr.`. */
export type Answers = Readonly<Record<string, string>>;

const COLUMN = 'column.';

/** The question which column of the file feeds a canonical one; it may also be answered unasked. */
export const columnQuestion = (column: string): string => `${COLUMN}${column}`;

/** Questions whose answers hold for every later file of a shape, in whatever market. */
const OF_SHAPE = ['sheet', 'headerLine'];
/** Those that hold for later files of the same market: another branch may write dates another way. */
const OF_MARKET = ['encoding', 'dateOrder', 'decimalMark', 'currency', 'units'];
/** Those that are about one file alone. */
const OF_FILE = ['refusedRows', 'takeIn'];

/** How far an answer reaches. */
export type Reach = 'shape' | 'market' | 'file';

/**
 * Tell how far an answer reaches.
 *
 * @throws InputError when there is no such question for this kind of file
 */
export function reachOf(kind: UploadKind, question: string): Reach {
  if (OF_FILE.includes(question)) return 'file';
  if (OF_MARKET.includes(question)) return 'market';
  const columns = kindColumns[kind].columns.map(({ column }) => columnQuestion(column));
  if (OF_SHAPE.includes(question) || columns.includes(question)) return 'shape';
  throw new InputError(`"${question}" is no question about a file of ${kind}`);
}

/** The answers of one reach. */
export function answersReaching(kind: UploadKind, answers: Answers, reach: Reach): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).filter(([question]) => reachOf(kind, question) === reach),
  );
}

/** The columns that a person has named: canonical column → name in the file, '' for none. */
export function answeredColumns(kind: UploadKind, answers: Answers): Map<string, string> {
  return new Map(
    kindColumns[kind].columns.flatMap(({ column }) => {
      const answer = answers[columnQuestion(column)];
      return answer === undefined ? [] : [[column, answer] as const];
    }),
  );
}
