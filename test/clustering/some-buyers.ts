import { type BuyerAggregates, type BuyerColumn, buyerColumns } from '../../lib/clustering/index.ts';
import { addDays, dayNumber } from '../../lib/domain/index.ts';

export const asOf = '2011-12-09';

/** A buyer's sums; what is left out is 0, or not known of list prices. */
export type SomeBuyer = { customer: string } & Partial<Record<BuyerColumn, number>> & {
    /** The year's sales by category, in minor units. */
    bought?: Record<string, number>;
  };

/** One order a year ago, unless said otherwise; with order days also the even gaps between them. */
export function aBuyer(changes: SomeBuyer): SomeBuyer {
  const firstDay = changes.firstDay ?? dayNumber(addDays(asOf, -364));
  const lastDay = changes.lastDay ?? dayNumber(asOf);
  const gaps = (changes.orderDays ?? 1) - 1;
  const gap = gaps > 0 ? (lastDay - firstDay) / gaps : 0;
  const yearSoldMinor = Math.max(changes.yearRevenueMinor ?? 0, 0);
  return {
    ...{ firstDay, lastDay, orders: 1, orderDays: 1, yearOrders: 1, yearSkus: 1, orderSkus: 1 },
    ...{ gaps, gapSum: gaps * gap, gapSquareSum: gaps * gap * gap, yearSoldMinor },
    ...changes,
  };
}

/** Buyers by column, in order of their names. */
export function aggregatesOf(
  buyers: readonly SomeBuyer[],
  { orderLines = 1000, categories = [] as (string | null)[] } = {},
): BuyerAggregates {
  const sorted = buyers.toSorted((a, b) => (a.customer < b.customer ? -1 : 1));
  const unknown = (name: BuyerColumn) => (name === 'listValue' || name === 'paidValue' ? Number.NaN : 0);
  return {
    customers: sorted.map(({ customer }) => customer),
    orderLines,
    firstDay: Math.min(...sorted.map(({ firstDay = 0 }) => firstDay)),
    columns: Object.fromEntries(
      buyerColumns.map((name) => [name, Float64Array.from(sorted, (buyer) => buyer[name] ?? unknown(name))]),
    ) as Record<BuyerColumn, Float64Array>,
    categories,
    categoryRevenueMinor: categories.map((category) =>
      Float64Array.from(sorted, ({ bought = {} }) => bought[category ?? 'others'] ?? 0),
    ),
  };
}

/** Orders every 9 days for a year, the last 4 days ago: 41 order days, 40 gaps. */
export const aLargeRegular = (i: number) =>
  aBuyer({
    customer: `large-${String(i).padStart(2, '0')}`,
    lastDay: dayNumber(asOf) - 4,
    ...{ orders: 41, orderDays: 41, yearOrders: 41 },
    yearRevenueMinor: 400_000 + i,
  });

/** One order 200 days ago. */
export const aLapsedBuyer = (i: number) =>
  aBuyer({
    customer: `small-${String(i).padStart(2, '0')}`,
    firstDay: dayNumber(asOf) - 200,
    lastDay: dayNumber(asOf) - 200,
    yearRevenueMinor: 1_000 + i,
  });

export const twelveAndForty = [
  ...Array.from({ length: 12 }, (_, i) => aLargeRegular(i)),
  ...Array.from({ length: 40 }, (_, i) => aLapsedBuyer(i)),
];
