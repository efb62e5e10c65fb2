import { InputError } from '../domain/index.ts';
import { solveLinear } from '../numeric/index.ts';

/** Counts to explain: ln E[count] = ln exposure + x · coefficients. */
export type LogLinearData = {
  /** [rows × columns] row-major */
  design: Float64Array;
  /** [rows] ≥ 0; fractions are allowed */
  counts: Float64Array;
  /** [rows] > 0: the share of a full period that was observed */
  exposure: Float64Array;
  /** [columns] where each coefficient is drawn to, and how firmly (standard deviation; Infinity: not at all) */
  prior: readonly { mean: number; sd: number }[];
  /** Variance of a count over its mean, where it is known; else it is estimated. */
  dispersion?: number;
  /**
   * [rows] 0–1: how much of a count's information was seen, where the count itself is an expectation (Louis 1982: what
   * is known is the whole less what is missing); 1 by default.
   */
  seenShare?: Float64Array;
  /** [columns] where the search begins; the prior's means by default */
  start?: Float64Array;
};

/** What fits the counts best, and how surely. */
export type LogLinearFit = {
  coefficients: Float64Array;
  /** [columns] of the posterior, dispersion included */
  standardErrors: Float64Array;
  /** [columns × columns] inverse of the posterior covariance, by Laplace's approximation */
  information: Float64Array;
  /** Pearson's χ² per degree of freedom: 1 for Poisson counts, more for lumpy demand; at least 0.1. */
  dispersion: number;
};

const ITERATIONS = 40;
const LARGEST_EXPONENT = 30;
/** Holds the intercept where all counts are zero: a prior this wide moves nothing else. */
const WIDE = 10;

/**
 * Fit a log-linear mean to counts by penalised quasi-likelihood (McCullagh & Nelder 1989, §9; the prior as a ridge).
 *
 * Zero counts need no offset, as logarithms of counts would. Newton's method with halved steps; the dispersion is
 * estimated along the way. O(rows · columns²) an iteration.
 *
 * @throws InputError when the lengths do not fit
 */
export function fitLogLinear(data: LogLinearData): LogLinearFit {
  const { design, counts, exposure, prior } = data;
  const columns = prior.length;
  const rows = counts.length;
  if (design.length !== rows * columns || exposure.length !== rows)
    throw new InputError(`${rows} counts do not fit a design of ${design.length} and ${columns} columns`);
  let coefficients = data.start?.slice() ?? Float64Array.from(prior, ({ mean }) => mean);
  let dispersion = data.dispersion ?? 1;
  let information = new Float64Array(columns * columns);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const fitted = fittedCounts(data, coefficients);
    dispersion = data.dispersion ?? pearson(counts, fitted, columns);
    const gradient = gradientOf(data, coefficients, fitted, dispersion);
    information = informationOf(data, fitted, dispersion);
    const step = solveLinear(information, gradient);
    if (step === null) break;
    const largest = step.reduce((most, change) => Math.max(most, Math.abs(change)), 0);
    // a Newton step on a log scale beyond 2 overshoots: e² is already a sevenfold change
    const scale = largest > 2 ? 2 / largest : 1;
    coefficients = coefficients.map((coefficient, i) => coefficient + scale * step[i]!);
    if (largest < 1e-8) break;
  }
  // Newton's steps take the whole information: with what was seen alone they would overshoot
  if (data.seenShare !== undefined)
    information = informationOf(data, fittedCounts(data, coefficients), dispersion, data.seenShare);
  return {
    coefficients,
    standardErrors: standardErrorsOf(information, columns),
    information,
    dispersion,
  };
}

function fittedCounts({ design, exposure }: LogLinearData, coefficients: Float64Array): Float64Array {
  const counts = fittedRates(design, coefficients);
  for (let row = 0; row < counts.length; row++) counts[row]! *= exposure[row]!;
  return counts;
}

/** Compute the mean count of a full period in every row: exp(x · coefficients). [rows] */
export function fittedRates(design: Float64Array, coefficients: Float64Array): Float64Array {
  const columns = coefficients.length;
  const rates = new Float64Array(design.length / columns);
  for (let row = 0; row < rates.length; row++) {
    let exponent = 0;
    for (let i = 0; i < columns; i++) exponent += design[row * columns + i]! * coefficients[i]!;
    rates[row] = Math.exp(Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent)));
  }
  return rates;
}

function pearson(counts: Float64Array, fitted: Float64Array, columns: number): number {
  let sum = 0;
  for (let row = 0; row < counts.length; row++)
    sum += (counts[row]! - fitted[row]!) ** 2 / Math.max(fitted[row]!, 1e-9);
  const freedom = counts.length - columns;
  return freedom > 0 ? Math.min(1e6, Math.max(0.1, sum / freedom)) : 1;
}

function gradientOf(
  { design, counts, prior }: LogLinearData,
  coefficients: Float64Array,
  fitted: Float64Array,
  dispersion: number,
): Float64Array {
  const columns = prior.length;
  const gradient = new Float64Array(columns);
  for (let row = 0; row < counts.length; row++) {
    const residual = (counts[row]! - fitted[row]!) / dispersion;
    for (let i = 0; i < columns; i++) gradient[i]! += design[row * columns + i]! * residual;
  }
  prior.forEach(({ mean, sd }, i) => {
    gradient[i]! -= (coefficients[i]! - mean) / Math.min(sd, WIDE) ** 2;
  });
  return gradient;
}

function informationOf(
  { design, prior }: LogLinearData,
  fitted: Float64Array,
  dispersion: number,
  seenShare?: Float64Array,
) {
  const columns = prior.length;
  const information = new Float64Array(columns * columns);
  for (let row = 0; row < fitted.length; row++) {
    const weight = ((seenShare?.[row] ?? 1) * fitted[row]!) / dispersion;
    for (let i = 0; i < columns; i++) {
      const weighted = weight * design[row * columns + i]!;
      // a row stands in one group's column of many
      if (weighted === 0) continue;
      for (let j = 0; j < columns; j++)
        information[i * columns + j]! += weighted * design[row * columns + j]!;
    }
  }
  prior.forEach(({ sd }, i) => {
    information[i * columns + i]! += 1 / Math.min(sd, WIDE) ** 2;
  });
  return information;
}

function standardErrorsOf(information: Float64Array, columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, i) => {
    const unit = new Float64Array(columns);
    unit[i] = 1;
    return Math.sqrt(Math.max(0, solveLinear(information, unit)?.[i] ?? 0));
  });
}
