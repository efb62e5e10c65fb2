import { InputError } from '../../domain/errors.ts';
import { choleskyFactor, solveFactored } from '../../numeric/index.ts';
import { completeErrors, type ErrorMoments, meanSquare, shrinkageIntensity } from './error-moments.ts';

/** A reconciliation that is solved but for the forecasts. A = aggregates, T = times. Plain data. */
export type MinTraceModel = {
  aggregates: number;
  times: number;
  /** λ: the weight of the diagonal, 0 to 1. */
  intensity: number;
  /** Added to every variance: far below any, so that errors which are all zero are no division by zero. */
  ridge: number;
  /** [A × T] C R. */
  gaps: Float64Array;
  /** [A × A] Cholesky factor of C W Cᵀ. */
  factor: Float64Array;
};

/** Share of the mean variance that is added to every variance. */
const RIDGE_SHARE = 1e-12;

/**
 * Solve a reconciliation from the errors of base forecasts (MinT with shrinkage: Wickramasuriya, Athanasopoulos & Hyndman 2019).
 *
 * W = λ D + (1 − λ) R Rᵀ / T is never built: what is solved is C W Cᵀ, as large as there are aggregates, C the constraints
 * "an aggregate less its leaves is nothing". O(A² (A + T)). Errors that are all zero weigh alike (ordinary least squares).
 *
 * @throws InputError when an aggregate's errors were not added once, or C W Cᵀ has no factor even with the diagonal alone
 */
export function solveMinTrace(moments: ErrorMoments): MinTraceModel {
  const { aggregates, times, gaps, added } = moments;
  const ridge = moments.variance > 0 ? (RIDGE_SHARE * moments.variance) / added : 1;
  const intensity = shrinkageIntensity(moments);
  // Few times and no shrinkage can leave no inverse: the diagonal alone always has one.
  for (const share of [intensity, 1]) {
    const factor = choleskyFactor(constraintCovariance(moments, share, ridge), aggregates);
    if (factor !== null) return { aggregates, times, intensity: share, ridge, gaps, factor };
  }
  throw new InputError(
    `the errors of ${aggregates} aggregates and their leaves are not finite, or lack an aggregate`,
  );
}

/** What the forecasts lack of adding up, spread over the tree: all that a row needs for its adjustment. */
export type Pull = {
  columns: number;
  /** [A × columns] u = (C W Cᵀ)⁻¹ C ŷ */
  multipliers: Float64Array;
  /** [T × columns] (C R)ᵀ u / T */
  common: Float64Array;
};

/**
 * Tell what the rows are pulled by.
 *
 * @param incoherence - [A × columns] C ŷ: each aggregate's forecast less the sum of its leaves', a column a step or a path
 */
export function pullOf(model: MinTraceModel, incoherence: Float64Array): Pull {
  const { aggregates, times, factor, gaps } = model;
  const columns = incoherence.length / aggregates;
  const multipliers = solveFactored(factor, incoherence, columns);
  const common = new Float64Array(times * columns);
  for (let a = 0; a < aggregates; a++) {
    for (let t = 0; t < times; t++) {
      const gap = gaps[a * times + t]! / times;
      for (let c = 0; c < columns; c++) common[t * columns + c]! += gap * multipliers[a * columns + c]!;
    }
  }
  return { columns, multipliers, common };
}

/** A row's place in the tree: an aggregate by its index, a leaf by its ancestors. */
export type Place = { aggregate: number } | { ancestors: Int32Array };

/**
 * Adjust one row: ŷ − W Cᵀ u. The second pass, one row at a time. O((T + levels) · columns).
 *
 * @param errors - [T] as in the first pass
 * @param values - [columns] the base forecasts; not changed
 * @returns [columns]
 */
export function adjustRow(
  model: MinTraceModel,
  pull: Pull,
  { place, errors }: { place: Place; errors: Float64Array },
  values: Float64Array,
): Float64Array {
  const { intensity, ridge, times } = model;
  const { columns, multipliers, common } = pull;
  const known = completeErrors(errors, times);
  const own = intensity * meanSquare(known) + ridge;
  const adjusted = Float64Array.from(values);
  for (const { aggregate, sign } of constraintsOf(place)) {
    for (let c = 0; c < columns; c++) adjusted[c]! -= sign * own * multipliers[aggregate * columns + c]!;
  }
  for (let t = 0; t < times; t++) {
    const weight = (1 - intensity) * known[t]!;
    if (weight === 0) continue;
    for (let c = 0; c < columns; c++) adjusted[c]! -= weight * common[t * columns + c]!;
  }
  return adjusted;
}

/**
 * Tell the variance of a row's error before and after: Wᵢᵢ, and that less wᵀ (C W Cᵀ)⁻¹ w with w = C W eᵢ. O(A (A + T)).
 *
 * Both are of the times' errors (one step ahead where those are); their ratio carries over to a step ahead whose base forecast
 * states its own spread, as MinT takes W to grow in proportion.
 */
export function varianceOfRow(
  model: MinTraceModel,
  { place, errors }: { place: Place; errors: Float64Array },
): { base: number; reconciled: number } {
  const { aggregates, times, intensity, ridge, gaps, factor } = model;
  const known = completeErrors(errors, times);
  const square = meanSquare(known);
  const covariances = new Float64Array(aggregates);
  for (let a = 0; a < aggregates; a++) {
    let sum = 0;
    for (let t = 0; t < times; t++) sum += gaps[a * times + t]! * known[t]!;
    covariances[a] = ((1 - intensity) * sum) / times;
  }
  for (const { aggregate, sign } of constraintsOf(place))
    covariances[aggregate]! += sign * (intensity * square + ridge);
  const solved = solveFactored(factor, covariances);
  const explained = covariances.reduce((sum, covariance, a) => sum + covariance * solved[a]!, 0);
  const base = square + ridge;
  return { base, reconciled: Math.max(0, base - explained) };
}

/** C W Cᵀ = λ C D Cᵀ + ridge C Cᵀ + (1 − λ) C R (C R)ᵀ / T. */
function constraintCovariance(
  { aggregates, times, gaps, variances, counts }: ErrorMoments,
  intensity: number,
  ridge: number,
): Float64Array {
  const matrix = new Float64Array(aggregates * aggregates);
  for (let a = 0; a < aggregates; a++) {
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let t = 0; t < times; t++) product += gaps[a * times + t]! * gaps[b * times + t]!;
      const at = a * aggregates + b;
      const shared = times === 0 ? 0 : ((1 - intensity) * product) / times;
      matrix[at] = intensity * variances[at]! + ridge * counts[at]! + shared;
      matrix[b * aggregates + a] = matrix[at]!;
    }
  }
  return matrix;
}

/** The constraints that a row stands in, with its sign there. */
function constraintsOf(place: Place): { aggregate: number; sign: 1 | -1 }[] {
  if ('aggregate' in place) return [{ aggregate: place.aggregate, sign: 1 }];
  return [...place.ancestors].flatMap((aggregate) =>
    aggregate < 0 ? [] : [{ aggregate, sign: -1 as const }],
  );
}
