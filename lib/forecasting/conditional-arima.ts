import { searchSimplex } from '../numeric/index.ts';

/** An order (p,d,q)(P,D,Q) of a multiplicative seasonal ARIMA process, p, q, P, Q ≤ 2, with or without a drift. */
export type SeasonalOrder = {
  p: number;
  d: number;
  q: number;
  P: number;
  D: number;
  Q: number;
  drift: boolean;
};

/** A process fitted by conditional least squares. */
export type ConditionalArima = {
  order: SeasonalOrder;
  /** Coefficients by lag, [lags + 1], entry 0 unused; ar in R's sign, ma in R's sign. */
  ar: Float64Array;
  ma: Float64Array;
  /** Mean of the differenced series. */
  drift: number;
  /** Differenced series and its one-step errors, [n − d − D·m]. */
  differences: Float64Array;
  errors: Float64Array;
  sigma2: number;
  /** Corrected Akaike criterion of the differenced series. */
  criterion: number;
};

/**
 * Fit a seasonal ARIMA process by conditional least squares (Box & Jenkins 1970, §7.1): a cheap member of a combination, where
 * `fitArima` is exact.
 *
 * @param y - [n] complete; not changed
 * @param observed - [n] 1 where observed, 0 where filled in
 * @param period - m; not read without seasonal parts
 * @returns `null` when the series is too short for the order
 */
export function fitConditionalArima(
  y: Float64Array,
  observed: Uint8Array,
  order: SeasonalOrder,
  period: number,
): ConditionalArima | null {
  const { p, q, P, Q } = order;
  const { differences, weights } = differenceAll(y, observed, order, period);
  const skip = p + P * period;
  const k = p + q + P + Q;
  const count = differences.length - skip;
  if (count < k + 4) return null;
  const drift = order.drift ? differences.reduce((sum, value) => sum + value, 0) / differences.length : 0;
  const w = differences.map((value) => value - drift);
  const errors = new Float64Array(w.length);
  const ar = new Float64Array(skip + 1);
  const ma = new Float64Array(q + Q * period + 1);
  const arLags = lagsOf(p, P, period);
  const maLags = lagsOf(q, Q, period);
  const fill = (x: Float64Array) => {
    fillPolynomial(ar, x.subarray(0, p), x.subarray(p, p + P), period, 1);
    fillPolynomial(ma, x.subarray(p + P, p + P + q), x.subarray(p + P + q), period, -1);
  };
  const objective = (x: Float64Array) => {
    fill(x);
    return conditionalSquares(w, weights, errors, skip, arLags, ar, maLags, ma);
  };
  const start = Float64Array.from({ length: k }, (_, i) => (i < p + P ? 0.1 : 0.4));
  const found =
    k === 0
      ? { x: start, value: objective(start) }
      : searchSimplex(objective, start, {
          lower: new Array<number>(k).fill(-0.97),
          upper: new Array<number>(k).fill(0.97),
          steps: new Array<number>(k).fill(0.25),
          evaluations: 40 + 40 * k,
          tolerance: 1e-3,
        });
  const squares = objective(found.x);
  const parameters = k + 1 + (order.drift ? 1 : 0);
  return {
    order,
    ar,
    ma,
    drift,
    differences,
    errors,
    sigma2: squares / Math.max(1, count - k),
    criterion:
      count * Math.log(Math.max(squares / count, 1e-300)) +
      2 * parameters +
      (2 * parameters * (parameters + 1)) / Math.max(1, count - parameters - 1),
  };
}

/**
 * Forecast what follows a series, or a beginning of it: the differences by their recursion, then summed up again.
 *
 * @param y - [n] the series fitted, or its beginning, longer than a season and two
 * @returns [h]
 */
export function forecastConditionalArima(
  y: Float64Array,
  { order, ar, ma, drift, differences, errors }: ConditionalArima,
  period: number,
  horizon: number,
): Float64Array {
  const n = y.length - order.d - order.D * period;
  const w = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    let value = 0;
    for (let lag = 1; lag < ar.length && lag <= n + step; lag++) {
      if (ar[lag] === 0) continue;
      value += ar[lag]! * (lag <= step ? w[step - lag]! : differences[n + step - lag]! - drift);
    }
    for (let lag = step + 1; lag < ma.length && lag <= n + step; lag++) {
      value += ma[lag]! * errors[n + step - lag]!;
    }
    w[step] = value;
  }
  for (let step = 0; step < horizon; step++) w[step]! += drift;
  // Differences were taken season first, so they are summed up in the opposite order.
  for (let d = order.d; d > 0; d--) sumUp(w, newestDifference(y, order.D * period, d - 1));
  if (order.D === 1) {
    for (let step = 0; step < horizon; step++) {
      w[step]! += step < period ? y[y.length - period + step]! : w[step - period]!;
    }
  }
  return w;
}

function sumUp(steps: Float64Array, last: number): void {
  let sum = last;
  for (let step = 0; step < steps.length; step++) {
    sum += steps[step]!;
    steps[step] = sum;
  }
}

/** The newest value of a series after a seasonal difference over `season` steps (0: none) and d plain ones. */
function newestDifference(y: Float64Array, season: number, d: number): number {
  const at = (t: number) => (season > 0 ? y[t]! - y[t - season]! : y[t]!);
  const n = y.length;
  return d === 0 ? at(n - 1) : at(n - 1) - at(n - 2);
}

function differencesOver(y: Float64Array, lag: number): Float64Array {
  const out = new Float64Array(y.length - lag);
  for (let t = 0; t < out.length; t++) out[t] = y[t + lag]! - y[t]!;
  return out;
}

function differenceAll(
  y: Float64Array,
  observed: Uint8Array,
  { d, D }: SeasonalOrder,
  period: number,
): { differences: Float64Array; weights: Uint8Array } {
  let differences = D === 1 ? differencesOver(y, period) : y;
  for (let round = 0; round < d; round++) {
    differences = differencesOver(differences, 1);
  }
  return { differences, weights: observed.subarray(y.length - differences.length) };
}

function lagsOf(short: number, seasonal: number, period: number): Int32Array {
  const lags: number[] = [];
  for (let s = 0; s <= seasonal; s++) {
    for (let j = 0; j <= short; j++) if (s + j > 0) lags.push(s * period + j);
  }
  return Int32Array.from(lags);
}

/** Expand (1 − Σ aᵢBⁱ)(1 − Σ bⱼB^{jm}) into coefficients by lag, times `sign`; entries are partial autocorrelations. */
function fillPolynomial(
  out: Float64Array,
  short: Float64Array,
  seasonal: Float64Array,
  period: number,
  sign: number,
): void {
  const a = coefficientsOfTwo(short);
  const b = coefficientsOfTwo(seasonal);
  out.fill(0);
  for (let s = 0; s < b.length; s++) {
    for (let j = 0; j < a.length; j++) {
      if (s + j > 0) out[s * period + j] = -sign * a[j]! * b[s]!;
    }
  }
}

/** 1, −φ₁, −φ₂ from at most two partial autocorrelations (Durbin–Levinson). */
function coefficientsOfTwo(partial: Float64Array): number[] {
  if (partial.length === 0) return [1];
  if (partial.length === 1) return [1, -partial[0]!];
  return [1, -partial[0]! * (1 - partial[1]!), -partial[1]!];
}

function conditionalSquares(
  w: Float64Array,
  weights: Uint8Array,
  errors: Float64Array,
  skip: number,
  arLags: Int32Array,
  ar: Float64Array,
  maLags: Int32Array,
  ma: Float64Array,
): number {
  let sum = 0;
  for (let t = skip; t < w.length; t++) {
    let error = w[t]!;
    for (let i = 0; i < arLags.length; i++) error -= ar[arLags[i]!]! * w[t - arLags[i]!]!;
    for (let i = 0; i < maLags.length && maLags[i]! <= t; i++)
      error -= ma[maLags[i]!]! * errors[t - maLags[i]!]!;
    error *= weights[t]!;
    errors[t] = error;
    sum += error * error;
  }
  return sum;
}
