import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from '../domain/index.ts';
import { type ExportCell, type ExportColumn, sqlTypeOf, type TakenColumn } from './export-columns.ts';
import { type ExportFile, writeExportFile } from './export-file.ts';
import { type Database, openDatabase, quoteName, quoteText } from './lake-database.ts';
import { createLineWriter } from './line-writer.ts';

export type RowsRequest<Source> = {
  /** Read as they come: none but the newest is held. */
  sources: AsyncIterable<Source>;
  columns: readonly TakenColumn<Source>[];
  /** Columns whose cells are lists: a row for each value, all other cells repeated. Shorter lists end in nothing. */
  lists?: readonly string[];
  format: ExportFormat;
  /** A folder of the task's own. */
  directory: string;
  /** Characters of JSON that lie in the folder at most before they become Parquet, a tenth of their size; 64 Mi by default. */
  partCharacters?: number;
};

const MEMORY_MIB = 768;
const PART_CHARACTERS = 64 * 1024 ** 2;

/**
 * Write documents as a file, in the order in which they come. They pass through JSON lines and parts of Parquet in the folder, so
 * that neither memory nor disk holds a large table whole but in its final form.
 */
export async function writeRows<Source>(request: RowsRequest<Source>): Promise<ExportFile> {
  const { columns, format, directory } = request;
  const database = await openDatabase({ directory, memoryMib: MEMORY_MIB });
  try {
    const parts = await writeParts(database, request);
    const relation = `read_parquet([${parts.map(quoteText).join(', ')}])`;
    return await writeExportFile(database, {
      relation,
      columns: columnsOf(columns),
      format,
      directory,
    });
  } finally {
    database.close();
  }
}

const columnsOf = (columns: readonly TakenColumn<never>[]): ExportColumn[] =>
  columns.map(([name, type]) => ({ name, type }));

async function writeParts<Source>(database: Database, request: RowsRequest<Source>): Promise<string[]> {
  const { sources, columns, directory, partCharacters = PART_CHARACTERS } = request;
  const parts: string[] = [];
  const lines = join(directory, 'rows.jsonl');
  let writer = await createLineWriter(lines);
  let characters = 0;
  const endPart = async () => {
    await writer.close();
    const part = join(directory, `part-${parts.length}.parquet`);
    await database.run(`COPY (${selectLines(request, lines)}) TO ${quoteText(part)} (FORMAT parquet)`);
    parts.push(part);
    characters = 0;
  };
  for await (const source of sources) {
    const line = JSON.stringify(
      Object.fromEntries(columns.map(([name, , take]) => [name, cellOf(take(source))])),
    );
    writer.add(`${line}\n`);
    await writer.flushWhenLarge();
    characters += line.length;
    if (characters < partCharacters) continue;
    await endPart();
    writer = await createLineWriter(lines);
  }
  // a table without rows is a file with a header
  if (characters > 0 || parts.length === 0) await endPart();
  else await writer.close();
  await rm(lines, { force: true });
  return parts;
}

/** Half of a surrogate pair is no character: it would make the whole line unreadable. */
const cellOf = (cell: ExportCell): ExportCell => (typeof cell === 'string' ? cell.toWellFormed() : cell);

function selectLines<Source>({ columns, lists = [] }: RowsRequest<Source>, path: string): string {
  const isList = (name: string) => lists.includes(name);
  const types = columns.map(
    ([name, type]) => `${quoteName(name)}: ${quoteText(`${sqlTypeOf(type)}${isList(name) ? '[]' : ''}`)}`,
  );
  const cells = columns.map(([name]) =>
    isList(name) ? `unnest(${quoteName(name)}) AS ${quoteName(name)}` : quoteName(name),
  );
  return `SELECT ${cells.join(', ')}
    FROM read_json(${quoteText(path)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
}
