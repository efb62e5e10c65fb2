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

/** Nights in which every SKU is replayed once: fewer than the 28 of which a proof takes the newest replays. */
const NIGHTS = 25;

/**
 * Tell whether it is a SKU's turn to be replayed: once in 25 nights, by its name and the date alone, so that shards of any
 * size and cut replay the same SKUs.
 */
export function isReplayed(
  { merchant, market, asOf }: Pick<ShardRef, 'merchant' | 'market' | 'asOf'>,
  sku: string,
): boolean {
  return (seedFrom(1, merchant, market, sku) + dayNumber(asOf)) % NIGHTS === 0;
}

/**
 * Replay the orders of those SKUs on their newest weeks whose turn it is. One in 25 costs about a twentieth of learning them
 * all.
 *
 * @param logger - told of a SKU whose replay failed
 * @returns no line of a SKU that cannot be replayed
 */
export function replayOrders(
  shard: ShardRef & { place: Market; held: HeldRules },
  records: readonly SeriesRecord[],
  learnt: readonly SeriesPolicy[],
  logger: { error(message: string, extra: Record<string, unknown>): void },
): OrderReplay[] {
  const due = records.filter(({ sku }, i) => learnt[i]?.document.kind === 'ready' && isReplayed(shard, sku));
  return due.flatMap((record) => {
    try {
      return replayRecord(shard, record) ?? [];
    } catch (error) {
      // a proof of one SKU must not cost the night its policies
      logger.error('orders could not be replayed', { error, sku: record.sku });
      return [];
    }
  });
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
