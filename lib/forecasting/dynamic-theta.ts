import { searchSimplex } from '../numeric/index.ts';

/** A fitted dynamic optimised Theta model. Plain JSON. */
export type DynamicTheta = { firstLevel: number; alpha: number; theta: number; sigma2: number };

/**
 * Fit the dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016, eq. 12–17) by least
 * squares of its one-step errors: smoothing of the level beside a line whose coefficients are updated with every value.
 *
 * @param y - [n] complete, not seasonal, n ≥ 3; not changed
 * @param observed - [n] 1 where the value was observed and 0 where it was filled in: those errors do not count
 */
export function fitDynamicTheta(y: Float64Array, observed: Uint8Array): DynamicTheta {
  let low = y[0]!;
  let high = y[0]!;
  for (const value of y) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low;
  if (!(range > 0)) return { firstLevel: y[0]!, alpha: 0.5, theta: 1, sigma2: 0 };
  // θ is searched as 1 − 1/θ, the weight of the line, so that a large θ is as near as any.
  const found = searchSimplex((x) => squaredErrors(y, observed, x[0]!, x[1]!, x[2]!), [y[0]!, 0.5, 0.5], {
    lower: [low - range, 0.05, 0],
    upper: [high + range, 0.99, 0.98],
    steps: [0.3 * range, 0.2, 0.2],
    evaluations: 180,
    tolerance: 1e-3,
  });
  const [level, alpha, weight] = [found.x[0]!, found.x[1]!, found.x[2]!];
  const firstLevel = level - weight * y[0]!;
  let count = 0;
  for (let t = 1; t < y.length; t++) count += observed[t]!;
  return { firstLevel, alpha, theta: 1 / (1 - weight), sigma2: found.value / Math.max(1, count - 3) };
}

/**
 * Forecast what follows a series, or a beginning of it, by a fitted model: each step enters the line as if it had come.
 *
 * @param y - [n] the series fitted, or its beginning
 * @returns [h]
 */
export function forecastDynamicTheta(y: Float64Array, model: DynamicTheta, horizon: number): Float64Array {
  const { firstLevel, alpha, theta } = model;
  const weight = 1 - 1 / theta;
  const keep = 1 - alpha;
  const out = new Float64Array(horizon);
  let level = firstLevel;
  let mean = 0;
  let slope = 0;
  let power = 1;
  let next = y[0]!;
  for (let t = 1; t < y.length + horizon; t++) {
    const value = t <= y.length ? y[t - 1]! : next;
    level = alpha * value + keep * level;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - mean)) / t) / (t + 1);
    mean = ((t - 1) * mean + value) / t;
    power *= keep;
    const intercept = mean - (slope * (t + 1)) / 2;
    next = level + weight * (power * intercept + ((1 - power * keep) / alpha) * slope);
    if (t >= y.length) out[t - y.length] = next;
  }
  return out;
}

function squaredErrors(
  y: Float64Array,
  observed: Uint8Array,
  firstLevel: number,
  alpha: number,
  weight: number,
): number {
  const keep = 1 - alpha;
  let level = firstLevel;
  let mean = 0;
  let slope = 0;
  let power = 1;
  let sum = 0;
  for (let t = 1; t < y.length; t++) {
    const value = y[t - 1]!;
    level = alpha * value + keep * level;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - mean)) / t) / (t + 1);
    mean = ((t - 1) * mean + value) / t;
    power *= keep;
    const intercept = mean - (slope * (t + 1)) / 2;
    const error = y[t]! - level - weight * (power * intercept + ((1 - power * keep) / alpha) * slope);
    sum += observed[t]! * error * error;
  }
  return sum;
}
