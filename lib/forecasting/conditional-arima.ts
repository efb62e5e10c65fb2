import { searchSimplex } from '../numeric/index.ts';

/** An order (p,d,q)(0,D,Q) of a multiplicative seasonal ARIMA process, with or without a drift: as many as a combination asks for. */
export type SeasonalOrder = {
  p: 0 | 1;
  d: 0 | 1;
  q: 0 | 1;
  D: 0 | 1;
  Q: 0 | 1;
  drift: boolean;
};

/** A process fitted by conditional least squares. */
export type ConditionalArima = Coefficients & {
  order: SeasonalOrder;
  /** Mean of the differenced series. */
  drift: number;
  /** Differenced series less its drift, [n − d − D·m]. */
  differences: Float64Array;
  /** [m + 1 + n − d − D·m] its one-step errors, after m + 1 zeros, so that every lag can be read. */
  errors: Float64Array;
};

/** In R's signs: (1 − φB) w = (1 + θB)(1 + ΘBᵐ) e; 0 where the order has none. */
type Coefficients = { phi: number; theta: number; seasonalTheta: number };

/** Coefficients stay this far inside the unit circle. */
const LARGEST = 0.97;

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
  const { p, q, Q } = order;
  const k = p + q + Q;
  const differences = differenceAll(y, order, period);
  const n = differences.length;
  if (n - p < k + 4) return null;
  const drift = order.drift ? differences.reduce((sum, value) => sum + value, 0) / n : 0;
  for (let t = 0; t < n; t++) differences[t]! -= drift;
  const weights = observed.subarray(y.length - n);
  const errors = new Float64Array(period + 1 + n);
  const coefficients: Coefficients = { phi: 0, theta: 0, seasonalTheta: 0 };
  const objective = (x: Float64Array) => {
    if (p === 1) coefficients.phi = x[0]!;
    if (q === 1) coefficients.theta = x[p]!;
    if (Q === 1) coefficients.seasonalTheta = x[p + q]!;
    return conditionalSquares(differences, weights, errors, coefficients, p);
  };
  const start = Float64Array.from({ length: k }, (_, i) => (i < p ? 0.1 : -0.4));
  const found = searchSimplex(objective, start, {
    lower: new Array<number>(k).fill(-LARGEST),
    upper: new Array<number>(k).fill(LARGEST),
    steps: new Array<number>(k).fill(0.25),
    evaluations: 40 + 40 * k,
    tolerance: 1e-3,
  });
  objective(found.x);
  return { order, ...coefficients, drift, differences, errors };
}

/**
 * Forecast what follows a series, or a beginning of it: the differences by their recursion, then summed up again.
 *
 * @param y - [n] the series fitted, or its beginning, longer than a season and two
 * @returns [h]
 */
export function forecastConditionalArima(
  y: Float64Array,
  { order, phi, theta, seasonalTheta, drift, differences, errors }: ConditionalArima,
  period: number,
  horizon: number,
): Float64Array {
  const n = y.length - order.d - order.D * period;
  const steps = new Float64Array(horizon);
  // Errors to come are 0, and so are those before the first, which lead the array.
  const errorAt = (t: number) => (t < n ? errors[t + period + 1]! : 0);
  let before = n > 0 ? differences[n - 1]! : 0;
  for (let step = 0; step < horizon; step++) {
    let value = phi * before;
    if (step === 0) value += theta * errorAt(n - 1);
    if (step < period) value += seasonalTheta * errorAt(n + step - period);
    if (step <= period) value += theta * seasonalTheta * errorAt(n + step - period - 1);
    before = value;
    steps[step] = value + drift;
  }
  // Differences were taken season first, so they are summed up in the opposite order.
  if (order.d === 1) sumUp(steps, newestDifference(y, order.D * period));
  if (order.D === 1) {
    for (let step = 0; step < horizon; step++) {
      steps[step]! += step < period ? y[y.length - period + step]! : steps[step - period]!;
    }
  }
  return steps;
}

function sumUp(steps: Float64Array, last: number): void {
  let sum = last;
  for (let step = 0; step < steps.length; step++) {
    sum += steps[step]!;
    steps[step] = sum;
  }
}

/** The newest value of a series after a seasonal difference over `season` steps (0: none). */
function newestDifference(y: Float64Array, season: number): number {
  const last = y.length - 1;
  return season > 0 ? y[last]! - y[last - season]! : y[last]!;
}

function differenceAll(y: Float64Array, { d, D }: SeasonalOrder, period: number): Float64Array {
  const seasonal = D === 1 ? differencesOver(y, period) : y.slice();
  return d === 1 ? differencesOver(seasonal, 1) : seasonal;
}

function differencesOver(y: Float64Array, lag: number): Float64Array {
  const out = new Float64Array(Math.max(0, y.length - lag));
  for (let t = 0; t < out.length; t++) out[t] = y[t + lag]! - y[t]!;
  return out;
}

/**
 * Run e = w − φw₋₁ − θe₋₁ − Θe₋ₘ − θΘe₋ₘ₋₁ and sum the squares of what was observed.
 *
 * @param errors - overwritten behind its leading zeros
 * @param first - values without an error: p
 */
function conditionalSquares(
  w: Float64Array,
  weights: Uint8Array,
  errors: Float64Array,
  { phi, theta, seasonalTheta }: Coefficients,
  first: number,
): number {
  const cross = theta * seasonalTheta;
  const lead = errors.length - w.length;
  let before = first > 0 ? w[0]! : 0;
  let error = 0;
  // errors[t] is the one m + 1 steps before w[t], errors[t + 1] the one m steps before
  let crossed = errors[first]!;
  let sum = 0;
  for (let t = first; t < w.length; t++) {
    const seasonAgo = errors[t + 1]!;
    const value = w[t]!;
    error =
      weights[t]! * (value - phi * before - theta * error - seasonalTheta * seasonAgo - cross * crossed);
    errors[t + lead] = error;
    crossed = seasonAgo;
    before = value;
    sum += error * error;
  }
  return sum;
}
