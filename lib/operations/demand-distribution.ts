import { logGamma, normalCdf } from '../numeric/index.ts';

/** Mean and variance of the units asked for in a period. */
export type DemandMoments = { mean: number; variance: number };

/** Probabilities of 0, 1, 2 … grid steps of `unit` units. */
export type DemandDistribution = {
  unit: number;
  /** [cells] sums to 1; the last holds the tail */
  probability: Float64Array;
  /** [cells] P(demand ≤ cell) */
  cumulative: Float64Array;
  /** [cells] Σ demand · probability up to the cell, in units */
  partialMean: Float64Array;
};

const TAIL = 1e-7;
const MOST_CELLS = 4000;

/** Choose a grid on which a demand of this mean takes about 100 cells: the unit itself for small demand. */
export function gridUnit(mean: number): number {
  return Math.max(1, Math.ceil(mean / 100));
}

/**
 * Spread a demand over counts with the given moments: negative binomial where the variance exceeds the mean (in grid
 * steps), else Poisson; on a coarse grid with less variance than that, a normal cut at 0.
 */
export function demandDistribution({ mean, variance }: DemandMoments, unit: number): DemandDistribution {
  const m = Math.max(0, mean / unit);
  const v = variance / (unit * unit);
  if (m === 0) return finish([1], unit);
  if (v > m * 1.0001) return finish(negativeBinomial(m, (m * m) / (v - m)), unit);
  return finish(unit > 1 ? cutNormal(m, Math.sqrt(Math.max(v, 0.25))) : poisson(m), unit);
}

/**
 * Expect what is left of a stock after the demand: E[(stock − D)⁺], the complementary loss function.
 *
 * @param stockUnits - any number; 0 or less leaves nothing
 */
export function expectedLeftover(
  { unit, cumulative, partialMean }: DemandDistribution,
  stockUnits: number,
): number {
  if (stockUnits <= 0) return 0;
  const cell = Math.min(cumulative.length - 1, Math.floor(stockUnits / unit + 1e-9));
  return Math.max(0, stockUnits * cumulative[cell]! - partialMean[cell]!);
}

function negativeBinomial(m: number, k: number): number[] {
  const share = m / (k + m);
  const logFirst = k * Math.log(k / (k + m));
  // a first cell that would underflow is computed cell by cell in logarithms instead
  if (logFirst < -600)
    return untilTail(m, (n) =>
      Math.exp(logGamma(n + k) - logGamma(k) - logGamma(n + 1) + logFirst + n * Math.log(share)),
    );
  let cell = Math.exp(logFirst);
  return untilTail(m, (n) => {
    if (n > 0) cell *= ((n - 1 + k) / n) * share;
    return cell;
  });
}

function poisson(m: number): number[] {
  return untilTail(m, (n) => Math.exp(n * Math.log(m) - m - logGamma(n + 1)));
}

function cutNormal(m: number, sd: number): number[] {
  return untilTail(m, (n) => normalCdf((n + 0.5 - m) / sd) - (n === 0 ? 0 : normalCdf((n - 0.5 - m) / sd)));
}

function untilTail(m: number, probabilityOf: (n: number) => number): number[] {
  const cells: number[] = [];
  let total = 0;
  while ((total < 1 - TAIL || cells.length < m) && cells.length < MOST_CELLS) {
    const probability = probabilityOf(cells.length);
    cells.push(probability);
    total += probability;
  }
  return cells;
}

/** Plain loops over typed arrays: a policy of a night needs some hundred distributions, and this was half of its time. */
function finish(cells: readonly number[], unit: number): DemandDistribution {
  const size = cells.length;
  let total = 0;
  for (let n = 0; n < size; n++) total += cells[n]!;
  const probability = new Float64Array(size);
  const cumulative = new Float64Array(size);
  const partialMean = new Float64Array(size);
  let below = 0;
  let weighted = 0;
  for (let n = 0; n < size; n++) {
    const share = cells[n]! / total;
    below += share;
    weighted += share * n * unit;
    probability[n] = share;
    cumulative[n] = below;
    partialMean[n] = weighted;
  }
  return { unit, probability, cumulative, partialMean };
}
