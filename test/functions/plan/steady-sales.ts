import {
  addDays,
  type DriftNight,
  driftNightSchema,
  lakeKeys,
  type PlanResult,
  type SeriesRecord,
} from '../../../lib/domain/index.ts';
import { createRandom, samplePoisson } from '../../../lib/numeric/index.ts';
import { readJson, readShardSeries } from '../../../lib/stores/index.ts';
import type { PlanRoom } from './plan-room.ts';

/** First day of the orders, a Monday. */
export const FIRST = '2025-01-06';
export const dayAt = (day: number) => addDays(FIRST, day);

/** A seller's orders of a SKU by day: so many units on average, by `levelOn`. */
export function salesOf(sku: string, days: number, levelOn: (day: number) => number): string[] {
  const random = createRandom(sku.length * 7919 + sku.charCodeAt(0) * 31 + sku.charCodeAt(1));
  return Array.from({ length: days }, (_, day) => ({ day, units: samplePoisson(random, levelOn(day)) }))
    .filter(({ units }) => units > 0)
    .map(({ day, units }) => `${sku}-${day},1,${dayAt(day)},K${day % 5},${sku},${units},10,`);
}

/** Five SKUs that go on as they are. */
export const steady = (days: number) =>
  ['A1', 'B2', 'C3', 'D4', 'E5'].flatMap((sku) => salesOf(sku, days, () => 20));

/** What a night in `de` left of its check for drift. */
export const driftNightOf = ({ lake }: PlanRoom, merchant: string, asOf: string): Promise<DriftNight> =>
  readJson(lake, lakeKeys.driftNight(merchant, 'de', asOf), driftNightSchema);

/** Every series of a plan, with what is known of its drift. */
export async function recordsOfPlan({ lake }: PlanRoom, { manifest }: PlanResult): Promise<SeriesRecord[]> {
  const shards = JSON.parse(new TextDecoder().decode(await lake.get(manifest.key)));
  const records: SeriesRecord[] = [];
  for (const shard of shards) for await (const some of readShardSeries(lake, shard)) records.push(...some);
  return records;
}
