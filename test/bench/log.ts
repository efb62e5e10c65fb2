/**
 * The decision log of a year in the lake: what a question by SKU, by person and by day costs. `npm run bench:log -- [days] [SKUs]
 * [distinct]`: 365 days of 100,000 decisions by default, 100 acts of 20 persons a day among them, in files as a run seals them. So many
 * days as `distinct` are written by the code of the seals; the others are copies of these under their own days, of the same size.
 */
import { copyFile, mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addDays, lakeKeys, type RunSeal } from '../../lib/domain/index.ts';
import {
  createLogView,
  findLogged,
  type LogPlace,
  type LogQuestion,
  type LogSources,
} from '../../lib/stores/index.ts';
import { type Database, openDatabase } from '../../lib/stores/lake-database.ts';
import { ACTS_A_DAY, logOfDay, personNamed, skuNamed } from './log-days.ts';

const [days = 365, skus = 100_000, distinct = 8] = process.argv.slice(2).map(Number);
const FIRST = '2025-01-01';
const root = await mkdtemp(join(tmpdir(), 'decision-log-'));
const dayAt = (place: number) => addDays(FIRST, place);
const keyOf = (place: number) =>
  lakeKeys.sealedEntries('demo', 'de', dayAt(place), String(place + 1).padStart(12, '0'));
const mib = (count: number) => `${(count / 2 ** 20).toFixed(count < 2 ** 27 ? 1 : 0)} MiB`;

const begunMs = performance.now();
const sizes: number[] = [];
for (let place = 0; place < days; place++) {
  const file = join(root, keyOf(place));
  await mkdir(dirname(file), { recursive: true });
  if (place < distinct) await writeFile(file, logOfDay(dayAt(place), place * ACTS_A_DAY, skus));
  else await copyFile(join(root, keyOf(place % distinct)), file);
  sizes.push((await stat(file)).size);
}
const bytes = sizes.reduce((sum, size) => sum + size, 0);
const rows = days * (skus + ACTS_A_DAY);
const seconds = (performance.now() - begunMs) / 1000;
console.log(
  `${days} days, ${rows.toLocaleString('en')} rows, ${mib(bytes)} (${(bytes / rows).toFixed(1)} bytes a row), ${Math.min(distinct, days)} of the days written in ${seconds.toFixed(0)} s`,
);

/** Bytes that this process has read until now, from the disk or from memory that holds it. */
async function bytesRead(): Promise<number> {
  const counts = await readFile('/proc/self/io', 'utf8').catch(() => '');
  return Number(/^rchar: (\d+)$/m.exec(counts)?.[1] ?? 0);
}

function tell(what: string, found: number, { read, ms }: { read: number; ms: number }): void {
  const share = `${((100 * read) / bytes).toFixed(2)} %`;
  console.log(
    `  ${what.padEnd(44)} ${String(found).padStart(8)} rows ${mib(read).padStart(10)} ${share.padStart(8)} ${(ms / 1000).toFixed(2).padStart(7)} s`,
  );
}

const sku = skuNamed(Math.floor(skus / 2));
const last = days - 1;
const month: [string, string] = [dayAt(Math.max(0, last - 29)), dayAt(last)];

console.log('by SQL, over the view of the lake (DuckDB, 512 MiB):');
const database = await openDatabase({ directory: root, memoryMib: 512 });
await createLogView(
  database,
  Array.from({ length: days }, (_, place) => join(root, keyOf(place))),
);
const all = await ask(database, 'everything, each column', 'SELECT max(COLUMNS(*)) FROM decision_log');
const found = (where: string) => `FROM decision_log WHERE ${where}`;
await ask(database, 'a SKU, the year', found(`sku = '${sku}'`), all);
await ask(database, 'a SKU, a month', found(`sku = '${sku}' AND ${within(month)}`), all);
await ask(database, 'a person, the year', found(`actor = '${personNamed(7)}'`), all);
await ask(database, 'a person, a month', found(`actor = '${personNamed(7)}' AND ${within(month)}`), all);
const day = `day = DATE '${dayAt(last)}'`;
await ask(database, 'a day, every act of persons', found(`${day} AND place IS NOT NULL`), all);
const sums = 'SELECT event, currency, count(*), sum(amount_minor) FROM decision_log WHERE';
await ask(database, 'a day, sums by event', `${sums} ${day} GROUP BY ALL`, all);
database.close();

function within([from, to]: readonly [string, string]): string {
  return `day BETWEEN DATE '${from}' AND DATE '${to}'`;
}

async function ask(from: Database, what: string, query: string, whole?: { ms: number }) {
  const [before, startedMs] = [await bytesRead(), performance.now()];
  const answer = await from.run(query);
  const cost = { read: (await bytesRead()) - before, ms: performance.now() - startedMs };
  tell(what, answer.length, cost);
  if (whole !== undefined)
    console.log(`${' '.repeat(48)}${(whole.ms / cost.ms).toFixed(0)} × as fast as everything`);
  return cost;
}

console.log('by the API (GET /v1/markets/{market}/decision-log), all pages of 200:');
const sources = sealsOnDisk();
await page('a SKU, the year', { sku });
await page('a SKU, a month', { sku }, { newest: 30 });
await page('a person, the year', { person: personNamed(7) });
await page('a person, a month', { person: personNamed(7) }, { newest: 30 });
await page('a day, its newest 200', {}, { newest: 1, pages: 1 });
await rm(root, { recursive: true });

/** Ask for entries in the newest files: copies hold the instants of other days, so that these can't be asked for. */
async function page(
  what: string,
  asked: Partial<LogQuestion>,
  { newest = days, pages = Number.POSITIVE_INFINITY }: { newest?: number; pages?: number } = {},
) {
  const question = {
    ...{ merchant: 'demo', market: 'de', limit: 200 },
    ...{ from: '2000-01-01T00:00:00.000Z', until: '2999-01-01T00:00:00.000Z', ...asked },
  };
  Object.assign(sources, { count: 0, newest });
  const startedMs = performance.now();
  let start: LogPlace | undefined;
  let entries = 0;
  for (let place = 0; place === 0 || (start !== undefined && place < pages); place++) {
    const answer = await findLogged(sources, question, start);
    entries += answer.found.length;
    start = answer.next ?? undefined;
  }
  tell(what, entries, { read: sources.count, ms: performance.now() - startedMs });
}

/** The seals of the files, and the files as objects of which every byte that is fetched is counted. */
function sealsOnDisk(): LogSources & { count: number; newest: number } {
  const seals = sizes.map((size, place): RunSeal => {
    const at = `${dayAt(place)}T04:00:00.000Z`;
    return {
      ...{ number: place + 1, merchant: 'demo', market: 'de', runId: `de-${dayAt(place)}` },
      ...{ asOf: dayAt(place), at, earliest: `${dayAt(place)}T00:00:00.000Z`, entries: skus + ACTS_A_DAY },
      ...{ firstAct: place * ACTS_A_DAY + 1, lastAct: (place + 1) * ACTS_A_DAY },
      ...{ root: '', nightRoot: '', previous: '', digest: '' },
      file: { key: keyOf(place), bytes: size, sha256: '' },
    };
  });
  const counted = {
    count: 0,
    newest: days,
    acts: { query: async () => ({ items: [] }) },
    seals: {
      query: async (
        _: string,
        options: { limit?: number; cursor?: Record<string, string | number> } = {},
      ) => {
        const before = options.cursor === undefined ? days + 1 : Number(options.cursor.sk);
        const items = seals
          .filter(({ number }) => number < before && number > days - counted.newest)
          .reverse()
          .slice(0, options.limit);
        return { items: items.map((value) => ({ sk: '', value })) };
      },
    },
    objects: {
      getPart: async (key: string, from: number, to: number) => {
        counted.count += to - from;
        const handle = await open(join(root, key));
        const part = new Uint8Array(to - from);
        await handle.read(part, 0, to - from, from);
        await handle.close();
        return part;
      },
    },
  };
  return counted;
}
