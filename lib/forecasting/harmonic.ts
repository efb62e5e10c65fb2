import { type LeastSquares, leverage, solveLeastSquares } from '../numeric/index.ts';
import type { ObservedSeries } from './observed-series.ts';
import type { Prediction } from './prediction.ts';

/** `fixed`: the cosine peaks where t is a multiple of the period; `free`: a sine beside each cosine lets the data say. */
export type HarmonicPhase = 'fixed' | 'free';

/** A trend with harmonics of a period, fitted. Plain JSON but for the typed arrays of `fit`. */
export type HarmonicModel = {
  /** [k] names in the order of the coefficients: `intercept`, `trend`, `cos1`, `sin1`, … */
  names: string[];
  /** [k]; 0 for a term that the data cannot tell from the ones before it. */
  coefficients: number[];
  standardErrors: number[];
  /** Residual standard deviation, with `degreesOfFreedom` in the denominator. */
  sigma: number;
  degreesOfFreedom: number;
  /** Correlation of neighbouring residuals, 0 to 0.95. */
  residualCorrelation: number;
  residualSumOfSquares: number;
  observed: number;
  /** Values read, missing ones included: the forecast starts at n + 1. */
  length: number;
  terms: Term[];
  fit: LeastSquares;
  warnings: string[];
};

type Term = { name: string; at: (t: number) => number };

/**
 * Fit y = a + b t + Σ g_k cos(2πkt/P) + s_k sin(2πkt/P), t = 1 … n, by least squares (QR).
 *
 * Terms are taken in that order, and one observation is kept for the error: a short series gets fewer.
 *
 * @param period - P, steps; below 2 there is no season
 * @param harmonics - how many multiples of the frequency 1/P, at most P/2 count
 */
export function fitHarmonic(
  series: ObservedSeries,
  period: number,
  harmonics: number,
  phase: HarmonicPhase,
): HarmonicModel {
  const { values, observed } = series;
  const all = termsOf(period, harmonics, phase);
  const terms = all.slice(0, Math.max(1, Math.min(all.length, observed - 1)));
  const k = terms.length;
  const design = new Float64Array(observed * k);
  const y = new Float64Array(observed);
  // The first observation is the origin, so that a large level costs the other coefficients no digits.
  const origin = values.find((value) => !Number.isNaN(value)) ?? 0;
  let row = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    for (let j = 0; j < k; j++) design[row * k + j] = terms[j]!.at(i + 1);
    y[row++] = values[i]! - origin;
  }
  const fit = solveLeastSquares(design, y, k);
  const degreesOfFreedom = observed - fit.kept.length;
  const sigma = degreesOfFreedom > 0 ? Math.sqrt(fit.residualSumOfSquares / degreesOfFreedom) : 0;
  const coefficients = Array.from(fit.coefficients);
  const residualCorrelation = neighbourCorrelation(values, origin, terms, coefficients);
  coefficients[0]! += origin;
  return {
    names: terms.map(({ name }) => name),
    coefficients,
    standardErrors: terms.map((_, j) => sigma * rowNorm(fit.inverseR, j, k)),
    sigma,
    degreesOfFreedom,
    residualCorrelation,
    residualSumOfSquares: fit.residualSumOfSquares,
    observed,
    length: values.length,
    terms,
    fit,
    warnings: [
      ...series.warnings,
      ...(terms.length < all.length ? [`${observed} observations carry ${k} of ${all.length} terms`] : []),
      ...(observed < 2 ? ['one observation: its spread cannot be estimated'] : []),
    ],
  };
}

/** Predict by a fitted trend and season; errors are residuals, correlated from step to step, plus the coefficients' own. */
export function predictHarmonic(model: HarmonicModel, horizon: number): Prediction {
  const { coefficients, terms, sigma, residualCorrelation } = model;
  const mean: number[] = [];
  const withoutSeason: number[] = [];
  const sd: number[] = [];
  const sharedShare: number[] = [];
  for (let step = 1; step <= horizon; step++) {
    const row = terms.map(({ at }) => at(model.length + step));
    const ofCoefficients = leverage(model.fit, row);
    mean.push(row.reduce((sum, entry, j) => sum + entry * coefficients[j]!, 0));
    withoutSeason.push(coefficients[0]! + (coefficients[1] ?? 0) * (row[1] ?? 0));
    sd.push(sigma * Math.sqrt(1 + ofCoefficients));
    sharedShare.push(ofCoefficients / (1 + ofCoefficients));
  }
  const cosines = terms.filter(({ name }) => name.startsWith('cos')).length;
  return {
    model: `harmonic(${cosines})`,
    mean,
    ...(cosines > 0 ? { withoutSeason } : {}),
    sd,
    errorWeights: Array.from({ length: horizon }, (_, lag) => residualCorrelation ** lag),
    sharedShare,
    degreesOfFreedom: Math.max(1, model.degreesOfFreedom),
    warnings: model.warnings,
  };
}

function termsOf(period: number, harmonics: number, phase: HarmonicPhase): Term[] {
  const terms: Term[] = [
    { name: 'intercept', at: () => 1 },
    { name: 'trend', at: (t) => t },
  ];
  if (!(period >= 2)) return terms;
  for (let k = 1; k <= Math.min(harmonics, period / 2); k++) {
    // Whole turns are taken off first: the cosine of a large angle has lost digits.
    const angle = (t: number) => (2 * Math.PI * ((k * t) % period)) / period;
    terms.push({ name: `cos${k}`, at: (t) => Math.cos(angle(t)) });
    // At half the period the sine is zero at every whole t.
    if (phase === 'free' && 2 * k !== period) terms.push({ name: `sin${k}`, at: (t) => Math.sin(angle(t)) });
  }
  return terms;
}

function neighbourCorrelation(
  values: Float64Array,
  origin: number,
  terms: Term[],
  coefficients: number[],
): number {
  let before = Number.NaN;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    let residual = values[i]! - origin;
    for (let j = 0; j < terms.length; j++) residual -= terms[j]!.at(i + 1) * coefficients[j]!;
    if (!Number.isNaN(residual)) squares += residual * residual;
    const product = residual * before;
    if (!Number.isNaN(product)) products += product;
    before = residual;
  }
  return squares > 0 ? Math.min(0.95, Math.max(0, products / squares)) : 0;
}

function rowNorm(matrix: Float64Array, row: number, columns: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += matrix[row * columns + j]! ** 2;
  return Math.sqrt(sum);
}
