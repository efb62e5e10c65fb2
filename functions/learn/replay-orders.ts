import {
  currencyDigits,
  dayNumber,
  type Market,
  type OrderReplay,
  type SeriesRecord,
  type ShardRef,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { type ReplayedRule, replaySeries, rulesOf } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { forecastAsOf } from './forecast-as-of.ts';
import type { HeldRules, SeriesPolicy } from './learn-series.ts';

/** SKUs that are looked at for one that can be replayed. */
const MOST_TRIES = 3;

/**
 * Replay the orders of one SKU of a shard on its newest weeks: another one each night, so that a shard of 24 is gone through
 * in a month. One in 24 costs about a twentieth of learning them all.
 *
 * @returns no line where none of the SKUs tried can be replayed
 */
export function replayOne(
  shard: ShardRef & { place: Market; held: HeldRules },
  records: readonly SeriesRecord[],
  learnt: readonly SeriesPolicy[],
): OrderReplay[] {
  const able = records.filter((_, i) => learnt[i]?.document.kind === 'ready');
  for (let tried = 0; tried < Math.min(MOST_TRIES, able.length); tried++) {
    const record = able[(dayNumber(shard.asOf) + tried) % able.length];
    const line = record === undefined ? undefined : replayRecord(shard, record);
    if (line !== undefined) return [line];
  }
  return [];
}

function replayRecord(
  { merchant, market, runId, asOf, place, held }: ShardRef & { place: Market; held: HeldRules },
  record: SeriesRecord,
): OrderReplay | undefined {
  const replay = replaySeries(record, forecastAsOf, place, {
    ...{ runId, asOf, validUntil: `${asOf}T00:00:00Z`, guardPrice, outcomes: [], siblings: [] },
    rules: rulesOf(held.layers, record, place.currency).rules,
    seed: seedFrom(1, merchant, market, record.sku),
  });
  if (replay.kind === 'leftOut') return undefined;
  const { weeks, filledDays } = replay;
  const side = (rule: ReplayedRule) => sideOf(rule, place.currency);
  return {
    ...{ sku: record.sku, asOf, weeks, filledDays },
    ...{ learnt: side(replay.learnt), practice: side(replay.practice) },
  };
}

function sideOf(rule: ReplayedRule, currency: string): OrderReplay['learnt'] {
  const { profit, soldUnits, shortUnits, stockOutDays, orders, meanStock } = rule;
  const short = (units: number) => Number(units.toPrecision(6));
  return {
    profitMinor: Math.round(profit * 10 ** currencyDigits(currency)),
    soldUnits: short(soldUnits),
    shortUnits: short(shortUnits),
    ...{ stockOutDays, orders, meanStock: short(meanStock) },
  };
}
