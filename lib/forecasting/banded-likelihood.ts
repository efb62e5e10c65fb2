import { choleskyFactor } from '../numeric/index.ts';
import { differencePolynomial, seasonallyDifferenced } from './arima-polynomials.ts';
import { type ArmaCovariances, armaCovariances } from './arma-covariances.ts';

/** A differenced series whose missing levels are unknowns beside it. */
export type DifferencedSeries = {
  /** [n] differences of the levels, every gap filled by a straight line. */
  w: Float64Array;
  /** What one unit of each missing level adds to `w`: coefficients from index `from` on. */
  missing: { from: number; effect: Float64Array }[];
};

/**
 * Difference a series with gaps.
 *
 * @param levels - [n], first and last observed, NaN = not observed; not changed
 */
export function describeDifferences(
  levels: Float64Array,
  d: number,
  D: number,
  period: number,
): DifferencedSeries {
  const filled = Float64Array.from(levels);
  const polynomial = differencePolynomial(d, D, period);
  const lost = polynomial.length - 1;
  const length = Math.max(0, levels.length - lost);
  const missing: DifferencedSeries['missing'] = [];
  let before = 0;
  for (let i = 0; i < levels.length; i++) {
    if (Number.isNaN(levels[i]!)) {
      const from = Math.max(0, i - lost);
      missing.push({ from, effect: polynomial.slice(from - i + lost, length - i + lost) });
      continue;
    }
    for (let j = before + 1; j < i; j++) {
      filled[j] = levels[before]! + ((levels[i]! - levels[before]!) * (j - before)) / (i - before);
    }
    before = i;
  }
  return { w: seasonallyDifferenced(filled, d, D, period), missing };
}

/**
 * Compute the exact likelihood of an ARMA process without the Kalman filter (Ansley 1979).
 *
 * Past the first max(p, q) steps the autoregression is taken out of the series, whose covariance then has q bands: its Cholesky
 * factor costs O(n·q²), a missing level another O(n·q), which is integrated out as an unknown of the regression of the series on
 * its effects. For 150 months of (0,1,1)(0,1,1)[12] that takes .04 ms, .11 with a tenth missing, where the filter's
 * 27 states take 1.3.
 *
 * @param ar - [p] multiplied out, in R's sign
 * @param ma - [q] multiplied out, in R's sign
 * @returns Σ v²/F and Σ log F as the filter has them; NaN when the process is not stationary
 */
export function bandedLikelihood(
  series: DifferencedSeries,
  ar: Float64Array,
  ma: Float64Array,
): { squares: number; logDeterminant: number } {
  const none = { squares: Number.NaN, logDeterminant: Number.NaN };
  const start = ar.length === 0 ? 0 : Math.max(ar.length, ma.length);
  const n = series.w.length;
  const covariances = armaCovariances(ar, ma, Math.min(start, n));
  const factor = covariances && factorBands(covariances, n, start);
  if (!factor) return none;
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += 2 * Math.log(factor.lower[(i + 1) * factor.stride - 1]!);
  const whitened = whiten(factor, withoutAutoregression(series.w, ar, start, 0), 0);
  let squares = 0;
  for (const value of whitened) squares += value * value;
  if (series.missing.length === 0) return { squares, logDeterminant };
  const columns = series.missing.map(({ from, effect }) => {
    const column = new Float64Array(n);
    column.set(effect, from);
    return whiten(factor, withoutAutoregression(column, ar, start, from), from);
  });
  const explained = regress(whitened, columns, series.missing);
  if (!explained) return none;
  return {
    squares: squares - explained.squares,
    logDeterminant: logDeterminant + explained.logDeterminant,
  };
}

/** A lower triangle, row by row: entry (i, j) stands at (i + 1)·stride − 1 − (i − j). */
type BandedFactor = { lower: Float64Array; stride: number; start: number; q: number };

function factorBands(covariances: ArmaCovariances, n: number, start: number): BandedFactor | null {
  const { process, cross, shocks } = covariances;
  const q = shocks.length - 1;
  const stride = Math.max(start, q + 1);
  const lower = new Float64Array(n * stride);
  for (let i = 0; i < n; i++) {
    const first = firstOfRow(i, start, q);
    const row = (i + 1) * stride - 1 - i;
    for (let j = first; j <= i; j++) {
      const other = (j + 1) * stride - 1 - j;
      const lag = i - j;
      let sum = i < start ? process[lag]! : j < start ? cross[lag]! : shocks[lag]!;
      for (let c = Math.max(first, firstOfRow(j, start, q)); c < j; c++) {
        sum -= lower[row + c]! * lower[other + c]!;
      }
      if (j < i) lower[row + j] = sum / lower[other + j]!;
      else if (sum > 0) lower[row + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return { lower, stride, start, q };
}

function firstOfRow(i: number, start: number, q: number): number {
  return i < start ? 0 : Math.max(0, i - q);
}

/** Take the autoregression out of a series from `start` on; it is 0 before `from`. */
function withoutAutoregression(w: Float64Array, ar: Float64Array, start: number, from: number): Float64Array {
  if (ar.length === 0) return w;
  const rest = Float64Array.from(w);
  for (let lag = 1; lag <= ar.length; lag++) {
    const coefficient = ar[lag - 1]!;
    if (coefficient === 0) continue;
    for (let t = Math.max(start, from + lag); t < w.length; t++) rest[t]! -= coefficient * w[t - lag]!;
  }
  return rest;
}

/** Solve L·x = z, whose first `from` entries are 0; overwrites nothing. */
function whiten({ lower, stride, start, q }: BandedFactor, z: Float64Array, from: number): Float64Array {
  const x = new Float64Array(z.length);
  for (let i = from; i < z.length; i++) {
    const row = (i + 1) * stride - 1 - i;
    let sum = z[i]!;
    for (let c = Math.max(from, firstOfRow(i, start, q)); c < i; c++) sum -= lower[row + c]! * x[c]!;
    x[i] = sum / lower[row + i]!;
  }
  return x;
}

/** How much of a series its columns explain, and log |XᵀX|; `null` when they are not independent. */
function regress(
  series: Float64Array,
  columns: readonly Float64Array[],
  missing: DifferencedSeries['missing'],
): { squares: number; logDeterminant: number } | null {
  const k = columns.length;
  const products = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      // later gaps start later: a column is 0 before its own
      let sum = 0;
      for (let t = missing[a]!.from; t < series.length; t++) sum += columns[a]![t]! * columns[b]![t]!;
      products[a * k + b] = sum;
      products[b * k + a] = sum;
    }
  }
  const lower = choleskyFactor(products, k);
  if (!lower) return null;
  let squares = 0;
  let logDeterminant = 0;
  const solved = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    let right = 0;
    for (let t = missing[a]!.from; t < series.length; t++) right += columns[a]![t]! * series[t]!;
    for (let b = 0; b < a; b++) right -= lower[a * k + b]! * solved[b]!;
    solved[a] = right / lower[a * k + a]!;
    squares += solved[a]! ** 2;
    logDeterminant += 2 * Math.log(lower[a * k + a]!);
  }
  return { squares, logDeterminant };
}
