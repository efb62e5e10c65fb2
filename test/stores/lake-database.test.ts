import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UpstreamError } from '../../lib/domain/index.ts';
import { type Database, openDatabase, openSharedDatabase } from '../../lib/stores/lake-database.ts';

let directory: string;
let database: Database;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tradewind-database-'));
  database = await openDatabase({ directory, memoryMib: 256 });
});
afterAll(async () => {
  database.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a query', () => {
  test.each([
    ['a value', "SELECT CAST('Erika Beispiel' AS INTEGER)"],
    ['a line', "FROM read_csv('%', auto_detect = false, columns = {'a': 'INTEGER'})"],
  ])('that fails on %s says why, and not of what', async (_name, sql) => {
    const file = join(directory, 'lines.csv');
    await writeFile(file, 'Erika Beispiel\n');

    const failure = await database.run(sql.replace('%', file)).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UpstreamError);
    expect(String(failure)).toMatch(/Error: .*(convert|CSV)/i);
    expect(String(failure)).not.toContain('Erika');
  });

  test('answers with plain values: dates as text, whole numbers and decimals as numbers, lists as lists', async () => {
    const [row] = await database.run(
      'SELECT CAST($day AS DATE) AS day, 12345678901::BIGINT AS units, 1.25 AS price, [1, NULL] AS list',
      { day: '2025-03-30' },
    );

    expect(row).toEqual({ day: '2025-03-30', units: 12_345_678_901, price: 1.25, list: [1, null] });
  });
});

describe('statements side by side', () => {
  const copy = (number: number) =>
    `COPY (SELECT ${number} AS number) TO '${join(directory, `beside-${number}.parquet`)}' (FORMAT parquet)`;
  const threads = async () =>
    (await database.run("SELECT current_setting('threads') AS threads"))[0]?.threads;

  test('are all run, and the database has its threads again', async () => {
    const before = await threads();

    await database.runBeside([1, 2, 3, 4, 5].map(copy));

    const read = await database.run(
      `SELECT sum(number) AS sum FROM '${join(directory, 'beside-*.parquet')}'`,
    );
    expect(read).toEqual([{ sum: 15 }]);
    expect([before, await threads()]).toEqual([2, 2]);
  });

  test('fail as a query does, without the value that one of them stumbled on', async () => {
    const failure = await database
      .runBeside([copy(6), "CREATE TABLE t AS SELECT CAST('Erika Beispiel' AS INTEGER) AS a", copy(7)])
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UpstreamError);
    expect(String(failure)).not.toContain('Erika');
    expect(await threads()).toBe(2);
  });
});

describe('a shared database', () => {
  test('gives each task tables of its own, side by side, and keeps none of them', async () => {
    const shared = await openSharedDatabase({ directory, memoryMib: 256 });
    const numbered = (number: number) =>
      shared.within(async (own) => {
        await own.run('CREATE TABLE numbers (number INTEGER)');
        await own.runBeside([`INSERT INTO numbers VALUES (${number})`]);
        return own.run('FROM numbers');
      });

    const seen = await Promise.all([1, 2, 3].map(numbered));
    const left = await shared.within((own) =>
      own.run("SELECT schema_name FROM duckdb_schemas() WHERE schema_name LIKE 'task_%'"),
    );
    shared.close();

    expect(seen).toEqual([[{ number: 1 }], [{ number: 2 }], [{ number: 3 }]]);
    expect(left).toHaveLength(1);
  });

  test('goes on after a task that failed', async () => {
    const shared = await openSharedDatabase({ directory, memoryMib: 256 });

    const failing = shared.within((own) => own.run('SELECT * FROM nothing'));
    await expect(failing).rejects.toThrow(UpstreamError);
    const next = await shared.within((own) => own.run('SELECT 1 AS one'));
    shared.close();

    expect(next).toEqual([{ one: 1 }]);
  });
});
