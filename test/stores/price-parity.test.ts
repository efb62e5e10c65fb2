import { describe, expect, test } from '@jest/globals';
import { judgeFairness } from '../../lib/oversight/index.ts';
import { readParity } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';

const asOf = '2024-06-30';
const euro = 1_000_000;
const market = { market: 'de', currency: 'EUR' };

/** A lake of order lines (customer, day, quantity, price) of one SKU whose list price is 10.00, with what else files say. */
async function withLines<T>(
  lines: string,
  more: readonly string[],
  read: (sql: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ directory: '/tmp', memoryMib: 256 });
  try {
    await database.run(`CREATE TABLE order_lines AS
      SELECT 'A-1' AS sku, customer, CAST(day AS DATE) AS ordered_on, CAST(quantity AS DOUBLE) AS quantity,
        CAST(price * ${euro} AS BIGINT) AS unit_price_micros, 0 AS amount_minor, 'sale' AS kind, true AS product
      FROM (VALUES ${lines}) v(customer, day, quantity, price)`);
    await database.run('CREATE TABLE customers (customer VARCHAR, price_group VARCHAR, channel VARCHAR)');
    await database.run('CREATE TABLE products (sku VARCHAR, category VARCHAR)');
    await database.run(
      'CREATE TABLE events (sku VARCHAR, category VARCHAR, "from" DATE, "to" DATE, kind VARCHAR)',
    );
    await database.run(
      'CREATE TABLE quotes (sku VARCHAR, customer VARCHAR, quoted_at DATE, valid_to DATE, outcome VARCHAR)',
    );
    await database.run(`CREATE TABLE prices (sku VARCHAR, customer VARCHAR, price_group VARCHAR, valid_from DATE, valid_to DATE,
      min_quantity DOUBLE, price_micros BIGINT, currency VARCHAR)`);
    await database.run(
      `INSERT INTO prices VALUES ('A-1', NULL, NULL, '2024-01-01', NULL, 1, ${10 * euro}, 'EUR')`,
    );
    for (const statement of more) await database.run(statement);
    return await read(database);
  } finally {
    database.close();
  }
}

const judged = (lines: string, ...more: string[]) =>
  withLines(lines, more, async (sql) =>
    judgeFairness(
      { asOf, runId: 'de-2024-06-30' },
      await readParity(sql, market, { asOf, largestGap: 0.1 }),
      0.1,
    ),
  );

describe('the parity of a night', () => {
  test('names the widest gap between comparable buyers, who paid what, and that nothing explains it', async () => {
    const entry = await judged("('c1', '2024-06-01', 10, 10), ('c2', '2024-06-20', 13, 8)");

    expect(entry).toMatchObject({ compared: 1, alarms: 1, days: 90 });
    expect(entry.notes).toEqual(['the night has no segments of buyers: no rates were compared']);
    expect(entry.largest).toMatchObject({
      ...{ sku: 'A-1', buyers: 2, gap: 0.25, unexplained: true },
      dearest: { buyer: 'c1', shareOfList: 1, source: 'list' },
      cheapest: { buyer: 'c2', shareOfList: 0.8 },
    });
  });

  test('is explained by a contract of the day, and raises no alarm', async () => {
    const entry = await judged(
      "('c1', '2024-06-01', 10, 10), ('c2', '2024-06-20', 13, 8)",
      `INSERT INTO prices VALUES ('A-1', 'c2', NULL, '2024-06-01', NULL, 1, ${8 * euro}, 'EUR')`,
    );

    expect(entry).toMatchObject({ alarms: 0, largestUnexplained: null });
    expect(entry.largest).toMatchObject({ gap: 0.25, unexplained: false, cheapest: { source: 'contract' } });
  });

  test('compares nobody with a buyer of another channel or of ten times the volume', async () => {
    expect(await judged("('c1', '2024-06-01', 1, 10), ('c2', '2024-06-20', 100, 8)")).toMatchObject({
      compared: 0,
      largest: null,
    });
    expect(
      await judged(
        "('c1', '2024-06-01', 10, 10), ('c2', '2024-06-20', 13, 8)",
        "INSERT INTO customers VALUES ('c2', NULL, 'export')",
      ),
    ).toMatchObject({ compared: 0, largest: null });
  });

  test('finds nothing to compare in a market without orders of the last days', async () => {
    expect(await judged("('c1', '2023-06-01', 10, 10)")).toMatchObject({
      compared: 0,
      alarms: 0,
      largest: null,
    });
  });
});
