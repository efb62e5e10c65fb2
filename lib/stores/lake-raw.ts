import { InputError } from '../domain/index.ts';
import type { HeaderMatch, Profile } from '../importing/index.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';
import { scanText, type TextFormat } from './lake-scan.ts';

/**
 * The tables `raw` (line, then each canonical column that the file has, as text, NULL when empty) and `problems` (line,
 * problem) of a file, and how they came about.
 */
export type RawTable = {
  profile: Profile;
  /** Canonical columns that the file has, with their name in `raw`. */
  sources: Record<string, string>;
  /** Rows of the file, refused ones included. */
  records: number;
  typed: boolean;
  reading: Record<string, string>;
};

type Match = (header: readonly string[]) => HeaderMatch;

/**
 * Load a delimited or JSON file.
 *
 * @throws InputError when the file cannot be read at all; the message is for the person who uploaded it
 */
export async function loadText(
  database: Database,
  request: { file: string; fileName: string; directory: string; mostBytes: number; match: Match },
): Promise<RawTable> {
  const format = formatOf(request.fileName);
  const rowsFile = `${request.directory}/rows.tsv`;
  const problemsFile = `${request.directory}/problems.tsv`;
  let matched: Matched | undefined;
  const scan = await scanText({
    file: request.file,
    format,
    rowsFile,
    problemsFile,
    mostBytes: request.mostBytes,
    keep: (header) => {
      matched = required(request.match(header));
      return Object.values(matched.sources);
    },
  });
  if (matched === undefined) throw new InputError('the file is empty');
  const columns = Object.keys(matched.sources);
  await loadLines(database, 'raw', rowsFile, columns);
  await loadLines(database, 'problems', problemsFile, ['problem']);
  return {
    profile: matched.profile,
    sources: Object.fromEntries(columns.map((column) => [column, column])),
    records: scan.records,
    typed: format !== 'delimited',
    reading: {
      format,
      encoding: scan.encoding,
      ...(scan.delimiter === null ? {} : { delimiter: scan.delimiter === '\t' ? 'tab' : scan.delimiter }),
    },
  };
}

/**
 * Load a Parquet file; its values become text, so that the same rules check them.
 *
 * @throws InputError when it is none, or when its values as text are longer than `mostBytes`: few bytes may say many rows
 */
export async function loadParquet(
  database: Database,
  { file, match, mostBytes }: { file: string; match: Match; mostBytes: number },
): Promise<RawTable> {
  const source = `read_parquet(${quoteText(file)})`;
  const described = await database.run(`DESCRIBE SELECT * FROM ${source}`).catch((error: unknown) => {
    throw new InputError('the file is not a readable Parquet file', { cause: error });
  });
  const header = described.map(({ column_name }) => String(column_name));
  const { profile, sources } = required(match(header));
  const texts = Object.entries(sources).map(([column, place]) => ({
    column,
    text: `${quoteName(header[place] ?? '')}::VARCHAR`,
  }));
  const records = await countRecords(database, { source, texts: texts.map(({ text }) => text), mostBytes });
  const cells = texts.map(
    ({ column, text }) =>
      `nullif(trim(regexp_replace(${text}, '[[:cntrl:]]', ' ', 'g')), '') AS ${quoteName(column)}`,
  );
  await database
    .run(`CREATE TABLE raw AS SELECT row_number() OVER () AS line, ${cells.join(', ')} FROM ${source}`)
    .catch(damaged);
  await database.run('CREATE TABLE problems (line BIGINT, problem VARCHAR)');
  return {
    profile,
    sources: Object.fromEntries(Object.keys(sources).map((column) => [column, column])),
    records,
    typed: true,
    reading: { format: 'parquet' },
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
  if (records * texts.length > mostBytes) throw tooLong();
  const lengths = texts.map((text) => `coalesce(sum(strlen(${text})), 0)`).join(' + ');
  const [measured] = await database.run(`SELECT ${lengths} AS bytes FROM ${source}`).catch(damaged);
  if (records * texts.length + Number(measured?.bytes ?? 0) > mostBytes) throw tooLong();
  return records;
}

/** Load a file of tab-separated lines without quotes, the line number first. */
export async function loadLines(
  database: Database,
  table: string,
  file: string,
  columns: readonly string[],
): Promise<void> {
  const types = ['line', ...columns].map(
    (name) => `${quoteText(name)}: ${name === 'line' ? "'BIGINT'" : "'VARCHAR'"}`,
  );
  await database.run(`CREATE TABLE ${quoteName(table)} AS FROM read_csv(${quoteText(file)}, auto_detect = false,
    header = false, delim = '\t', quote = '', escape = '', nullstr = '', columns = {${types.join(', ')}},
    max_line_size = 4194304)`);
}

type Matched = Extract<HeaderMatch, { kind: 'matched' }>;

function required(match: HeaderMatch): Matched {
  if (match.kind === 'refused') throw new InputError(match.reason);
  return match;
}

function formatOf(fileName: string): TextFormat {
  const ending = /\.([a-z]+)(\.gz)?$/.exec(fileName.toLowerCase())?.[1];
  switch (ending) {
    case 'csv':
    case 'tsv':
    case 'txt':
      return 'delimited';
    case 'jsonl':
    case 'ndjson':
      return 'jsonLines';
    case 'json':
      return 'json';
    case 'xlsx':
    case 'xls':
      throw new InputError('Excel workbooks are not read yet: export the sheet as CSV');
    default:
      throw new InputError(
        'the name ends in none of .csv, .csv.gz, .tsv, .json, .jsonl, .parquet: the format is not known',
      );
  }
}
