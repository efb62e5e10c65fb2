import { minimise, solveLeastSquares } from '../numeric/index.ts';
import { createArimaSystem } from './arima-state-space.ts';
import { coefficientsOfPartial, partialOfCoefficients, yuleWalkerPartial } from './autoregression.ts';
import { differenced } from './differences.ts';
import { filterArima } from './kalman-filter.ts';

/**
 * Maximise the exact likelihood of a mixed process through the Kalman filter, with or without gaps.
 *
 * Both polynomials are searched over artanh of their partial autocorrelations, so every trial is stationary and invertible
 * (Monahan 1984); slopes by central differences.
 *
 * @param values - [n], scaled; NaN = not observed
 * @returns [p] and [q] in R's sign
 */
export function fitByFilter(
  values: Float64Array,
  p: number,
  d: number,
  q: number,
): { ar: Float64Array; ma: Float64Array } {
  const read = (z: Float64Array) => ({
    ar: coefficientsOfPartial(z.slice(0, p).map(Math.tanh)),
    ma: coefficientsOfPartial(z.slice(p).map(Math.tanh)).map((entry) => -entry),
  });
  const objective = (z: Float64Array): number => {
    const { ar, ma } = read(z);
    const { count, squares, logDeterminant } = filterArima(createArimaSystem(ar, ma, d), values);
    return Math.log(squares / count) + logDeterminant / count;
  };
  const w = differenced(values, d);
  const starts = [hannanRissanen(w, p, q), new Float64Array(p + q)];
  let best = { x: new Float64Array(p + q), value: Number.POSITIVE_INFINITY };
  for (const start of starts) {
    const z = start.map((entry) => Math.atanh(Math.min(0.99, Math.max(-0.99, entry))));
    const found = minimise(objective, z, { valueTolerance: 1e-11, gradientTolerance: 1e-6 });
    if (found.value < best.value) best = { x: Float64Array.from(found.x), value: found.value };
  }
  return read(best.x);
}

/**
 * Start a mixed process from a regression on its own lags and on a long autoregression's residuals (Hannan & Rissanen 1982).
 *
 * @returns [p + q] partial autocorrelations of both polynomials; zeros where the regression is not stationary
 */
function hannanRissanen(w: Float64Array, p: number, q: number): Float64Array {
  const long = Math.min(p + q + 5, Math.floor(w.length / 3));
  const residuals = residualsOf(w, coefficientsOfPartial(yuleWalkerPartial(w, long)));
  const rows: number[] = [];
  const right: number[] = [];
  for (let t = long + q; t < w.length; t++) {
    const row = [
      ...Array.from({ length: p }, (_, i) => w[t - 1 - i] ?? Number.NaN),
      ...Array.from({ length: q }, (_, j) => residuals[t - 1 - j] ?? Number.NaN),
    ];
    if (row.some(Number.isNaN) || Number.isNaN(w[t]!)) continue;
    rows.push(...row);
    right.push(w[t]!);
  }
  const start = new Float64Array(p + q);
  if (right.length <= p + q) return start;
  const { coefficients } = solveLeastSquares(Float64Array.from(rows), Float64Array.from(right), p + q);
  const ar = partialOfCoefficients(coefficients.slice(0, p));
  const ma = partialOfCoefficients(coefficients.slice(p).map((entry) => -entry));
  if (ar) start.set(ar);
  if (ma) start.set(ma, p);
  return start;
}

/** One-step residuals of an autoregression; NaN where a lag is missing or lies before the start. */
function residualsOf(w: Float64Array, ar: Float64Array): Float64Array {
  return w.map((value, t) => {
    let residual = value;
    for (let i = 0; i < ar.length; i++) residual -= ar[i]! * (w[t - 1 - i] ?? Number.NaN);
    return residual;
  });
}
