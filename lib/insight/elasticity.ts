import type { ElasticityAnswer } from '../domain/index.ts';
import { choleskyFactor, solveFactored, studentQuantile } from '../numeric/index.ts';
import { nineDigits, roundedEstimate } from './nine-digits.ts';

/**
 * Sums over SKUs (the clusters) of a = Σ x·y and c = Σ x², with y ln units and x ln price, each less the means of SKU × price
 * list and of the fortnight. They add up over groups of SKUs.
 */
export type ElasticitySums = {
  observations: number;
  /** SKUs whose price moved. */
  skus: number;
  /** Columns that were taken out beside the series' own: fortnights of the categories. */
  periods: number;
  a: number;
  c: number;
  aa: number;
  ac: number;
  cc: number;
};

/** Below so many SKUs with a moving price clustered errors can't be trusted (Cameron & Miller 2015, §VI). */
const FEWEST_SKUS = 10;

/**
 * Estimate how units answer to price: least squares in logarithms with fixed effects of SKU × price list and fortnight (Wooldridge
 * 2010, ch. 10), β = Σ x·y / Σ x². Errors may hang together within a SKU (Liang & Zeger 1986; G/(G−1) · (N−1)/(N−K) for few of
 * them; the series' own effects lie within a SKU and don't count in K); the interval is Student's t with G − 1 degrees of freedom.
 */
export function estimateElasticity(sums: ElasticitySums): ElasticityAnswer {
  const { observations, skus, periods, a, c, aa, ac, cc } = sums;
  if (skus < FEWEST_SKUS || !(c > 0))
    return unsaid(
      `not enough price variation: the price of ${skus} SKUs that sell all year moved, 10 are needed`,
    );
  const value = a / c;
  const meat = Math.max(aa - 2 * value * ac + value ** 2 * cc, 0);
  const standardError = Math.sqrt(correctionOf(skus, observations, periods + 1) * meat) / c;
  const half = studentQuantile(0.975, skus - 1) * standardError;
  const elasticity = roundedEstimate({ value, low: value - half, high: value + half });
  return { kind: 'estimated', elasticity, standardError: nineDigits(standardError), observations, skus };
}

const unsaid = (detail: string): ElasticityAnswer => ({ kind: 'unsaid', detail });

const correctionOf = (clusters: number, rows: number, columns: number) =>
  (clusters / (clusters - 1)) * ((rows - 1) / Math.max(rows - columns, 1));

/** Add the sums of groups of SKUs up. */
export function addElasticitySums(parts: readonly ElasticitySums[]): ElasticitySums {
  const sum = (of: keyof ElasticitySums) => parts.reduce((total, part) => total + part[of], 0);
  return {
    ...{ observations: sum('observations'), skus: sum('skus'), periods: sum('periods') },
    ...{ a: sum('a'), c: sum('c'), aa: sum('aa'), ac: sum('ac'), cc: sum('cc') },
  };
}

/**
 * Find the effects of periods on variables from which each series' mean was taken: the normal equations of the periods' columns,
 * less their own means within the series.
 *
 * @param cross - [n × n] row-major: Σ d̃ᵢ d̃ⱼ over rows, singular by the periods' common level
 * @param right - [n × k] row-major: Σ d̃ᵢ ỹ for each of k variables
 * @returns [n × k] row-major, up to a level that falls out within a series
 */
export function periodEffects(cross: Float64Array, right: Float64Array, periods: number): Float64Array {
  let largest = 0;
  for (let i = 0; i < periods; i++) largest = Math.max(largest, cross[i * periods + i]!);
  if (largest === 0) return new Float64Array(right.length);
  const held = Float64Array.from(cross);
  // a level that all periods share is not determined, and is none: a ridge far below the counts holds it at 0
  for (let i = 0; i < periods; i++) held[i * periods + i]! += 1e-10 * largest;
  const factor = choleskyFactor(held, periods);
  return factor === null
    ? new Float64Array(right.length)
    : solveFactored(factor, right, right.length / periods);
}
