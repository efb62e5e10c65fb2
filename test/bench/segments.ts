import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type SegmentedNight, segmentBuyers } from '../../lib/clustering/index.ts';
import { addDays, type RunName } from '../../lib/domain/index.ts';
import {
  keepSegmentNight,
  readBuyerAggregates,
  readSegmentNightBefore,
  type SegmentNightPlace,
} from '../../lib/stores/index.ts';
import { type Database, openDatabase } from '../../lib/stores/lake-database.ts';

const FIRST_NIGHT = '2025-06-29';
const SEED = 1;

/**
 * `npm run bench:segments [-- --buyers 300000]`: the segments of a large market from its order lines, on two nights through the store
 * that carries them over, in one process. Prints processor seconds and the process's peak memory after each step, and the segments,
 * so that a person can look at them.
 */
async function main(): Promise<void> {
  const at = process.argv.indexOf('--buyers');
  const buyers = at < 0 ? 300_000 : Number(process.argv[at + 1]);
  const directory = await mkdtemp(join(tmpdir(), 'segments-bench-'));
  const database = await openDatabase({ directory, memoryMib: 768 });
  try {
    await step(`${buyers} buyers made up`, () => makeMarket(database, buyers));
    const [counted] = await database.run('SELECT CAST(count(*) AS INTEGER) AS lines FROM order_lines');
    console.log(`${counted?.lines} order lines`);
    const place = { objects: objectsIn(join(directory, 'bucket')), temporaryDirectory: directory };
    for (const asOf of [FIRST_NIGHT, addDays(FIRST_NIGHT, 1)]) await segmentNight(database, place, asOf);
  } finally {
    database.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function segmentNight(database: Database, place: SegmentNightPlace, asOf: string): Promise<void> {
  const run: RunName = { merchant: 'bench', market: 'de', asOf, runId: `de-${asOf}` };
  const previous = await step(`${asOf}: the night before`, () => readSegmentNightBefore(place, run));
  const aggregates = await step('order lines in sums', () => readBuyerAggregates(database, asOf));
  const { document, buyers, figures } = await step('segments', async () =>
    segmentBuyers(aggregates, {
      ...{ runId: run.runId, asOf, currency: 'EUR', seed: SEED },
      ...(previous === undefined ? {} : { previous }),
    }),
  );
  if (document.kind !== 'ready') throw new Error(document.detail);
  const night: SegmentedNight = { document, buyers, figures };
  await step('kept', () => keepSegmentNight(place, run, night));
  console.log(`  ${document.reason}`);
  for (const { segment, name, description } of document.segments)
    console.log(`  ${segment} ${name}: ${description}`);
  const moved = document.moves.reduce((sum, move) => sum + move.buyers, 0);
  console.log(`  ${moved} buyers moved, ${document.stayed} stayed; ${document.changes.length} changes`);
}

async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  const peakMib = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${name.padEnd(32)} ${((user + system) / 1e6).toFixed(1).padStart(6)} s CPU  ${peakMib.toFixed(0).padStart(5)} MiB peak`,
  );
  return result;
}

/** A bucket in a folder. */
function objectsIn(folder: string): SegmentNightPlace['objects'] {
  const keys: string[] = [];
  const pathOf = (key: string) => join(folder, key);
  return {
    put: async (key, body) => {
      await mkdir(dirname(pathOf(key)), { recursive: true });
      await writeFile(pathOf(key), body);
      keys.push(key);
    },
    get: (key) => readFile(pathOf(key)),
    download: async (key, file) => writeFile(file, await readFile(pathOf(key))),
    list: async (prefix) => keys.filter((key) => key.startsWith(prefix)).sort(),
  };
}

/**
 * Make two years of order lines: every buyer has a pace of 20 to 400 days, a size, two favourite categories of ten, and one in seven has
 * stopped. Chance comes from hashes, so each run makes the same market.
 */
async function makeMarket(database: Database, buyers: number): Promise<void> {
  await database.run(`CREATE FUNCTION chance(a, b) AS hash(a, b) / 18446744073709551616.0`);
  await database.run(`CREATE TABLE products AS SELECT 'sku-' || i AS sku, 'category ' || (i % 10) AS category,
    CAST(1e6 * (1 + 20 * chance(i, 'price')) AS BIGINT) AS list_price_micros, 'EUR' AS currency FROM range(2000) t(i)`);
  await database.run(`CREATE TABLE prices AS SELECT sku, NULL::DATE AS valid_from, NULL::DATE AS valid_to,
    list_price_micros AS price_micros, currency, NULL::VARCHAR AS price_group, NULL::VARCHAR AS customer,
    NULL::DOUBLE AS min_quantity FROM products WHERE false`);
  await database.run(
    `CREATE TABLE order_lines AS
    WITH buyers AS (
      SELECT i, 'c_' || lpad(CAST(i AS VARCHAR), 8, '0') AS customer, 20 * pow(20, chance(i, 'pace')) AS gap,
        exp(2 * chance(i, 'size')) AS size, CASE WHEN chance(i, 'stop') < 0.15 THEN 500 * chance(i, 'when') ELSE 729 END AS stop,
        CASE WHEN chance(i, 'young') < 0.1 THEN 700 ELSE 60 END * chance(i, 'start') AS start
      FROM range($buyers) t(i)
    ), orders AS (
      SELECT b.*, n, CAST(start + gap * (n + 0.8 * chance(i, n)) AS INTEGER) AS day
      FROM buyers b, range(60) r(n) WHERE n * gap + start < least(stop, 729) OR n = 0
    ), lines AS (
      SELECT o.*, l, CAST(floor(2000 * chance(i * 100 + n, l)) AS INTEGER) AS article
      FROM orders o, range(3) k(l) WHERE chance(i, l) < 0.4 OR l = 0
    )
    SELECT customer || '-' || n AS order_id, CAST(l AS VARCHAR) AS line_key, DATE '2023-07-02' + day AS ordered_on, customer,
      sku, units AS quantity, price AS unit_price_micros, 'EUR' AS currency,
      CASE WHEN units < 0 THEN 'return' ELSE 'sale' END AS kind,
      CAST(round(units * price / 1e4) AS BIGINT) AS amount_minor, true AS product
    FROM (
      SELECT l.*, p.sku, CAST(p.list_price_micros * (1 - 0.1 * floor(2 * chance(i, 'terms'))) AS BIGINT) AS price,
        CASE WHEN chance(i + l.l, day) < 0.02 THEN -1.0 ELSE ceil(10 * size * chance(i + n, l.l)) END AS units
      FROM lines l JOIN products p ON p.sku = 'sku-' || CASE WHEN l.l = 0 THEN article ELSE article // 10 * 10 + i % 10 END
      WHERE day <= 729
    )`,
    { buyers },
  );
}

await main();
