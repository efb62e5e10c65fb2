import {
  currencyDigits,
  dayNumber,
  type Market,
  type OrderReplay,
  type SeriesRecord,
  type ShardRef,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { type ReplayedRule, replaySeries, rulesOf, wholeMinor } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { forecastAsOf } from './forecast-as-of.ts';
import type { HeldRules, SeriesPolicy } from './learn-series.ts';

/** SKUs that are looked at for one that can be replayed. */
const MOST_TRIES = 3;

/**
 * Replay the orders of one SKU of a shard on its newest weeks: another one each night, so that a shard of 24 is gone through
 * in a month. One in 24 costs about a twentieth of learning them all.
 *
 * @param logger - told of a SKU whose replay failed
 * @returns no line where none of the SKUs tried can be replayed
 */
export function replayOne(
  shard: ShardRef & { place: Market; held: HeldRules },
  records: readonly SeriesRecord[],
  learnt: readonly SeriesPolicy[],
  logger: { error(message: string, extra: Record<string, unknown>): void },
): OrderReplay[] {
  const able = records.filter((_, i) => learnt[i]?.document.kind === 'ready');
  for (let tried = 0; tried < Math.min(MOST_TRIES, able.length); tried++) {
    const record = able[(dayNumber(shard.asOf) + tried) % able.length];
    if (record === undefined) continue;
    try {
      const line = replayRecord(shard, record);
      if (line !== undefined) return [line];
    } catch (error) {
      // a proof of one SKU must not cost the night its policies
      logger.error('orders could not be replayed', { error, sku: record.sku });
    }
  }
  return [];
}

function replayRecord(
  { merchant, market, runId, asOf, place, held }: ShardRef & { place: Market; held: HeldRules },
  record: SeriesRecord,
): OrderReplay | undefined {
  const { rules } = rulesOf(held.layers, record, place.currency);
  // who has nothing learnt orders by the textbook: there is nothing to prove
  if (!rules.learning) return undefined;
  const replay = replaySeries(record, forecastAsOf, place, {
    ...{ runId, asOf, validUntil: `${asOf}T00:00:00Z`, guardPrice, outcomes: [], siblings: [], rules },
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
  const scale = 10 ** currencyDigits(currency);
  return {
    profitMinor: wholeMinor(profit * scale),
    soldUnits: short(soldUnits),
    shortUnits: short(shortUnits),
    ...{ stockOutDays, orders, meanStock: short(meanStock) },
  };
}
