import type { Analysis } from '../domain/index.ts';

/** SKUs' revenue and sums of units by period, from which mean and variation follow: one number a SKU, [n] each. */
export type SkuAggregates = {
  /** Their names; absent where nobody asks which they are. */
  sku?: readonly string[] | undefined;
  /** Net of cancellations and returns. */
  revenueMinor: ArrayLike<number>;
  /** Whole periods (weeks) since the SKU's first sale in the window, those without a sale included. */
  periods: ArrayLike<number>;
  /** Σ units and Σ units² over these periods. */
  unitsSum: ArrayLike<number>;
  unitsSquareSum: ArrayLike<number>;
};

/** The periods of one SKU. */
export type SkuPeriods = { periods: number; unitsSum: number; unitsSquareSum: number };

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
 * The SKU that crosses a bound still belongs to the class that it completes. Of ties the earlier goes first; negative
 * revenue counts as 0, and what sold nothing is C.
 *
 * @param revenueMinor - [n]
 * @returns [n], in the same order
 */
export function abcClasses(revenueMinor: ArrayLike<number>): AbcClass[] {
  const revenue = Float64Array.from(revenueMinor, (minor) => Math.max(minor, 0));
  const descending = Uint32Array.from(revenue, (_, place) => place).sort(
    (a, b) => revenue[b]! - revenue[a]! || a - b,
  );
  const total = revenue.reduce((sum, minor) => sum + minor, 0);
  const classes = new Array<AbcClass>(revenue.length).fill('C');
  let before = 0;
  for (const place of descending) {
    const share = total > 0 ? before / total : 1;
    if (revenue[place] !== 0) classes[place] = share < A_UP_TO ? 'A' : share < B_UP_TO ? 'B' : 'C';
    before += revenue[place]!;
  }
  return classes;
}

/**
 * Class a SKU by how much its units vary from period to period: population standard deviation over mean.
 *
 * Z when it sold nothing net; N with fewer than 8 periods.
 */
export function xyzClass({ periods, unitsSum, unitsSquareSum }: SkuPeriods): XyzClass {
  if (periods < FEWEST_PERIODS) return 'N';
  const mean = unitsSum / periods;
  if (mean <= 0) return 'Z';
  // rounding may leave a tiny negative variance where every period sold the same
  const variation = Math.sqrt(Math.max(unitsSquareSum / periods - mean * mean, 0)) / mean;
  if (variation <= X_UP_TO) return 'X';
  return variation <= Y_UP_TO ? 'Y' : 'Z';
}

/** SKUs of a class that are named. */
const MOST_NAMED = 12;

type Cell = { skus: number; revenue: number; places: number[] };

/**
 * Count SKUs and revenue by ABC × XYZ, in the order AX … CN; only classes that have SKUs. Where names are given each class
 * names its twelve SKUs of most revenue, of equal ones the earlier.
 */
export function abcXyzTable(skus: SkuAggregates): Analysis['abcXyz'] {
  const cells = new Map<string, Cell>();
  let total = 0;
  abcClasses(skus.revenueMinor).forEach((abc, place) => {
    const xyz = xyzClass({
      periods: skus.periods[place]!,
      unitsSum: skus.unitsSum[place]!,
      unitsSquareSum: skus.unitsSquareSum[place]!,
    });
    const cell = cells.get(abc + xyz) ?? { skus: 0, revenue: 0, places: [] };
    const revenue = Math.max(skus.revenueMinor[place]!, 0);
    cell.skus++;
    cell.revenue += revenue;
    cell.places.push(place);
    cells.set(abc + xyz, cell);
    total += revenue;
  });
  const shareOf = (revenue: number) => (total > 0 ? revenue / total : 0);
  return ['A', 'B', 'C'].flatMap((abc) =>
    ['X', 'Y', 'Z', 'N'].flatMap((xyz) => {
      const cell = cells.get(abc + xyz);
      if (cell === undefined) return [];
      const counted = { class: abc + xyz, skus: cell.skus, revenueShare: shareOf(cell.revenue) };
      return [skus.sku === undefined ? counted : { ...counted, largest: largestOf(cell, skus, shareOf) }];
    }),
  );
}

function largestOf({ places }: Cell, skus: SkuAggregates, shareOf: (revenue: number) => number) {
  return places
    .toSorted((a, b) => skus.revenueMinor[b]! - skus.revenueMinor[a]! || a - b)
    .slice(0, MOST_NAMED)
    .map((place) => ({
      sku: skus.sku?.[place] ?? '',
      revenueShare: shareOf(Math.max(skus.revenueMinor[place]!, 0)),
    }));
}
