import { searchSimplex } from '../numeric/index.ts';

/** Exponential smoothing with a damped trend and an additive season that may change. Plain JSON. */
export type SeasonalSmoothing = {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  firstLevel: number;
  firstSlope: number;
  /** [m], the place of the first value first. */
  firstSeason: number[];
  sigma2: number;
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
  const season = new Float64Array(firstSeason.length);
  const model = { alpha: 0, beta: 0, gamma: 0, phi: 1, ...firstLine(y, firstSeason), firstSeason };
  const read = (x: Float64Array) => {
    // γ is searched as a share of 1 − α and β as one of α, which keeps both admissible.
    model.alpha = x[0]!;
    model.beta = x[0]! * x[1]!;
    model.gamma = x[2]! * (1 - x[0]!);
    model.phi = x[3]!;
  };
  const state = { level: 0, slope: 0 };
  const objective = (x: Float64Array) => {
    read(x);
    return smoothedSquares(y, observed, model, season, state);
  };
  const found = searchSimplex(objective, [0.3, 0.05, 0.1, 0.95], {
    lower: [0.001, 0.0001, 0.0001, 0.8],
    upper: [0.999, 0.9, 0.9, 0.98],
    steps: [0.2, 0.1, 0.15, -0.04],
    evaluations: 160,
    tolerance: 1e-3,
  });
  read(found.x);
  let count = 0;
  for (const flag of observed) count += flag;
  return {
    ...model,
    firstSeason: Array.from(firstSeason),
    sigma2: found.value / Math.max(1, count - 6),
  };
}

/**
 * Forecast what follows a series, or a beginning of it, by a fitted smoothing.
 *
 * @param y - [n] the series fitted, or its beginning
 * @returns [h]
 */
export function forecastSeasonalSmoothing(
  y: Float64Array,
  observed: Uint8Array,
  model: SeasonalSmoothing,
  horizon: number,
): Float64Array {
  const m = model.firstSeason.length;
  const season = new Float64Array(m);
  const state = { level: 0, slope: 0 };
  smoothedSquares(y, observed, model, season, state);
  let sum = 0;
  let power = 1;
  const out = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    power *= model.phi;
    sum += power;
    out[step] = state.level + sum * state.slope + season[(y.length + step) % m]!;
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

function smoothedSquares(
  y: Float64Array,
  observed: Uint8Array,
  model: Omit<SeasonalSmoothing, 'sigma2' | 'firstSeason'> & { firstSeason: ArrayLike<number> },
  season: Float64Array,
  state: { level: number; slope: number },
): number {
  const { alpha, beta, gamma, phi } = model;
  const m = season.length;
  season.set(model.firstSeason);
  let level = model.firstLevel;
  let slope = model.firstSlope;
  let sum = 0;
  let place = 0;
  for (let t = 0; t < y.length; t++) {
    const damped = phi * slope;
    const expected = level + damped;
    const error = observed[t]! * (y[t]! - expected - season[place]!);
    sum += error * error;
    level = expected + alpha * error;
    slope = damped + beta * error;
    season[place]! += gamma * error;
    if (++place === m) place = 0;
  }
  state.level = level;
  state.slope = slope;
  return sum;
}
