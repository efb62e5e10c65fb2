import {
  currencyDigits,
  type Market,
  type SeriesRecord,
  type ShardRef,
  type YearReplay,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { replayYear, rulesOf, wholeMinor, type YearSide } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { forecastAsOf } from './forecast-as-of.ts';
import type { HeldRules } from './learn-series.ts';

/**
 * Replay the last year of those SKUs of a shard that the plan drew for it, each the market's own part of its location.
 *
 * @param logger - told of a SKU whose replay failed
 * @returns a line for each SKU drawn: one that could not be replayed says why
 */
export function replayYears(
  shard: ShardRef & { place: Market; held: HeldRules },
  records: readonly SeriesRecord[],
  logger: { error(message: string, extra: Record<string, unknown>): void },
): YearReplay[] {
  return records.flatMap((record) => {
    const { sku, yearHistory } = record;
    if (yearHistory === undefined) return [];
    const { stratum } = yearHistory;
    try {
      return [{ sku, stratum, ...replayRecord(shard, record) }];
    } catch (error) {
      // the statement leaves one SKU out rather than the night its policies
      logger.error('a year could not be replayed', { error, sku });
      return [{ kind: 'leftOut', sku, stratum, why: 'failed' }];
    }
  });
}

type Line = YearReplay extends infer One
  ? One extends YearReplay
    ? Omit<One, 'sku' | 'stratum'>
    : never
  : never;

function replayRecord(
  { merchant, market, runId, asOf, place, held }: ShardRef & { place: Market; held: HeldRules },
  record: SeriesRecord,
): Line {
  const { rules } = rulesOf(held.layers, record, place.currency);
  const replay = replayYear(record, forecastAsOf, place, {
    ...{ runId, asOf, validUntil: `${asOf}T00:00:00Z`, guardPrice, outcomes: [], siblings: [], rules },
    seed: seedFrom(1, merchant, market, record.sku),
  });
  if (replay.kind === 'leftOut') return replay;
  const { kind, weeks, filledDays, baseline, ordersKnown, ownShare, unitCost } = replay;
  const part = { share: ownShare, unitCost, currency: place.currency };
  return {
    ...{ kind, weeks, filledDays, baseline, ordersKnown, listPrices: record.priceSource === 'list' },
    tradewind: sideOf(replay.tradewind, part),
    today: sideOf(replay.today, part),
  };
}

type Side = Extract<YearReplay, { kind: 'replayed' }>['today'];

/** The market's part of a side in minor units: what a location's other markets gain is told in theirs. */
function sideOf(
  side: YearSide,
  { share, unitCost, currency }: { share: number; unitCost: number; currency: string },
): Side {
  const minor = (major: number) => wholeMinor(major * share * 10 ** currencyDigits(currency));
  const short = (value: number) => Number(value.toPrecision(6));
  return {
    marginMinor: minor(side.margin),
    holdingMinor: minor(side.holding),
    orderingMinor: minor(side.ordering),
    stockMinor: minor(side.meanStock * unitCost),
    shortUnits: short(side.shortUnits * share),
    stockOutDays: short(side.stockOutDays * share),
    orders: short(side.orders * share),
  };
}
