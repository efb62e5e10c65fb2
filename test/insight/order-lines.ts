import { DuckDBInstance } from '@duckdb/node-api';
import type { RunSql } from '../../lib/stores/buyer-aggregates.ts';

/** Open an in-memory database with the relation `order_lines`, made by a query of its canonical columns. */
export async function openOrderLines(query: string): Promise<{ run: RunSql; close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE order_lines AS ${query}`);
  return {
    run: async (sql, parameters = {}) =>
      (await connection.runAndReadAll(sql, { ...parameters })).getRowObjectsJS(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
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
