import { InputError } from '../../domain/errors.ts';
import { checkAncestors } from './tree.ts';

/** Sums over all rows of a tree from which the reconciliation is solved. A = aggregates, T = times. Plain data. */
export type ErrorMoments = {
  aggregates: number;
  times: number;
  /** Rows added whose errors are not all zero. */
  rows: number;
  /** [T × T] G = X Xᵀ, of errors divided by their own root mean square. */
  gram: Float64Array;
  /** Σ over rows and times of those to the fourth power. */
  fourthPowers: number;
  /** [A × T] C R: the error of an aggregate less those of its leaves. */
  gaps: Float64Array;
  /** [A × A] C D Cᵀ, D the diagonal of mean squares, and C Cᵀ. */
  variances: Float64Array;
  counts: Float64Array;
  /** Sum of the mean squares of all rows added, and how many rows that were. */
  variance: number;
  added: number;
};

/** Start with nothing added. */
export function emptyMoments(aggregates: number, times: number): ErrorMoments {
  return {
    aggregates,
    times,
    rows: 0,
    gram: new Float64Array(times * times),
    fourthPowers: 0,
    gaps: new Float64Array(aggregates * times),
    variances: new Float64Array(aggregates * aggregates),
    counts: new Float64Array(aggregates * aggregates),
    variance: 0,
    added: 0,
  };
}

/**
 * Add a leaf's errors: the first pass, one row at a time, so that no more than one row is held. O(T²).
 *
 * @param moments - overwritten
 * @param ancestors - [levels] of `Tree`
 * @param errors - [T] of base forecasts at the same times for every row, NaN = not observed; not changed
 */
export function addLeafErrors(moments: ErrorMoments, ancestors: Int32Array, errors: Float64Array): void {
  checkAncestors(ancestors, moments.aggregates);
  const known = completeErrors(errors, moments.times);
  const variance = addRow(moments, known);
  for (const ancestor of ancestors) {
    if (ancestor < 0) continue;
    addScaled(moments.gaps, ancestor * moments.times, known, -1);
    for (const other of ancestors) {
      if (other < 0) continue;
      moments.variances[ancestor * moments.aggregates + other]! += variance;
      moments.counts[ancestor * moments.aggregates + other]! += 1;
    }
  }
}

/**
 * Add an aggregate's errors, each aggregate once.
 *
 * @param moments - overwritten
 * @param errors - [T], as for leaves
 */
export function addAggregateErrors(moments: ErrorMoments, aggregate: number, errors: Float64Array): void {
  const known = completeErrors(errors, moments.times);
  const variance = addRow(moments, known);
  addScaled(moments.gaps, aggregate * moments.times, known, 1);
  moments.variances[aggregate * moments.aggregates + aggregate]! += variance;
  moments.counts[aggregate * moments.aggregates + aggregate]! += 1;
}

/**
 * Estimate how much of the covariance's off-diagonal is chance: λ* of Schäfer & Strimmer (2005), as Wickramasuriya,
 * Athanasopoulos & Hyndman (2019) shrink towards the diagonal, errors taken as centred at zero.
 *
 * Both sums over pairs of rows come from the Gram matrix: Σᵢⱼ Σₜ x²ₜᵢ x²ₜⱼ = Σₜ G²ₜₜ and Σᵢⱼ (Σₜ xₜᵢ xₜⱼ)² = ‖G‖².
 *
 * @returns 0 to 1; 1 with fewer than two times, or nothing off the diagonal
 */
export function shrinkageIntensity({ gram, fourthPowers, rows, times }: ErrorMoments): number {
  if (times < 2) return 1;
  let squares = 0;
  let diagonal = 0;
  for (let s = 0; s < times; s++) {
    diagonal += gram[s * times + s]! ** 2;
    for (let t = 0; t <= s; t++) squares += (s === t ? 1 : 2) * gram[s * times + t]! ** 2;
  }
  const products = squares - rows * times ** 2;
  // Off-diagonal products that are rounding errors of the sums they are left from say nothing.
  if (!(products > 1e-12 * squares)) return 1;
  const variance = (diagonal - fourthPowers - products / times) / (times * (times - 1));
  return Math.max(0, Math.min(1, variance / (products / times ** 2)));
}

/**
 * Put zeros for what was not observed and widen the rest, so that the mean square over all times is that of those observed.
 *
 * @returns [T], the same array where nothing is missing
 * @throws InputError unless there are T of them
 */
export function completeErrors(errors: Float64Array, times: number): Float64Array {
  if (errors.length !== times) throw new InputError(`${errors.length} errors where ${times} times are told`);
  const observed = errors.reduce((count, error) => count + (Number.isNaN(error) ? 0 : 1), 0);
  if (observed === times) return errors;
  const factor = observed === 0 ? 0 : Math.sqrt(times / observed);
  return errors.map((error) => (Number.isNaN(error) ? 0 : factor * error));
}

/** Mean square of complete errors; 0 when there are none. */
export function meanSquare(errors: Float64Array): number {
  let sum = 0;
  for (const error of errors) sum += error * error;
  return errors.length === 0 ? 0 : sum / errors.length;
}

/** Add a row to what does not depend on its place in the tree. @returns its mean square */
function addRow(moments: ErrorMoments, errors: Float64Array): number {
  const { gram, times } = moments;
  const variance = meanSquare(errors);
  moments.variance += variance;
  moments.added++;
  if (!(variance > 0)) return 0;
  moments.rows++;
  for (let s = 0; s < times; s++) {
    const scaled = errors[s]! / variance;
    if (scaled === 0) continue;
    moments.fourthPowers += (scaled * errors[s]!) ** 2;
    // only the half that is read
    for (let t = 0; t <= s; t++) gram[s * times + t]! += scaled * errors[t]!;
  }
  return variance;
}

function addScaled(into: Float64Array, at: number, errors: Float64Array, factor: number): void {
  for (let t = 0; t < errors.length; t++) into[at + t]! += factor * errors[t]!;
}
