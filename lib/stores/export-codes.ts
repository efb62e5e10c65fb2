import { join } from 'node:path';
import type { ExportColumn } from './export-columns.ts';
import { type ExportFile, type ExportFileRequest, writeExportFile } from './export-file.ts';
import { type Database, quoteText } from './lake-database.ts';
import { createLineWriter } from './line-writer.ts';

/** Opens the seller's own codes of pseudonyms. */
export type CodesOf = (customers: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What a file is made of; with `codesOf` the relation has a column `customer` of pseudonyms. */
export type CodedFileRequest = ExportFileRequest & {
  /** Absent where the file is to have no codes. */
  codesOf: CodesOf | undefined;
};

const CUSTOMERS_AT_A_TIME = 1000;

/** Write a relation as a file (`writeExportFile`), where asked with the seller's own codes before its columns. */
export async function writeCodedFile(
  database: Pick<Database, 'run' | 'columns'>,
  { codesOf, ...file }: CodedFileRequest,
): Promise<ExportFile> {
  const coded = codesOf === undefined ? {} : await withCodes(database, file, codesOf);
  return writeExportFile(database, { ...file, ...coded });
}

/** Put the codes, as `customer_code`, before the columns of a relation; empty where a code is not kept. */
async function withCodes(
  database: Pick<Database, 'run' | 'columns'>,
  { relation, columns, directory }: ExportFileRequest,
  codesOf: CodesOf,
): Promise<{ relation: string; columns: ExportColumn[] }> {
  const named = await database.columns(
    `SELECT DISTINCT customer FROM ${relation} WHERE customer IS NOT NULL ORDER BY 1`,
  );
  const customers = (named.customer ?? []).map(String);
  const lines = join(directory, 'codes.jsonl');
  const writer = await createLineWriter(lines);
  for (let first = 0; first < customers.length; first += CUSTOMERS_AT_A_TIME) {
    const codes = await codesOf(customers.slice(first, first + CUSTOMERS_AT_A_TIME));
    for (const [customer, code] of codes) writer.add(`${JSON.stringify({ customer, code })}\n`);
    await writer.flushWhenLarge();
  }
  await writer.close();
  await database.run(`CREATE TABLE customer_codes AS FROM read_json(${quoteText(lines)},
    format = 'newline_delimited', columns = {customer: 'VARCHAR', code: 'VARCHAR'})`);
  return {
    relation: `(SELECT coded.*, code AS customer_code FROM ${relation} coded LEFT JOIN customer_codes USING (customer))`,
    columns: [{ name: 'customer_code', type: 'text' }, ...columns],
  };
}
