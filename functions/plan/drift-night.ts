import {
  type DriftKnown,
  type DriftNight,
  driftEndKey,
  driftNightSchema,
  lakeKeys,
  type RunName,
  type ShardRef,
} from '../../lib/domain/index.ts';
import {
  type DriftEndTable,
  keyBefore,
  type Lake,
  type ObjectStore,
  readJson,
} from '../../lib/stores/index.ts';
import { keepDriftMemory, openDriftMemory } from './drift-memory.ts';
import { readMarketDays } from './market-days.ts';
import type { Scope } from './series-tables.ts';
import { createDriftWatch, type DriftWatch } from './watch-drift.ts';

type Place = { objects: ObjectStore; temporaryDirectory: string };

/** Begin a night's watch over a market: what the nights before left is read, and never what a later one did; and the alarms
 * that persons have ended. */
export async function openDrift(
  place: Place & { driftEnds: Pick<DriftEndTable, 'queryAll'> },
  lake: Lake,
  run: RunName,
  scope: Scope,
): Promise<DriftWatch> {
  const { merchant, market, asOf } = run;
  const key = await keyBefore(place.objects, lakeKeys.driftNight(merchant, market, asOf));
  const before = key === undefined ? undefined : await readJson(place.objects, key, driftNightSchema);
  await openDriftMemory(place, lake, run);
  const days = await readMarketDays(lake, scope);
  const byPersons = await place.driftEnds.queryAll(driftEndKey(merchant, market, '').pk);
  const ends = byPersons.map(({ value }) => value);
  return createDriftWatch(run, { before, ends, days, currency: scope.market.currency });
}

/**
 * Leave what a night found: beside each shard what concerns its series, the memory of forecasts and costs, and last the night
 * itself, so that a night that can be read has all of it.
 *
 * @returns the shards, those with something to tell marked
 */
export async function keepDrift(
  place: Place,
  lake: Lake,
  run: RunName,
  { watched, shards }: { watched: ReturnType<DriftWatch['finish']>; shards: readonly ShardRef[] },
): Promise<ShardRef[]> {
  const { merchant, market, asOf, runId } = run;
  const { night, known } = watched;
  const marked: ShardRef[] = [];
  let first = 0;
  for (const shard of shards) {
    const own = known.slice(first, first + shard.series);
    first += shard.series;
    const told: Record<string, DriftKnown> = {};
    for (const [place, one] of own.entries()) if (one !== undefined) told[place] = one;
    const drifts = Object.keys(told).length;
    if (drifts > 0)
      await place.objects.put(
        lakeKeys.shardDrift(merchant, runId, shard.shard),
        JSON.stringify(told),
        'application/json',
      );
    marked.push(drifts > 0 ? { ...shard, drifts } : shard);
  }
  await keepDriftMemory(place, lake, run);
  const key = lakeKeys.driftNight(merchant, market, asOf);
  await place.objects.put(key, JSON.stringify(night satisfies DriftNight), 'application/json');
  return marked;
}
