import { join } from 'node:path';
import type { ExportColumn } from './export-columns.ts';
import { type Database, quoteText } from './lake-database.ts';
import { createLineWriter } from './line-writer.ts';

/** Opens the seller's own codes of pseudonyms. */
export type CodesOf = (customers: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export type CodesRequest = {
  /** Has a column `customer` of pseudonyms. */
  relation: string;
  columns: readonly ExportColumn[];
  /** A folder of the task's own. */
  directory: string;
  codesOf: CodesOf;
};

const CUSTOMERS_AT_A_TIME = 1000;

/** Put the seller's own codes, as `customer_code`, before the columns of a relation; empty where a code is not kept. */
export async function withCodesTable(
  database: Pick<Database, 'run' | 'columns'>,
  { relation, columns, directory, codesOf }: CodesRequest,
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
