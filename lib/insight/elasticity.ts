import type { ElasticityAnswer } from '../domain/index.ts';
import { choleskyFactor, solveFactored, studentQuantile } from '../numeric/index.ts';

/**
 * Sums over SKUs (the clusters) of a = Σ z·y, b = Σ z·x and c = Σ z², with y ln units, x ln price paid, z ln price that others
 * of the same list paid, each less the means of buyer × SKU and of the month. They add up over groups of SKUs.
 */
export type ElasticitySums = {
  observations: number;
  /** SKUs whose price moved within a buyer. */
  skus: number;
  /** Columns that were taken out beside the buyers' own: months of the categories. */
  months: number;
  a: number;
  b: number;
  c: number;
  aa: number;
  ab: number;
  bb: number;
  bc: number;
  cc: number;
};

/** Below so many SKUs with a moving price clustered errors can't be trusted (Cameron & Miller 2015, §VI). */
const FEWEST_SKUS = 10;
/** Below this F of the first stage the instrument is too weak (Staiger & Stock 1997). */
const LEAST_F = 10;

/**
 * Estimate how units answer to price, by two-stage least squares in logarithms within buyer and SKU, months taken out
 * (Wooldridge 2010, ch. 11): β = Σ z·y / Σ z·x. A buyer's price is stood in for by what others on its list paid in the month,
 * so that its own quantity breaks don't pass for an answer to price. Errors may hang together within a SKU (Liang & Zeger 1986;
 * G/(G−1)·(N−1)/(N−K) for few of them); the interval is Student's t with G − 1 degrees of freedom.
 */
export function estimateElasticity(sums: ElasticitySums): ElasticityAnswer {
  const { observations, skus, months, a, b, c } = sums;
  if (skus < FEWEST_SKUS)
    return unsaid(`not enough price variation: the price of ${skus} SKUs moved for a buyer, 10 are needed`);
  const scale = correctionOf(skus, observations, months + 1);
  const slope = b / c;
  const spread = sums.bb - 2 * slope * sums.bc + slope ** 2 * sums.cc;
  const instrumentF = b ** 2 / (scale * Math.max(spread, Number.MIN_VALUE));
  if (!(instrumentF >= LEAST_F))
    return unsaid(
      `not enough price variation: what a buyer pays hardly follows what others on its list pay (F = ${instrumentF.toFixed(1)}, 10 are needed)`,
    );
  const value = a / b;
  const meat = Math.max(sums.aa - 2 * value * sums.ab + value ** 2 * sums.bb, 0);
  const standardError = Math.sqrt(scale * meat) / Math.abs(b);
  const half = studentQuantile(0.975, skus - 1) * standardError;
  const elasticity = { value, low: value - half, high: value + half };
  return {
    kind: 'estimated',
    elasticity,
    standardError,
    observations,
    skus,
    instrumentF: Math.min(instrumentF, 1e9),
  };
}

const unsaid = (detail: string): ElasticityAnswer => ({ kind: 'unsaid', detail });

const correctionOf = (clusters: number, rows: number, columns: number) =>
  (clusters / (clusters - 1)) * ((rows - 1) / Math.max(rows - columns, 1));

/** Add the sums of groups of SKUs up. */
export function addElasticitySums(parts: readonly ElasticitySums[]): ElasticitySums {
  const sum = (of: keyof ElasticitySums) => parts.reduce((total, part) => total + part[of], 0);
  return {
    ...{ observations: sum('observations'), skus: sum('skus'), months: sum('months') },
    ...{ a: sum('a'), b: sum('b'), c: sum('c') },
    ...{ aa: sum('aa'), ab: sum('ab'), bb: sum('bb'), bc: sum('bc'), cc: sum('cc') },
  };
}

/**
 * Find the effects of months on variables from which each buyer's mean was taken: the normal equations of the months' columns,
 * less their own means within the buyer.
 *
 * @param cross - [n × n] row-major: Σ d̃ᵢ d̃ⱼ over rows, singular by the months' common level
 * @param right - [n × k] row-major: Σ d̃ᵢ ỹ for each of k variables
 * @returns [n × k] row-major, up to a level that falls out within a buyer
 */
export function monthEffects(cross: Float64Array, right: Float64Array, months: number): Float64Array {
  let largest = 0;
  for (let i = 0; i < months; i++) largest = Math.max(largest, cross[i * months + i]!);
  if (largest === 0) return new Float64Array(right.length);
  const held = Float64Array.from(cross);
  // a level that all months share is not determined, and is none: a ridge far below the counts holds it at 0
  for (let i = 0; i < months; i++) held[i * months + i]! += 1e-10 * largest;
  const factor = choleskyFactor(held, months);
  return factor === null
    ? new Float64Array(right.length)
    : solveFactored(factor, right, right.length / months);
}
