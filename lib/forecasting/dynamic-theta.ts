import { searchSimplex } from '../numeric/index.ts';

/** Coefficients of a dynamic optimised Theta model. */
export type ThetaCoefficients = { firstLevel: number; alpha: number; theta: number };

/** A fitted model, and its states after each value, so that it forecasts from any of them without running up to it again. */
export type DynamicTheta = ThetaCoefficients & {
  /** [n + 1] each, entry t after t values: smoothed level, mean, and slope of the line. */
  levels: Float64Array;
  means: Float64Array;
  slopes: Float64Array;
};

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
  if (!(range > 0)) return traceDynamicTheta(y, { firstLevel: y[0]!, alpha: 0.5, theta: 1 });
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
  return traceDynamicTheta(y, { firstLevel, alpha, theta: 1 / (1 - weight) });
}

/** Run a model of given coefficients over a series and keep its states. */
export function traceDynamicTheta(y: Float64Array, coefficients: ThetaCoefficients): DynamicTheta {
  const { firstLevel, alpha } = coefficients;
  const levels = new Float64Array(y.length + 1);
  const means = new Float64Array(y.length + 1);
  const slopes = new Float64Array(y.length + 1);
  levels[0] = firstLevel;
  for (let t = 1; t <= y.length; t++) {
    const value = y[t - 1]!;
    levels[t] = alpha * value + (1 - alpha) * levels[t - 1]!;
    slopes[t] = t === 1 ? 0 : ((t - 2) * slopes[t - 1]! + (6 * (value - means[t - 1]!)) / t) / (t + 1);
    means[t] = ((t - 1) * means[t - 1]! + value) / t;
  }
  return { ...coefficients, levels, means, slopes };
}

/**
 * Forecast what follows the first `origin` values: each step enters the line as if it had come.
 *
 * @param origin - 1 to n
 * @returns [h]
 */
export function forecastDynamicTheta(model: DynamicTheta, origin: number, horizon: number): Float64Array {
  const { alpha, theta } = model;
  const weight = 1 - 1 / theta;
  const keep = 1 - alpha;
  const out = new Float64Array(horizon);
  let level = model.levels[origin]!;
  let mean = model.means[origin]!;
  let slope = model.slopes[origin]!;
  let power = keep ** origin;
  for (let step = 0; step < horizon; step++) {
    const t = origin + step;
    const intercept = mean - (slope * (t + 1)) / 2;
    const next = level + weight * (power * intercept + ((1 - power * keep) / alpha) * slope);
    out[step] = next;
    level = alpha * next + keep * level;
    slope = ((t - 1) * slope + (6 * (next - mean)) / (t + 1)) / (t + 2);
    mean = (t * mean + next) / (t + 1);
    power *= keep;
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
