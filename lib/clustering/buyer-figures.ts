import { dayNumber } from '../domain/index.ts';
import { medianOf } from '../numeric/index.ts';
import type { BuyerAggregates } from './buyer-columns.ts';

/** A buyer's figures in plain units, before logs and scaling. */
export const buyerFigureNames = [
  /** Days since the last order. */
  'recencyDays',
  /** Orders of the year, scaled up where the market's history is shorter. */
  'ordersPerYear',
  /** The year's revenue in minor units, 0 when negative. */
  'valueMinor',
  /** Mean days between the year's order days; of a buyer with none in it over all its history; with one order, the days since. */
  'cadenceDays',
  /** Standard deviation of these days over their mean: 0 is a clock, 1 is chance. Needs 3 gaps. */
  'gapVariation',
  /** Articles an order, and articles in the year. */
  'skusPerOrder',
  'skusPerYear',
  /** How far the year's prices lay below list price: 0.1 is 10 % below. */
  'discountShare',
  /** Log of the last half-year's revenue over that of the one before. Needs nine months. */
  'growth',
  /** Chance that two of its order days lie in the same quarter: 0.25 is even, 1 is one season. Needs a year and 4 order days. */
  'seasonConcentration',
  /** Share of the year's sales that was returned or cancelled later. */
  'returnsShare',
  'tenureDays',
  'orderDays',
] as const;
export type BuyerFigureName = (typeof buyerFigureNames)[number];

/** [buyers] each; NaN where a buyer's orders don't say. */
export type BuyerFigures = Readonly<Record<BuyerFigureName, Float64Array>>;

const YEAR_DAYS = 365;
const HALF_YEAR_DAYS = 182;
const LEAST_GAPS = 3;
const LEAST_SEASON_PAIRS = 4 * 3;
/** Half of the earlier half-year must be known. */
const LEAST_GROWTH_DAYS = HALF_YEAR_DAYS + HALF_YEAR_DAYS / 2;
/** Added to both half-years, as a share of the middle buyer's year: without it a small buyer's second order is growth without end. */
const GROWTH_DAMPING = 0.05;

/**
 * Work out each buyer's figures from its orders in sums.
 *
 * @param asOf - the last day counted; no order is later
 */
export function buyerFigures({ customers, firstDay, columns }: BuyerAggregates, asOf: string): BuyerFigures {
  const today = dayNumber(asOf);
  const historyDays = today - firstDay + 1;
  const annual = YEAR_DAYS / Math.min(Math.max(historyDays, 1), YEAR_DAYS);
  const column = (of: (i: number) => number) => Float64Array.from(customers, (_, i) => of(i));
  const from = (name: keyof typeof columns) => (i: number) => columns[name][i]!;
  const tenureDays = column((i) => today - columns.firstDay[i]!);
  const valueMinor = column((i) => Math.max(columns.yearRevenueMinor[i]!, 0));
  const damping = 1 + GROWTH_DAMPING * (medianOf(valueMinor.filter((value) => value > 0)) || 0);
  return {
    recencyDays: column((i) => today - columns.lastDay[i]!),
    ordersPerYear: column((i) => columns.yearOrders[i]! * annual),
    valueMinor,
    cadenceDays: column((i) => cadenceOf(columns, i, today)),
    gapVariation: column((i) => gapVariationOf(columns, i)),
    skusPerOrder: column((i) => ratio(columns.orderSkus[i]!, columns.yearOrders[i]!)),
    skusPerYear: column((i) => (columns.yearOrders[i]! > 0 ? columns.yearSkus[i]! : Number.NaN)),
    discountShare: column((i) => 1 - ratio(columns.paidValue[i]!, columns.listValue[i]!)),
    growth: column((i) => growthOf(columns, i, tenureDays[i]!, damping)),
    seasonConcentration: column((i) =>
      tenureDays[i]! >= YEAR_DAYS - 1 && columns.dayPairs[i]! >= LEAST_SEASON_PAIRS
        ? columns.sameQuarterPairs[i]! / columns.dayPairs[i]!
        : Number.NaN,
    ),
    returnsShare: column((i) =>
      Math.min(ratio(columns.yearTakenBackMinor[i]!, columns.yearSoldMinor[i]!), 1),
    ),
    tenureDays,
    orderDays: column(from('orderDays')),
  };
}

/** @returns NaN where the whole is 0 or not known */
const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : Number.NaN);

function cadenceOf(columns: BuyerAggregates['columns'], i: number, today: number): number {
  if (columns.gaps[i]! > 0) return columns.gapSum[i]! / columns.gaps[i]!;
  const days = columns.orderDays[i]!;
  if (days > 1) return (columns.lastDay[i]! - columns.firstDay[i]!) / (days - 1);
  return Math.max(today - columns.firstDay[i]!, 1);
}

function gapVariationOf({ gaps, gapSum, gapSquareSum }: BuyerAggregates['columns'], i: number): number {
  const n = gaps[i]!;
  if (n < LEAST_GAPS) return Number.NaN;
  const mean = gapSum[i]! / n;
  // rounding may leave a tiny negative variance where all gaps are the same
  return Math.sqrt(Math.max(gapSquareSum[i]! - n * mean * mean, 0) / (n - 1)) / mean;
}

function growthOf(
  columns: BuyerAggregates['columns'],
  i: number,
  tenureDays: number,
  damping: number,
): number {
  if (tenureDays < LEAST_GROWTH_DAYS) return Number.NaN;
  const known = Math.min(tenureDays - HALF_YEAR_DAYS + 1, HALF_YEAR_DAYS);
  const half = Math.max(columns.halfRevenueMinor[i]!, 0);
  const prior = (Math.max(columns.priorRevenueMinor[i]!, 0) * HALF_YEAR_DAYS) / known;
  return half + prior > 0 ? Math.log((half + damping) / (prior + damping)) : Number.NaN;
}
