import { tmpdir } from 'node:os';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import type { MarketSql } from '../../lib/stores/market-sql.ts';
import { type OrderLine, orderLinesQuery } from './order-lines.ts';

/** A row of a products file; of all markets unless it names one. */
export type Product = { sku: string; category?: string; name?: string; costMicros?: number; market?: string };

/** What a small lake holds, the market `de` its own. */
export type LakeContent = {
  /** Order lines by market. */
  markets: Record<string, readonly OrderLine[]>;
  products?: readonly Product[];
  rates?: readonly { date: string; base: string; quote: string; rate: number }[];
  priceGroups?: Readonly<Record<string, string>>;
  promotions?: readonly { sku?: string; category?: string; from: string; to: string }[];
};

/** Open the relations that a market's lake has, with these rows in them, and read from it. */
export async function withMarketLake<T>(
  content: LakeContent,
  read: (sql: MarketSql) => Promise<T>,
): Promise<T> {
  const { markets, products = [], rates = [], priceGroups = {}, promotions = [] } = content;
  const queries = Object.entries(markets)
    .filter(([, lines]) => lines.length > 0)
    .map(([market, lines]) => `SELECT '${market}' AS market, * FROM (${orderLinesQuery(lines)})`);
  return withRelations(queries.join(' UNION ALL '), read, { products, rates, priceGroups, promotions });
}

/** The same from a query of order lines with their `market`. */
export async function withRelations<T>(
  query: string,
  read: (sql: MarketSql) => Promise<T>,
  { products = [], rates = [], priceGroups = {}, promotions = [] }: Omit<LakeContent, 'markets'> = {},
): Promise<T> {
  const database = await openDatabase({ directory: tmpdir(), memoryMib: 768 });
  try {
    await database.run(`CREATE TABLE market_order_lines AS SELECT * FROM (${query})`);
    await database.run(
      `CREATE VIEW order_lines AS SELECT * EXCLUDE (market) FROM market_order_lines WHERE market = 'de'`,
    );
    await database.run(`CREATE TABLE all_products (sku VARCHAR, category VARCHAR, name VARCHAR, unit_cost_micros BIGINT,
      landed_cost_micros BIGINT, cost_currency VARCHAR, file_market VARCHAR, sequence VARCHAR, upload VARCHAR, line BIGINT)`);
    for (const [line, { sku, category, name, costMicros, market = '_all' }] of products.entries())
      await database.run('INSERT INTO all_products VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $8, $9)', [
        ...[sku, category ?? null, name ?? null, costMicros ?? null, 'EUR', market, '1', 'u', line],
      ]);
    await database.run('CREATE TABLE rates (date DATE, base VARCHAR, quote VARCHAR, rate DOUBLE)');
    for (const { date, base, quote, rate } of rates)
      await database.run('INSERT INTO rates VALUES ($1, $2, $3, $4)', [date, base, quote, rate]);
    await database.run('CREATE TABLE customers (customer VARCHAR, price_group VARCHAR)');
    for (const [customer, group] of Object.entries(priceGroups))
      await database.run('INSERT INTO customers VALUES ($1, $2)', [customer, group]);
    await database.run(
      'CREATE TABLE events (sku VARCHAR, category VARCHAR, "from" DATE, "to" DATE, kind VARCHAR)',
    );
    for (const { sku, category, from, to } of promotions)
      await database.run("INSERT INTO events VALUES ($1, $2, $3, $4, 'promotion')", [
        sku ?? null,
        category ?? null,
        from,
        to,
      ]);
    return await read(database);
  } finally {
    database.close();
  }
}
