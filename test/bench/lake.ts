import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogKey, lakeKeys } from '../../lib/domain/index.ts';
import { medianOf } from '../../lib/numeric/index.ts';
import { compactLake, LAKE_SCHEMA_VERSION, withLake } from '../../lib/stores/index.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { writePartFiles } from '../../lib/stores/lake-part-files.ts';
import { createShelf } from './lake-shelf.ts';

/**
 * What a year of daily uploads of orders costs a night to open, with and without compaction: files, bytes and processor
 * seconds, as ratios. Two ways in which merchants send: each day's lines alone, and each day the last month's again.
 *
 * `npm run bench:lake -- [lines a day] [days]`
 */
const [linesADay = 200, days = 365] = process.argv.slice(2).map(Number);
const PLACE = { merchant: 'demo', market: 'de' };
const FIRST = Date.UTC(2025, 0, 1);
const dayOf = (number: number) => new Date(FIRST + number * 86_400_000).toISOString().slice(0, 10);

type Shelf = ReturnType<typeof createShelf>;

async function fillShelf(
  shelf: Shelf,
  folder: string,
  sentAgain: number,
  isCompacted: boolean,
): Promise<number> {
  const database = await openDatabase({ directory: folder, memoryMib: 512 });
  let merging = 0;
  for (let day = 0; day < days; day++) {
    const upload = `u${String(day).padStart(4, '0')}`;
    const sequence = `${dayOf(day)}T20:00:00.000Z`;
    const first = Math.max(0, day - sentAgain + 1) * linesADay;
    const given: Record<string, string> = {
      order_id: `'O' || n // 4`,
      line_key: `'id ' || n`,
      ordered_on: `DATE '${dayOf(0)}' + CAST(n // ${linesADay} AS INTEGER)`,
      sku: `'SKU-' || lpad(CAST(hash(n) % 2000 AS VARCHAR), 5, '0')`,
      customer: `'c1-' || md5(CAST(hash(n // 4, 1) % 400 AS VARCHAR))`,
      ...{
        quantity: '1 + hash(n, 2) % 12',
        unit_price_micros: '1000000 + hash(n, 3) % 50000000',
        currency: `'EUR'`,
      },
      ...{ cancelled: 'false', product: 'true', line: `n - ${first} + 2` },
    };
    const columns = storedColumns('orders')
      .slice(0, -2)
      .map(({ name, type }) => `CAST(${given[name] ?? 'NULL'} AS ${type}) AS "${name}"`);
    await database.run(
      `CREATE OR REPLACE TABLE accepted AS SELECT ${columns.join(', ')} FROM range(${first}, ${(day + 1) * linesADay}) lines(n)`,
    );
    const { parts } = await writePartFiles(database, {
      kind: 'orders',
      origin: { upload, sequence },
      directory: folder,
    });
    const files = [];
    for (const { file, ...part } of parts) {
      const key = lakeKeys.part({ ...PLACE, kind: 'orders' }, part.month, upload);
      await shelf.objects.upload(file, key, '');
      files.push({ ...part, key });
    }
    await shelf.catalog.put(catalogKey('demo', 'de', 'orders', upload), {
      ...{ upload, market: 'de', kind: 'orders', files, sequence, schemaVersion: LAKE_SCHEMA_VERSION },
      ...{ rows: parts.reduce((sum, { rows }) => sum + rows, 0), firstDate: null, lastDate: dayOf(day) },
    });
    if (!isCompacted) continue;
    const stores = { ...shelf, temporaryDirectory: folder, now: () => sequence };
    merging += await processorSeconds(() => compactLake(stores, PLACE));
  }
  database.close();
  return merging;
}

/** Open the lake as a night's plan does, and look at every line. */
async function openShelf(shelf: Shelf, folder: string) {
  let seen = { files: 0, bytes: 0, lines: 0 };
  const seconds = await processorSeconds(() =>
    withLake({ ...shelf, ...PLACE, temporaryDirectory: folder, demandAsOf: dayOf(days) }, async (lake) => {
      const [counted] = await lake.run('SELECT count(*) AS lines, sum(units) AS units FROM order_demand');
      const sizes = await Promise.all(lake.files.map(({ key }) => shelf.bytesOf(key)));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      seen = { files: lake.files.length, bytes, lines: Number(counted?.lines) };
    }),
  );
  return { ...seen, seconds };
}

async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const root = await mkdtemp(join(tmpdir(), 'tradewind-bench-lake-'));
console.log(`${days} daily uploads of orders, ${linesADay} new lines each`);
for (const [what, sentAgain] of [
  ['each day alone', 1],
  ['the last 30 days each time', 30],
] as const) {
  const found = [];
  for (const isCompacted of [false, true]) {
    const folder = join(root, `${sentAgain}-${isCompacted}`);
    await mkdir(folder, { recursive: true });
    const shelf = createShelf(folder);
    const merging = await fillShelf(shelf, folder, sentAgain, isCompacted);
    const opened = [];
    for (let round = 0; round < 3; round++) opened.push(await openShelf(shelf, folder));
    const seconds = medianOf(opened.map((each) => each.seconds));
    const { files = 0, bytes = 0, lines = 0 } = opened[0] ?? {};
    found.push({ files, bytes, lines, seconds, merging });
  }
  const [plain, compacted] = found;
  if (plain === undefined || compacted === undefined || plain.lines !== compacted.lines)
    throw new Error(`the lakes differ: ${JSON.stringify(found)}`);
  const ratio = (a: number, b: number) => `${(a / b).toFixed(1)} ×`;
  const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  console.log(`\n${what}: ${plain.lines} lines count`);
  console.log(`  files    ${plain.files} → ${compacted.files}  (${ratio(plain.files, compacted.files)})`);
  console.log(
    `  bytes    ${mib(plain.bytes)} → ${mib(compacted.bytes)}  (${ratio(plain.bytes, compacted.bytes)})`,
  );
  console.log(
    `  to open  ${plain.seconds.toFixed(2)} → ${compacted.seconds.toFixed(2)} s of processor  (${ratio(plain.seconds, compacted.seconds)})`,
  );
  console.log(`  to merge ${(compacted.merging / days).toFixed(3)} s a night`);
}
await rm(root, { recursive: true, force: true });
