import { tmpdir } from 'node:os';
import { type Database, openDatabase } from '../../lib/stores/lake-database.ts';

/** Open an in-memory database with the relation `order_lines`, made by a query of its canonical columns. */
export async function openOrderLines(query: string): Promise<Database> {
  const database = await openDatabase({ directory: tmpdir(), memoryMib: 768 });
  await database.run(`CREATE TABLE order_lines AS ${query}`);
  return database;
}

export type OrderLine = {
  order: string;
  on: string;
  customer?: string;
  sku?: string;
  quantity?: number;
  kind?: 'sale' | 'cancelled' | 'return';
  amountMinor?: number;
  product?: boolean;
};

/** Write order lines as a query; by default one unit of sku `s` for 100 minor units. */
export function orderLinesQuery(lines: readonly OrderLine[]): string {
  const rows = lines.map((line, i) => {
    const {
      order,
      on,
      customer,
      sku = 's',
      quantity = 1,
      kind = 'sale',
      amountMinor = 100,
      product = true,
    } = line;
    const buyer = customer === undefined ? 'NULL' : `'${customer}'`;
    return `('${order}', '${i}', DATE '${on}', ${buyer}, '${sku}', ${quantity}::DOUBLE, 1000000::BIGINT, 'EUR', '${kind}', ${amountMinor}::BIGINT, ${product})`;
  });
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS lines(order_id, line_key, ordered_on, customer, sku, quantity, unit_price_micros, currency, kind, amount_minor, product)`;
}
