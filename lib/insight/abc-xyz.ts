import type { Analysis } from '../domain/index.ts';

/** A SKU's revenue and the sums of its units by period, from which mean and variation follow. */
export type SkuAggregate = {
  sku: string;
  /** Net of cancellations and returns. */
  revenueMinor: number;
  /** Whole periods (weeks) since the SKU's first sale in the window, those without a sale included. */
  periods: number;
  /** Σ units and Σ units² over these periods. */
  unitsSum: number;
  unitsSquareSum: number;
};

/** By revenue: A makes the first 80 %, B the next 15 %, C the rest. */
export type AbcClass = 'A' | 'B' | 'C';
/** By coefficient of variation: X ≤ 0.5 < Y ≤ 1 < Z; N is too new to say. */
export type XyzClass = 'X' | 'Y' | 'Z' | 'N';

const A_UP_TO = 0.8;
const B_UP_TO = 0.95;
const X_UP_TO = 0.5;
const Y_UP_TO = 1;
const FEWEST_PERIODS = 8;

/**
 * Class SKUs by revenue: from the greatest down, A until 80 % of revenue is reached, B until 95 %, then C.
 *
 * The SKU that crosses a bound still belongs to the class that it completes. Ties keep the order of their names;
 * negative revenue counts as 0, and what sold nothing is C.
 */
export function abcClasses(
  skus: readonly Pick<SkuAggregate, 'sku' | 'revenueMinor'>[],
): Map<string, AbcClass> {
  const descending = skus
    .map(({ sku, revenueMinor }) => ({ sku, revenue: Math.max(revenueMinor, 0) }))
    .sort((a, b) => b.revenue - a.revenue || (a.sku < b.sku ? -1 : 1));
  const total = descending.reduce((sum, { revenue }) => sum + revenue, 0);
  const classes = new Map<string, AbcClass>();
  let before = 0;
  for (const { sku, revenue } of descending) {
    const share = total > 0 ? before / total : 1;
    classes.set(sku, revenue === 0 ? 'C' : share < A_UP_TO ? 'A' : share < B_UP_TO ? 'B' : 'C');
    before += revenue;
  }
  return classes;
}

/**
 * Class a SKU by how much its units vary from period to period: population standard deviation over mean.
 *
 * Z when it sold nothing net; N with fewer than 8 periods.
 */
export function xyzClass({
  periods,
  unitsSum,
  unitsSquareSum,
}: Pick<SkuAggregate, 'periods' | 'unitsSum' | 'unitsSquareSum'>): XyzClass {
  if (periods < FEWEST_PERIODS) return 'N';
  const mean = unitsSum / periods;
  if (mean <= 0) return 'Z';
  // rounding may leave a tiny negative variance where every period sold the same
  const variation = Math.sqrt(Math.max(unitsSquareSum / periods - mean * mean, 0)) / mean;
  if (variation <= X_UP_TO) return 'X';
  return variation <= Y_UP_TO ? 'Y' : 'Z';
}

/** Count SKUs and revenue by ABC × XYZ, in the order AX … CN; only classes that have SKUs. */
export function abcXyzTable(skus: readonly SkuAggregate[]): Analysis['abcXyz'] {
  const abc = abcClasses(skus);
  const total = skus.reduce((sum, { revenueMinor }) => sum + Math.max(revenueMinor, 0), 0);
  const table = [];
  for (const first of ['A', 'B', 'C'] as const)
    for (const second of ['X', 'Y', 'Z', 'N'] as const) {
      const members = skus.filter((sku) => abc.get(sku.sku) === first && xyzClass(sku) === second);
      if (members.length === 0) continue;
      const revenue = members.reduce((sum, { revenueMinor }) => sum + Math.max(revenueMinor, 0), 0);
      table.push({
        class: first + second,
        skus: members.length,
        revenueShare: total > 0 ? revenue / total : 0,
      });
    }
  return table;
}
