import { open } from 'node:fs/promises';
import { InputError } from '../domain/index.ts';
import { readHead } from './lake-text.ts';

/** How a file is built. */
export type FileForm = 'delimited' | 'jsonLines' | 'json' | 'xlsx' | 'parquet';

const MARKS: Readonly<Record<string, FileForm>> = {
  '504b0304': 'xlsx',
  // an old workbook or a locked one: the reader of workbooks says so
  d0cf11e0: 'xlsx',
  '50415231': 'parquet',
};

/**
 * Tell how a file is built: by its first bytes where they show it, else by its name. Some systems write a text and call
 * it `.xls`.
 *
 * @throws InputError when neither tells
 */
export async function formOf(file: string, fileName: string): Promise<FileForm> {
  const handle = await open(file);
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  await handle.close();
  const marked = MARKS[head.toString('hex')];
  if (marked !== undefined) return marked;
  const unpacked = Buffer.from((await readHead(file)).subarray(0, 4));
  if (MARKS[unpacked.toString('hex')] !== undefined)
    throw new InputError('the file is a workbook or Parquet within gzip: upload it as it was before');
  if (unpacked.toString('latin1').trimStart().startsWith('<'))
    throw new InputError('the file is a web page or XML: export it as .xlsx or .csv');
  const ending = /\.([a-z]+)(\.gz)?$/.exec(fileName.toLowerCase())?.[1];
  switch (ending) {
    case 'csv':
    case 'tsv':
    case 'txt':
    case 'xls':
    case 'xlsx':
      return 'delimited';
    case 'jsonl':
    case 'ndjson':
      return 'jsonLines';
    case 'json':
      return 'json';
    case 'parquet':
      return 'parquet';
    default:
      throw new InputError(
        'the name ends in none of .xlsx, .csv, .csv.gz, .tsv, .json, .jsonl, .parquet: the format is not known',
      );
  }
}
