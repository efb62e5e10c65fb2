import type { Analysis, InsufficientData } from '../domain/index.ts';
import { abcXyzTable, type SkuAggregates } from './abc-xyz.ts';
import { type CohortCell, followCohorts } from './cohorts.ts';
import { concentrationOf } from './concentration.ts';
import { type ConversionCounts, conversionOf } from './conversion.ts';
import { growthOf, type PeriodSums } from './growth.ts';
import { type MarketOffer, offerSections } from './market-offer.ts';
import { listMonths, type MonthAggregate, type Periods } from './months.ts';
import { seasonOf } from './season.ts';

/** A market's order lines in sums, as of a date: what SQL group-bys yield. Amounts in minor units, net unless said. */
export type MarketAggregates = {
  /** First day of the window that totals, buyers, SKUs and weekdays cover; `asOf` is its last. */
  from: string;
  /** Day of the first order ever seen; `null` when there are no orders up to `asOf`. */
  firstOrder: string | null;
  totals: {
    revenueMinor: number;
    /** Sale lines alone: before cancellations and returns. */
    salesMinor: number;
    /** What returns took back, ≥ 0. */
    returnsMinor: number;
    anonymousRevenueMinor: number;
    /** Distinct orders and lines of sales. */
    orders: number;
    orderLines: number;
    /** Sold less cancelled; returns leave demand as it was. */
    units: number;
  };
  /** Identified customers that bought in the window: revenue of each, and how many of them bought first within the last 90 days. */
  buyers: { revenueMinor: ArrayLike<number>; new: number };
  skus: SkuAggregates;
  /** Every month since the first order; those without orders may be left out. */
  months: readonly MonthAggregate[];
  /** Sales in minor units by weekday, 1 is Monday. */
  weekdays: readonly { weekday: number; salesMinor: number }[];
  cohorts: readonly CohortCell[];
  /** What growth compares, and the sums of that; `null` where the data are too young. */
  periods: Periods | null;
  trailing: PeriodSums | null;
};

/** What else is known of what the market sells, and of what buyers looked at and were quoted, where it was read. */
type Offered = { offer?: MarketOffer | undefined; conversion?: ConversionCounts | undefined };

/** The run that analyses, its date and its market's currency (ISO 4217). */
export type AnalyseMarketOptions = { runId: string; asOf: string; currency: string };

/** A buyer is new for so many days from its first order on. */
export const NEW_BUYER_DAYS = 90;

/**
 * Describe a market in figures: size, growth, season of the week, concentration, ABC–XYZ.
 *
 * New buyers ordered for the first time ever in the last 90 days; returning ones are the other active ones.
 *
 * @returns insufficientData when no order was seen up to `asOf`, or none in the window
 */
export function analyseMarket(
  aggregates: MarketAggregates & Offered,
  options: AnalyseMarketOptions,
): Analysis | InsufficientData {
  const { runId, asOf, currency } = options;
  const { totals, firstOrder } = aggregates;
  if (firstOrder === null || totals.orders === 0) return lackOf(aggregates, options);

  const money = (minor: number) => ({ minor: Math.round(minor), currency });
  const weekdayShares = sharesByWeekday(aggregates.weekdays);
  const months = listMonths(aggregates.months, { firstOrder, asOf, currency, weekdayShares });
  const conversion = aggregates.conversion === undefined ? undefined : conversionOf(aggregates.conversion);
  return {
    kind: 'ready',
    runId,
    asOf,
    currency,
    from: aggregates.from,
    revenue: money(totals.revenueMinor),
    orders: totals.orders,
    orderLines: totals.orderLines,
    units: totals.units,
    buyers: countBuyers(aggregates.buyers),
    averageOrder: money(totals.revenueMinor / totals.orders),
    basket: { lines: totals.orderLines / totals.orders, units: totals.units / totals.orders },
    returnsShare: shareOf(totals.returnsMinor, totals.salesMinor),
    anonymousRevenueShare: shareOf(totals.anonymousRevenueMinor, totals.revenueMinor),
    growth: growthOf(months, aggregates),
    season: seasonOf(months),
    concentration: concentrationOf(aggregates.buyers.revenueMinor, aggregates.skus.revenueMinor),
    cohorts: followCohorts(aggregates.cohorts, months),
    months,
    abcXyz: abcXyzTable(aggregates.skus),
    weekdayShares,
    ...(aggregates.offer === undefined
      ? {}
      : offerSections(aggregates.offer, { currency, buyers: aggregates.buyers.revenueMinor.length })),
    ...(conversion === undefined ? {} : { conversion }),
  };
}

function lackOf(
  { firstOrder, from }: MarketAggregates,
  { runId, asOf }: AnalyseMarketOptions,
): InsufficientData {
  const detail =
    firstOrder === null ? `there are no orders up to ${asOf}` : `there are no orders from ${from} to ${asOf}`;
  return { kind: 'insufficientData', runId, asOf, missing: ['orders'], detail };
}

function countBuyers(buyers: MarketAggregates['buyers']): Analysis['buyers'] {
  const active = buyers.revenueMinor.length;
  return { active, new: buyers.new, returning: active - buyers.new };
}

/** Seven shares, Monday first; all 0 when nothing was sold for money. */
export function sharesByWeekday(weekdays: MarketAggregates['weekdays']): number[] {
  const total = weekdays.reduce((sum, { salesMinor }) => sum + salesMinor, 0);
  return Array.from({ length: 7 }, (_, i) =>
    shareOf(weekdays.find(({ weekday }) => weekday === i + 1)?.salesMinor ?? 0, total),
  );
}

/** A share of a total, held within 0 and 1; 0 where the total is not positive. */
const shareOf = (part: number, total: number) => (total > 0 ? Math.min(Math.max(part / total, 0), 1) : 0);
