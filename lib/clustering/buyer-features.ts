import { daysBetween } from '../domain/index.ts';
import { medianOf, quantileOfSorted, standardDeviation } from '../numeric/index.ts';
import type { Points } from './points.ts';

/** What a buyer's orders come to, as of a date. Revenue is net of cancellations and returns, in minor units. */
export type BuyerAggregate = {
  /** A pseudonym. */
  customer: string;
  firstOrder: string;
  lastOrder: string;
  /** Distinct orders since `firstOrder`. */
  orders: number;
  /** Distinct days with an order, 1 or more. */
  orderDays: number;
  /** Distinct orders of the 365 days that end on the date. */
  yearOrders: number;
  /** Revenue of the same 365 days; negative when returns exceed purchases. */
  yearRevenueMinor: number;
};

/** A buyer's figures in plain units, before logs and scaling. */
export type BuyerFigures = {
  recencyDays: number;
  /** Orders of the last 365 days, scaled up where the market's history is shorter. */
  ordersPerYear: number;
  /** Last year's revenue in minor units, 0 when negative. */
  valueMinor: number;
  /** Mean days between order days; of a buyer with one order day, the days since then: at least that long. */
  cadenceDays: number;
  tenureDays: number;
  orderDays: number;
};

/** The columns of `buyerPoints`, in their order. */
export const buyerFeatures = ['recency', 'frequency', 'value', 'cadence'] as const;

const YEAR_DAYS = 365;
/** Interquartile range of the standard normal: dividing by it makes a robust scale comparable to a standard deviation. */
const NORMAL_IQR = 1.349;
/** Scaled features are held within this, so that one giant buyer is no cluster of its own by value alone. */
const GREATEST_SCORE = 3;

/**
 * Work out each buyer's recency, frequency, value and order cadence (RFM, Hughes 1994, and cadence).
 *
 * @param asOf - the last day counted; no buyer's `lastOrder` is later
 */
export function buyerFigures(buyers: readonly BuyerAggregate[], asOf: string): BuyerFigures[] {
  const historyDays = buyers.reduce(
    (longest, buyer) => Math.max(longest, daysBetween(buyer.firstOrder, asOf) + 1),
    1,
  );
  const annual = YEAR_DAYS / Math.min(historyDays, YEAR_DAYS);
  return buyers.map((buyer) => {
    const tenureDays = daysBetween(buyer.firstOrder, asOf);
    const between = daysBetween(buyer.firstOrder, buyer.lastOrder);
    return {
      recencyDays: daysBetween(buyer.lastOrder, asOf),
      ordersPerYear: buyer.yearOrders * annual,
      valueMinor: Math.max(buyer.yearRevenueMinor, 0),
      cadenceDays: buyer.orderDays > 1 ? between / (buyer.orderDays - 1) : Math.max(tenureDays, 1),
      tenureDays,
      orderDays: buyer.orderDays,
    };
  });
}

/**
 * Turn figures into points: logs (the figures are skewed), then centred by the median and scaled by the interquartile
 * range, by the standard deviation where that is 0, and held within ±3. A feature that is constant is all 0.
 *
 * @returns [buyers × 4], columns as in `buyerFeatures`
 */
export function buyerPoints(figures: readonly BuyerFigures[]): Points {
  const columns = buyerFeatures.length;
  const data = new Float64Array(figures.length * columns);
  const logs = [
    figures.map(({ recencyDays }) => Math.log1p(recencyDays)),
    figures.map(({ ordersPerYear }) => Math.log1p(ordersPerYear)),
    figures.map(({ valueMinor }) => Math.log1p(valueMinor)),
    figures.map(({ cadenceDays }) => Math.log1p(cadenceDays)),
  ];
  logs.forEach((values, column) => {
    scaleRobustly(values).forEach((score, row) => {
      data[row * columns + column] = score;
    });
  });
  return { data, rows: figures.length, columns };
}

function scaleRobustly(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const centre = medianOf(sorted);
  const robust = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / NORMAL_IQR;
  const scale = robust > 0 ? robust : standardDeviation(values);
  // NaN for a single buyer, who has no spread either
  if (!(scale > 0)) return values.map(() => 0);
  return values.map((value) => Math.min(Math.max((value - centre) / scale, -GREATEST_SCORE), GREATEST_SCORE));
}
