import type { ExportFormat, ExportType } from '../domain/index.ts';
import { type CodesOf, writeCodedFile } from './export-codes.ts';
import type { ExportFile } from './export-file.ts';
import { inUnits } from './export-nights.ts';
import { quoteName, quoteText } from './lake-database.ts';
import type { LakeRequest } from './lake-session.ts';
import { withLake } from './with-lake.ts';

/** The columns of `orders`, and what each is of the lake's order lines. */
export const orderColumns: readonly (readonly [name: string, type: ExportType, source: string])[] = [
  ['order_id', 'text', 'order_id'],
  ['line', 'text', 'line'],
  ['ordered_on', 'date', 'ordered_on'],
  ['customer', 'text', 'customer'],
  ['sku', 'text', 'sku'],
  ['kind', 'text', 'kind'],
  ['quantity', 'number', 'quantity'],
  ['unit_price', 'price', 'unit_price_micros'],
  ['amount', 'amount', 'amount_minor'],
  ['currency', 'text', 'currency'],
  ['upload', 'text', 'upload'],
];

export type OrdersRequest = Omit<LakeRequest, 'kinds' | 'temporaryDirectory'> & {
  currency: string;
  /** The last day that counts; `null` is all. */
  until: string | null;
  format: ExportFormat;
  codesOf?: CodesOf | undefined;
  /** A folder of the task's own. */
  directory: string;
};

/** Write a market's order lines as they count now: corrected ones once, cancelled and returned ones named so. */
export async function writeOrders(request: OrdersRequest): Promise<ExportFile> {
  const { until, currency, format, codesOf, directory, ...of } = request;
  return withLake({ ...of, kinds: ['orders'], temporaryDirectory: directory }, async (lake) => {
    const days = until === null ? '' : ` WHERE ordered_on <= CAST(${quoteText(until)} AS DATE)`;
    // the seller's own line id as it was uploaded; where there is none, the SKU and its place in the order
    const relation = `(SELECT *, regexp_replace(line_key, '^id ', '') AS line FROM order_lines${days})`;
    const columns = orderColumns.map(([name, type, source]) => ({
      ...{ name, type },
      sql: inUnits(quoteName(source), type, currency),
    }));
    return writeCodedFile(lake, { relation, columns, format, directory, codesOf });
  });
}
