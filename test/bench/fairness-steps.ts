import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lakeKeys, type Market, type RunName } from '../../lib/domain/index.ts';
import { judgeRates } from '../../lib/oversight/index.ts';
import { type LakeRequest, readDecidedNight, readParity, withLake } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';

/** Processor seconds of the parts of a step, one after the other. */
export type Parts = Record<string, number>;

/** Spend processor time and say how much. */
async function timed<Result>(parts: Parts, name: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  parts[name] = Math.round((user + system) / 1e5) / 10;
  return result;
}

/** Compare what comparable buyers paid, as the report does, apart from the opening of the lake. */
export async function parityStep(place: LakeRequest, here: Market, asOf: string): Promise<Parts> {
  const parts: Parts = {};
  await timed(parts, 'opened and compared', () =>
    withLake({ ...place, kinds: ['orders', 'products', 'customers', 'prices', 'quotes', 'events'] }, (lake) =>
      timed(parts, 'compared', async () => {
        const { compared } = await readParity(lake, here, { asOf, largestGap: 0.1 });
        parts.groups = compared;
      }),
    ),
  );
  return parts;
}

const SEGMENTS = 6;

/** Read a night's decisions, a shard for each 160 SKUs, and judge their rates over 28 nights. */
export async function ratesStep(
  folder: string,
  run: RunName,
  { skus, buyers }: { skus: number; buyers: number },
): Promise<Parts> {
  const files = join(folder, 'decided');
  mkdirSync(files, { recursive: true });
  const file = (name: string) => join(files, `${name}.parquet`);
  const database = await openDatabase({ directory: files, memoryMib: 512 });
  const shards = Math.ceil(skus / 160);
  for (let shard = 0; shard < shards; shard++)
    await database.run(`COPY (SELECT 'SKU-' || range AS sku, range % 3 = 0 AS proposed, range % 9 = 0 AS in_force
      FROM range(${160 * shard}, ${160 * (shard + 1)})) TO '${file(`priced-${shard}`)}' (FORMAT parquet)`);
  await database.run(`COPY (SELECT 'SKU-' || range AS sku, 'approve' AS event, 'proposed' AS from_state, 'approved' AS to_state,
    'e' || range AS entry FROM range(${skus})) TO '${file('logged')}' (FORMAT parquet)`);
  await database.run(`COPY (SELECT 'c' || range AS customer, 's' || range % ${SEGMENTS} AS segment, ['SKU-1'] AS offer_skus
    FROM range(${buyers})) TO '${file('advised')}' (FORMAT parquet)`);
  database.close();
  const { merchant, market, asOf } = run;
  const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/') + 1);
  const listed: Record<string, string[]> = {
    [folderOf(lakeKeys.priceLog(merchant, market, asOf, ''))]: Array.from(
      { length: shards },
      (_, shard) => `priced-${shard}`,
    ),
    [folderOf(lakeKeys.sealedEntries(merchant, market, asOf, ''))]: ['logged'],
    [lakeKeys.buyers(merchant, market, asOf)]: ['advised'],
  };
  const objects = {
    list: async (prefix: string) => listed[prefix] ?? [],
    download: async (key: string, to: string) => copyFileSync(file(key), to),
  };
  const parts: Parts = {};
  const night = await timed(parts, 'read', () =>
    readDecidedNight({ objects, temporaryDirectory: files }, run),
  );
  const segmentOf = new Map(night.skus.map(({ sku }, i) => [sku, `s${i % SEGMENTS}`]));
  const before = Array.from({ length: 27 * SEGMENTS }, (_, i) => ({
    ...{ segment: `s${i % SEGMENTS}`, cases: 100, done: 50 },
  }));
  await timed(parts, 'judged', async () =>
    judgeRates(market, { segmentOf, ...night }, { before, leastRatio: 0.8 }),
  );
  return parts;
}
