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

/** Load a Parquet file; its values become text, so that the same rules check them. @throws InputError when it is none. */
export async function loadParquet(database: Database, file: string, match: Match): Promise<RawTable> {
  const source = `read_parquet(${quoteText(file)})`;
  const described = await database.run(`DESCRIBE SELECT * FROM ${source}`).catch((error: unknown) => {
    throw new InputError('the file is not a readable Parquet file', { cause: error });
  });
  const header = described.map(({ column_name }) => String(column_name));
  const { profile, sources } = required(match(header));
  const cells = Object.entries(sources).map(
    ([column, place]) =>
      `nullif(trim(regexp_replace(${quoteName(header[place] ?? '')}::VARCHAR, '[[:cntrl:]]', ' ', 'g')), '')
        AS ${quoteName(column)}`,
  );
  await database
    .run(`CREATE TABLE raw AS SELECT row_number() OVER () AS line, ${cells.join(', ')} FROM ${source}`)
    .catch((error: unknown) => {
      throw new InputError('the Parquet file is damaged', { cause: error });
    });
  await database.run('CREATE TABLE problems (line BIGINT, problem VARCHAR)');
  const [counted] = await database.run('SELECT count(*) AS records FROM raw');
  return {
    profile,
    sources: Object.fromEntries(Object.keys(sources).map((column) => [column, column])),
    records: Number(counted?.records ?? 0),
    typed: true,
    reading: { format: 'parquet' },
  };
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
