import { choleskyFactor, solveFactored } from '../../numeric/index.ts';
import type { Column } from './covariates.ts';
import { addPrior, penaltyOf, priorOf } from './regression-prior.ts';
import { layOutRows, type RegressionRows } from './regression-rows.ts';

/** What the regression is fitted to. */
export type RegressionData = {
  /** [n] in units of a usual value, so that priors and tolerances fit; NaN = not to be read. */
  y: Float64Array;
  /** [n] share of the step that is open; above 0 where `y` is read. */
  open: Float64Array;
  columns: readonly Column[];
  period: number;
  /** `product`: effects multiply (ln E[y] is linear); `sum`: they add. */
  link: 'product' | 'sum';
};

/** Coefficients of the columns, with the covariance of their errors. */
export type Regression = {
  /** [p] */
  coefficients: Float64Array;
  /** [p] */
  standardErrors: Float64Array;
};

/** How far the level may move from knot to knot (on the log scale, or in usual values): the data choose. */
const LEVEL_UNREST = [0.02, 0.08, 0.3] as const;
/** Errors beyond so many standard deviations weigh as if they were there (Huber 1964). */
const ROBUST_AT = 2.5;
const MOST_ITERATIONS = 25;
/** Iterations before errors are judged: an event's first day must have been tried as an effect before it counts as an outlier. */
const BEFORE_ROBUST = 6;

/**
 * Fit effects together with a level that walks and a season, by penalised quasi-likelihood (McCullagh & Nelder 1989, §9; the
 * priors as ridges, a random walk through knots as the level's): zeros need no offset, and effects that last are not taken
 * for the level's own moves unless the level is restless.
 *
 * How restless it is is chosen by the marginal likelihood (Laplace). Standard errors are those of the posterior, wider where
 * neighbouring errors and neighbouring values of the covariate go together.
 */
export function regressEffects(data: RegressionData): Regression {
  const rows = layOutRows(data);
  const fits: RowFit[] = [];
  // each starts where the one before ended, which halves the time
  for (const unrest of LEVEL_UNREST) fits.push(fitRows(data, rows, unrest, fits.at(-1)));
  const { dispersion } = fits.at(-1)!;
  const best = fits.reduce((one, other) =>
    evidenceOf(other, dispersion) > evidenceOf(one, dispersion) ? other : one,
  );
  const { coefficients, factor, size } = best;
  const p = data.columns.length;
  const correlation = Math.max(0, neighbourCorrelation(best.errors));
  const standardErrors = Float64Array.from({ length: p }, (_, j) => {
    const together =
      correlation * Math.max(0, neighbourCorrelation(data.columns[j]!.x.subarray(0, data.y.length)));
    return Math.sqrt((inverseDiagonal(factor, size, j) * (1 + together)) / (1 - together));
  });
  return { coefficients: coefficients.slice(0, p), standardErrors };
}

type RowFit = {
  coefficients: Float64Array;
  /** Cholesky factor of the information, [size × size]. */
  factor: Float64Array;
  size: number;
  dispersion: number;
  deviance: number;
  penalty: number;
  logPrior: number;
  /** [rows] standardised errors. */
  errors: Float64Array;
};

function fitRows(data: RegressionData, rows: RegressionRows, unrest: number, start?: RowFit): RowFit {
  const { size } = rows.parts;
  const prior = priorOf(data, rows, unrest);
  const coefficients = Float64Array.from(start?.coefficients ?? prior.mean);
  const beforeRobust = start ? 0 : BEFORE_ROBUST;
  let state = evaluate(data, rows, coefficients, 1);
  let factor: Float64Array = Float64Array.of();
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const weights = iteration < beforeRobust ? null : state.errors.map((error) => robustWeight(error));
    const { information, gradient } = newton(data, rows, state, weights);
    addPrior(information, gradient, coefficients, prior, size);
    const lower = choleskyFactor(information, size);
    if (lower === null) break;
    factor = lower;
    const step = solveFactored(lower, gradient);
    let largest = 0;
    for (const change of step) if (Math.abs(change) > largest) largest = Math.abs(change);
    // on the log scale a step beyond 2 overshoots
    const scale = data.link === 'product' && largest > 2 ? 2 / largest : 1;
    for (let i = 0; i < size; i++) coefficients[i]! += scale * step[i]!;
    state = evaluate(data, rows, coefficients, data.columns.length);
    if (iteration > beforeRobust && largest < 1e-5) break;
  }
  const { dispersion, deviance, errors } = state;
  return {
    coefficients,
    factor,
    size,
    dispersion,
    deviance,
    errors,
    penalty: penaltyOf(coefficients, prior),
    logPrior: -rows.knots * Math.log(unrest),
  };
}

function robustWeight(error: number): number {
  return Math.abs(error) <= ROBUST_AT ? 1 : ROBUST_AT / Math.abs(error);
}

/** Log marginal likelihood up to a constant: what the data say of a level's unrest once its knots are integrated out. */
function evidenceOf({ deviance, penalty, logPrior, factor, size }: RowFit, dispersion: number): number {
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) logDeterminant += Math.log(factor[i * size + i] ?? Number.NaN);
  const evidence = -deviance / (2 * dispersion) - penalty / 2 + logPrior - logDeterminant;
  return Number.isNaN(evidence) ? Number.NEGATIVE_INFINITY : evidence;
}

type State = { fitted: Float64Array; errors: Float64Array; dispersion: number; deviance: number };

function evaluate(
  data: RegressionData,
  rows: RegressionRows,
  coefficients: Float64Array,
  columns: number,
): State {
  const { y, open, link } = data;
  const count = rows.t.length;
  const fitted = new Float64Array(count);
  const errors = new Float64Array(count);
  let pearson = 0;
  let deviance = 0;
  for (let row = 0; row < count; row++) {
    let linear = 0;
    for (let i = rows.first[row]!; i < rows.first[row + 1]!; i++)
      linear += coefficients[rows.places[i]!]! * rows.values[i]!;
    const value = y[rows.t[row]!]!;
    if (link === 'sum') {
      fitted[row] = linear;
      errors[row] = value - linear;
      deviance += errors[row]! ** 2;
    } else {
      const mean = open[rows.t[row]!]! * Math.exp(Math.max(-30, Math.min(700, linear)));
      fitted[row] = mean;
      errors[row] = (value - mean) / Math.sqrt(mean);
      deviance += 2 * ((value > 0 ? value * Math.log(value / mean) : 0) - (value - mean));
    }
    pearson += errors[row]! ** 2;
  }
  const freedom = Math.max(
    count / 3,
    count - columns - rows.knots / 2 - (rows.parts.size - rows.parts.season),
  );
  // an exact fit has no errors to be weighed by
  const dispersion = Math.max(1e-9, pearson / freedom);
  const root = Math.sqrt(dispersion);
  for (let row = 0; row < count; row++) errors[row]! /= root;
  return { fitted, errors, dispersion, deviance };
}

function newton(
  { y, link }: RegressionData,
  rows: RegressionRows,
  state: State,
  weights: Float64Array | null,
) {
  const { size } = rows.parts;
  const { places, values, first } = rows;
  const information = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let row = 0; row < rows.t.length; row++) {
    const robust = weights === null ? 1 : weights[row]!;
    const fitted = state.fitted[row]!;
    const residual = (robust * (y[rows.t[row]!]! - fitted)) / state.dispersion;
    const weight = (robust * (link === 'product' ? fitted : 1)) / state.dispersion;
    for (let i = first[row]!; i < first[row + 1]!; i++) {
      const at = places[i]!;
      gradient[at]! += values[i]! * residual;
      for (let j = first[row]!; j < first[row + 1]!; j++)
        information[at * size + places[j]!]! += weight * values[i]! * values[j]!;
    }
  }
  return { information, gradient };
}

function inverseDiagonal(lower: Float64Array, size: number, place: number): number {
  if (lower.length === 0) return 0;
  const unit = new Float64Array(size);
  unit[place] = 1;
  return solveFactored(lower, unit)[place]!;
}

function neighbourCorrelation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    squares += (values[i]! - mean) ** 2;
    if (i > 0) products += (values[i]! - mean) * (values[i - 1]! - mean);
  }
  return squares > 0 ? Math.min(0.95, products / squares) : 0;
}
