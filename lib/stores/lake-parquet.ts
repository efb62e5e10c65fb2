import { InputError } from '../domain/index.ts';
import { chooseHeader } from '../importing/index.ts';
import type { Database } from './lake-database.ts';
import type { RawRequest, RawTable } from './lake-raw.ts';
import { quoteName, quoteText } from './sql-text.ts';

/**
 * Load a Parquet file; its values become text, so that the same rules check them.
 *
 * @throws InputError when it is none, or when its values as text are longer than `mostBytes`: few bytes may say many rows
 */
export async function loadParquet(database: Database, request: RawRequest): Promise<RawTable> {
  const { file, kind, mostBytes, recall } = request;
  const source = `read_parquet(${quoteText(file)})`;
  const described = await database.run(`DESCRIBE SELECT * FROM ${source}`).catch((error: unknown) => {
    throw new InputError('the file is not a readable Parquet file', { cause: error });
  });
  const header = described.map(({ column_name }) => String(column_name));
  const head = [{ line: 0, fields: header }];
  const shape = chooseHeader(kind, head, request.answers)?.shape ?? '';
  const answers = { ...(await recall(shape)), ...request.answers };
  const choice = chooseHeader(kind, head, answers);
  if (choice === undefined) throw new InputError('the Parquet file names no columns');
  const texts = Object.entries(choice.questions.length > 0 ? {} : choice.sources).map(([column, place]) => ({
    column,
    text: `${quoteName(header[place] ?? '')}::VARCHAR`,
  }));
  const records = await countRecords(database, { source, texts: texts.map(({ text }) => text), mostBytes });
  const cells = texts.map(
    ({ column, text }) =>
      `nullif(trim(regexp_replace(${text}, '[[:cntrl:]]', ' ', 'g')), '') AS ${quoteName(column)}`,
  );
  await database
    .run(`CREATE TABLE raw AS SELECT ${['row_number() OVER () AS line', ...cells].join(', ')} FROM ${source}`)
    .catch(damaged);
  await database.run('CREATE TABLE problems (line BIGINT, problem VARCHAR)');
  return {
    parts: [{ from: 'raw', firstLine: null, rows: records }],
    profile: choice.profile,
    sources: Object.fromEntries(texts.map(({ column }) => [column, column])),
    records,
    typed: true,
    reading: { format: 'parquet' },
    questions: choice.questions,
    reason: choice.reason,
    shape: choice.shape,
    answers,
  };
}

const damaged = (error: unknown): never => {
  throw new InputError('the Parquet file is damaged', { cause: error });
};

/** Count a Parquet file's rows, and refuse more text than CSV may have: a file of 2 MB can say 300 million rows. */
async function countRecords(
  database: Database,
  { source, texts, mostBytes }: { source: string; texts: readonly string[]; mostBytes: number },
): Promise<number> {
  const tooLong = () => new InputError(`the file holds more than ${mostBytes} bytes of text`);
  const [counted] = await database.run(`SELECT count(*) AS records FROM ${source}`).catch(damaged);
  const records = Number(counted?.records ?? 0);
  // the rows' number is in the file's footer, their lengths cost a pass over it
  if (records * (texts.length + 1) > mostBytes) throw tooLong();
  if (texts.length === 0) return records;
  const lengths = texts.map((text) => `coalesce(sum(strlen(${text})), 0)`).join(' + ');
  const [measured] = await database.run(`SELECT ${lengths} AS bytes FROM ${source}`).catch(damaged);
  if (records * texts.length + Number(measured?.bytes ?? 0) > mostBytes) throw tooLong();
  return records;
}
