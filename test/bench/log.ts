/**
 * The decision log of a year in the lake: what a question by SKU, by person and by day costs. `npm run bench:log -- [days] [SKUs]`: 365
 * days of 100,000 decisions by default, files as a run seals them; 100 acts of 20 persons a day are among them.
 */
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedEntry } from '../../lib/domain/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { createLogFile, readLogFile } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';

const [days = 365, skus = 100_000] = process.argv.slice(2).map(Number);
const ACTS_A_DAY = 100;
const PERSONS = 20;
const folder = await mkdtemp(join(tmpdir(), 'decision-log-'));
const random = createRandom(1);
const digits = (n: number, length = 6) => String(n).padStart(length, '0');
const hex = (n: number) => n.toString(16).padStart(64, '0');
const dayOf = (day: number) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
const fileOf = (day: string) => join(folder, `${day}.parquet`);

function entryOf(day: string, sku: number, act?: { place: number; person: number }): SealedEntry {
  const price = 1_000_000 + Math.floor(random() * 50_000_000);
  const version = `de-${day}-${digits(Math.floor(random() * 1e8), 8)}`;
  return {
    ...{
      entry: `${day}T03:00:00.000Z/S-${digits(sku)}/propose`,
      at: `${day}T03:00:00.000Z`,
      merchant: 'demo',
    },
    ...{ market: 'de', sku: `S-${digits(sku)}`, decision: `de:S-${digits(sku)}:${version}`, version: 1 },
    event: act === undefined ? 'propose' : 'approve',
    by: act === undefined ? 'tradewind' : hex(act.person),
    ...(act === undefined
      ? { from: null, to: 'proposed' }
      : { from: 'proposed', to: 'approved', place: act.place }),
    draft: {
      ...{ currency: 'EUR', priceMicros: price, currentPriceMicros: Math.floor(price * 0.97) },
      ...{ orderUnits: Math.floor(random() * 400), amountMinor: Math.floor(random() * 90_000) },
      ...{ step: random() / 5, confidence: random(), expectedGainPerDayMinor: Math.floor(random() * 9_000) },
    },
    ...{ policyVersion: version, runId: `de-${day}` },
    inputs: {
      answeredAt: `${day}T03:00:00.000Z`,
      shard: `s${digits(sku / 240, 5)}`,
      marketRules: 3,
      uploads: hex(7),
    },
  };
}

let bytes = 0;
const begun = performance.now();
for (let day = 0; day < days; day++) {
  const file = createLogFile();
  const acts = Array.from({ length: ACTS_A_DAY }, (_, i) =>
    entryOf(dayOf(day), Math.floor(random() * skus), {
      place: day * ACTS_A_DAY + i + 1,
      person: i % PERSONS,
    }),
  );
  file.add(acts);
  for (let first = 0; first < skus; first += 5_000)
    file.add(Array.from({ length: Math.min(5_000, skus - first) }, (_, i) => entryOf(dayOf(day), first + i)));
  const written = file.finish();
  bytes += written.length;
  await writeFile(fileOf(dayOf(day)), written);
}
const rows = days * (skus + ACTS_A_DAY);
const mib = (count: number) => `${(count / 2 ** 20).toFixed(1)} MiB`;
console.log(
  `${days} days, ${rows.toLocaleString('en')} rows, ${mib(bytes)} (${(bytes / rows).toFixed(0)} bytes a row), written in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);

const database = await openDatabase({ directory: folder, memoryMib: 512 });
const files = (await readdir(folder))
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => join(folder, name));
const list = (some: readonly string[]) => `[${some.map((file) => `'${file}'`).join(', ')}]`;
const query = async (what: string, where: string, some = files) => {
  const from = performance.now();
  const found = await database.run(`SELECT * FROM read_parquet(${list(some)}) WHERE ${where}`);
  console.log(
    `  ${what.padEnd(46)} ${String(found.length).padStart(8)} rows  ${((performance.now() - from) / 1000).toFixed(2)} s`,
  );
};
const sku = `S-${digits(Math.floor(skus / 2))}`;
await query('a SKU, the whole range (DuckDB)', `sku = '${sku}'`);
await query('a person, the whole range (DuckDB)', `actor = '${hex(7)}'`);
await query('a day, one SKU (DuckDB)', `sku = '${sku}'`, [fileOf(dayOf(0))]);
await query('a day, every act of persons (DuckDB)', 'place IS NOT NULL', [fileOf(dayOf(0))]);
database.close();

// the same as the API reads it, where every byte is counted
let read = 0;
const from = performance.now();
for (const file of files) {
  const handle = await open(file);
  const { size } = await handle.stat();
  const slice = async (start: number, end = size) => {
    const buffer = new Uint8Array(end - start);
    await handle.read(buffer, 0, end - start, start);
    read += end - start;
    return buffer.buffer;
  };
  await readLogFile({ byteLength: size, slice }, { merchant: 'demo', market: 'de' }, sku);
  await handle.close();
}
console.log(
  `  a SKU, the whole range, by ranges of the files: ${mib(read)} of ${mib(bytes)} read (${((100 * read) / bytes).toFixed(1)} %), ${((performance.now() - from) / 1000).toFixed(2)} s`,
);
await rm(folder, { recursive: true });
