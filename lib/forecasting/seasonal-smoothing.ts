import { searchSimplex } from '../numeric/index.ts';

/** Exponential smoothing with a damped trend and an additive season that may change. */
export type SeasonalSmoothing = {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  firstLevel: number;
  firstSlope: number;
  /** [n + 1] each, entry t after t values. */
  levels: Float64Array;
  slopes: Float64Array;
  /** [n + m] the season at each step as the values of the season before left it. */
  season: Float64Array;
  period: number;
};

/**
 * Fit ETS(A,Ad,A) (Hyndman, Koehler, Ord & Snyder 2008, table 2.2) by least squares of one-step errors.
 *
 * The first season is given; the first level and slope are the line through the adjusted series' first two seasons. A
 * multiplicative season is had by fitting logarithms. O(n) a trial, at most 160 trials.
 *
 * @param y - [n] complete; not changed
 * @param observed - [n] 1 where observed, 0 where filled in: those errors do not count
 * @param firstSeason - [m] additive, mean 0, the place of y[0] first
 */
export function fitSeasonalSmoothing(
  y: Float64Array,
  observed: Uint8Array,
  firstSeason: Float64Array,
): SeasonalSmoothing {
  const period = firstSeason.length;
  const model: SeasonalSmoothing = {
    alpha: 0,
    beta: 0,
    gamma: 0,
    phi: 1,
    ...firstLine(y, firstSeason),
    levels: new Float64Array(y.length + 1),
    slopes: new Float64Array(y.length + 1),
    season: new Float64Array(y.length + period),
    period,
  };
  model.season.set(firstSeason);
  const read = (x: Float64Array) => {
    // γ is searched as a share of 1 − α and β as one of α, which keeps both admissible.
    model.alpha = x[0]!;
    model.beta = x[0]! * x[1]!;
    model.gamma = x[2]! * (1 - x[0]!);
    model.phi = x[3]!;
  };
  const objective = (x: Float64Array) => {
    read(x);
    return smoothedSquares(y, observed, model);
  };
  const found = searchSimplex(objective, [0.3, 0.05, 0.1, 0.95], {
    lower: [0.001, 0.0001, 0.0001, 0.8],
    upper: [0.999, 0.9, 0.9, 0.98],
    steps: [0.2, 0.1, 0.15, -0.04],
    evaluations: 160,
    tolerance: 1e-3,
  });
  objective(found.x);
  return model;
}

/**
 * Forecast what follows the first `origin` values by a fitted smoothing.
 *
 * @param origin - 0 to n
 * @returns [h]
 */
export function forecastSeasonalSmoothing(
  { levels, slopes, season, period, phi }: SeasonalSmoothing,
  origin: number,
  horizon: number,
): Float64Array {
  let sum = 0;
  let power = 1;
  const out = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    power *= phi;
    sum += power;
    out[step] = levels[origin]! + sum * slopes[origin]! + season[origin + (step % period)]!;
  }
  return out;
}

function firstLine(y: Float64Array, season: Float64Array): { firstLevel: number; firstSlope: number } {
  const m = season.length;
  const n = Math.min(y.length, Math.max(2 * m, 8));
  let sum = 0;
  let product = 0;
  for (let t = 0; t < n; t++) {
    const value = y[t]! - season[t % m]!;
    sum += value;
    product += (t - (n - 1) / 2) * value;
  }
  const firstSlope = product / ((n * (n * n - 1)) / 12);
  return { firstLevel: sum / n - (firstSlope * (n + 1)) / 2, firstSlope };
}

/** Sum the squares of one-step errors, and leave the states in the model. */
function smoothedSquares(y: Float64Array, observed: Uint8Array, model: SeasonalSmoothing): number {
  const { alpha, beta, gamma, phi, levels, slopes, season, period } = model;
  let level = model.firstLevel;
  let slope = model.firstSlope;
  let sum = 0;
  levels[0] = level;
  slopes[0] = slope;
  for (let t = 0; t < y.length; t++) {
    const damped = phi * slope;
    const expected = level + damped;
    const error = observed[t]! * (y[t]! - expected - season[t]!);
    sum += error * error;
    level = expected + alpha * error;
    slope = damped + beta * error;
    season[t + period] = season[t]! + gamma * error;
    levels[t + 1] = level;
    slopes[t + 1] = slope;
  }
  return sum;
}
