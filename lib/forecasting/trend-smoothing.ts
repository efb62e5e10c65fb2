import { searchSimplex } from '../numeric/index.ts';

/** Exponential smoothing without season: a level, with a trend or none, damped or not. */
export type TrendSmoothing = {
  trend: 'none' | 'linear' | 'damped';
  alpha: number;
  beta: number;
  phi: number;
  firstLevel: number;
  firstSlope: number;
  sigma2: number;
  /** [n + 1] each, entry t after t values. */
  levels: Float64Array;
  slopes: Float64Array;
  /** Corrected Akaike criterion, up to a constant of the series. */
  criterion: number;
};

/**
 * Fit ETS(A,N,N), (A,A,N) or (A,Ad,N) (Hyndman, Koehler, Ord & Snyder 2008, table 2.2) by least squares of one-step errors,
 * with the first level and slope among the parameters. O(n) a trial, at most 360 trials.
 *
 * @param y - [n] complete, not seasonal, n ≥ 3; not changed
 * @param observed - [n] 1 where observed, 0 where filled in: those errors do not count
 */
export function fitTrendSmoothing(
  y: Float64Array,
  observed: Uint8Array,
  trend: TrendSmoothing['trend'],
): TrendSmoothing {
  const box = searchBox(y, trend);
  const model = { alpha: 0, beta: 0, phi: 1, firstLevel: 0, firstSlope: 0 };
  const read = (x: Float64Array) => {
    model.alpha = x[0]!;
    model.firstLevel = x[1]!;
    if (trend === 'none') return;
    // β is searched as a share of α, which keeps it admissible.
    model.beta = x[0]! * x[2]!;
    model.firstSlope = x[3]!;
    if (trend === 'damped') model.phi = x[4]!;
  };
  const levels = new Float64Array(y.length + 1);
  const slopes = new Float64Array(y.length + 1);
  const objective = (x: Float64Array) => {
    read(x);
    return smoothedSquares(y, observed, model, { levels, slopes });
  };
  const parameters = box.start.length;
  const found = searchSimplex(objective, box.start, {
    ...box,
    evaluations: 60 + 60 * parameters,
    tolerance: 1e-3,
  });
  objective(found.x);
  let count = 0;
  for (const flag of observed) count += flag;
  const k = parameters + 1;
  const room = count - k - 1;
  return {
    trend,
    ...model,
    levels,
    slopes,
    sigma2: found.value / Math.max(1, count - parameters),
    criterion:
      count * Math.log(Math.max(found.value, 1e-300)) +
      (room > 0 ? 2 * k + (2 * k * (k + 1)) / room : Number.POSITIVE_INFINITY),
  };
}

/**
 * Forecast what follows the first `origin` values by a fitted smoothing.
 *
 * @param origin - 0 to n
 * @returns [h]
 */
export function forecastTrendSmoothing(model: TrendSmoothing, origin: number, horizon: number): Float64Array {
  const level = model.levels[origin]!;
  const slope = model.slopes[origin]!;
  let sum = 0;
  let power = 1;
  const out = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    power *= model.phi;
    sum += power;
    out[step] = level + sum * slope;
  }
  return out;
}

type Box = { start: number[]; lower: number[]; upper: number[]; steps: number[] };

function searchBox(y: Float64Array, trend: TrendSmoothing['trend']): Box {
  const n = y.length;
  const span = Math.min(10, n) - 1;
  const slope = (y[span]! - y[0]!) / span;
  let low = y[0]!;
  let high = y[0]!;
  let spread = 0;
  for (let t = 1; t < n; t++) {
    low = Math.min(low, y[t]!);
    high = Math.max(high, y[t]!);
    spread += Math.abs(y[t]! - y[t - 1]!);
  }
  spread /= n - 1;
  const wide = high > low ? high - low : 1;
  const box: Box = {
    start: [0.3, y[0]!],
    lower: [0.001, y[0]! - wide],
    upper: [0.999, y[0]! + wide],
    steps: [0.3, spread],
  };
  if (trend !== 'none') {
    box.start.push(0.1, slope);
    box.lower.push(0.0005, slope - wide / 4);
    box.upper.push(0.999, slope + wide / 4);
    box.steps.push(0.15, spread / 2);
  }
  if (trend === 'damped') {
    box.start.push(0.93);
    box.lower.push(0.8);
    box.upper.push(0.98);
    box.steps.push(0.04);
  }
  return box;
}

function smoothedSquares(
  y: Float64Array,
  observed: Uint8Array,
  model: Pick<TrendSmoothing, 'alpha' | 'beta' | 'phi' | 'firstLevel' | 'firstSlope'>,
  { levels, slopes }: Pick<TrendSmoothing, 'levels' | 'slopes'>,
): number {
  const { alpha, beta, phi } = model;
  let level = model.firstLevel;
  let slope = model.firstSlope;
  let sum = 0;
  levels[0] = level;
  slopes[0] = slope;
  for (let t = 0; t < y.length; t++) {
    const damped = phi * slope;
    const expected = level + damped;
    const error = observed[t]! * (y[t]! - expected);
    sum += error * error;
    level = expected + alpha * error;
    slope = damped + beta * error;
    levels[t + 1] = level;
    slopes[t + 1] = slope;
  }
  return sum;
}
