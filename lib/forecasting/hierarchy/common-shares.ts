import type { SampledTotals } from './sampled-totals.ts';

/** Shares of a series' error variance that it has in common with all series of the market, and beyond that with its group. */
export type CommonShares = { market: number; group: number };

/** So much stays each series' own, whatever the shocks say. */
const MOST_SHARED = 0.95;

/**
 * Estimate how much series err together, from their shocks: over all pairs of series, the sum of the products of their
 * shocks over the sum of the products of their sizes (a two-factor model by moments). Pairs within groups tell both factors,
 * pairs across groups the market's alone. No pair is looked at: its sums are squares of sums less sums of squares.
 *
 * Where pairs within groups are no closer than those across, one factor of the market stands for both.
 */
export function commonShares(groups: readonly SampledTotals[]): CommonShares {
  const within = { products: 0, sizes: 0 };
  for (const group of groups) {
    within.products += sumOfSquares(group.shocks) - group.shockSquares;
    within.sizes += sumOfSquares(group.sizes) - group.sizeSquares;
  }
  const across = {
    products: squareOfSums(groups.map(({ shocks }) => shocks)),
    sizes: squareOfSums(groups.map(({ sizes }) => sizes)),
  };
  for (const group of groups) {
    across.products -= sumOfSquares(group.shocks);
    across.sizes -= sumOfSquares(group.sizes);
  }
  const inGroup = ratioOf(within);
  const inMarket = ratioOf(across);
  if (inGroup < inMarket) {
    const all = { products: within.products + across.products, sizes: within.sizes + across.sizes };
    return { market: ratioOf(all), group: 0 };
  }
  return { market: inMarket, group: inGroup - inMarket };
}

/** Products over sizes, 0 to the most; 0 where there is no pair. */
function ratioOf({ products, sizes }: { products: number; sizes: number }): number {
  return sizes > 0 ? Math.min(MOST_SHARED, Math.max(0, products / sizes)) : 0;
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function squareOfSums(rows: readonly Float64Array[]): number {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let t = 0; t < sums.length; t++) sums[t]! += row[t]!;
  return sumOfSquares(sums);
}
