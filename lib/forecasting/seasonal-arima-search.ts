import { type Minimum, minimise } from '../numeric/index.ts';
import { multipliedAutoregression, multipliedMovingAverage, type SeasonalPart } from './arima-polynomials.ts';
import { createArimaSystem } from './arima-state-space.ts';
import { coefficientsOfPartial } from './autoregression.ts';
import { bandedLikelihood, describeDifferences } from './banded-likelihood.ts';
import { filterArima } from './kalman-filter.ts';

/** The four polynomials of a seasonal process, each in R's sign. */
export type SeasonalCoefficients = {
  ar: Float64Array;
  ma: Float64Array;
  seasonalAr: Float64Array;
  seasonalMa: Float64Array;
};

/** With more missing levels than this for each state the filter is the quicker way to the same likelihood. */
const MISSING_PER_STATE = 4;

/**
 * Maximise the exact likelihood of a seasonal process, with or without gaps.
 *
 * All four polynomials are searched over artanh of their partial autocorrelations, so every trial is stationary and invertible
 * (Monahan 1984); slopes by central differences.
 *
 * @param values - [n] scaled, first and last observed, NaN = not observed
 * @param order - [p, d, q]
 * @returns coefficients at the highest of the maxima near the best points of a grid
 */
export function fitSeasonalCoefficients(
  values: Float64Array,
  order: readonly [number, number, number],
  seasonal: SeasonalPart,
): SeasonalCoefficients {
  const counts = [order[0], order[2], seasonal.order[0], seasonal.order[2]] as const;
  const likelihood = createLikelihood(values, order[1], seasonal);
  const objective = (z: Float64Array): number => {
    const { count, squares, logDeterminant } = likelihood(readCoefficients(z, counts));
    return squares > 0 ? Math.log(squares / count) + logDeterminant / count : Number.NaN;
  };
  const found = bestStarts(objective, counts).map((start) =>
    minimise(objective, start, { valueTolerance: ROUGHLY, gradientTolerance: 1e-3 }),
  );
  const nothing = new Float64Array(counts.reduce((sum, count) => sum + count));
  const nearest = found.reduce<Pick<Minimum, 'x' | 'value'>>(
    (best, one) => (one.value < best.value ? one : best),
    { x: nothing, value: Number.POSITIVE_INFINITY },
  );
  // An exact pattern with gaps leaves no squares anywhere: there is nothing to search.
  if (nearest.value === Number.POSITIVE_INFINITY) return readCoefficients(nothing, counts);
  const best = minimise(objective, nearest.x, { valueTolerance: 1e-12, gradientTolerance: 1e-7 });
  return readCoefficients(best.x, counts);
}

/** The search from each start ends when a step gains less: enough to tell maxima apart. */
const ROUGHLY = 1e-5;

/** artanh of the partial autocorrelations tried to start from. */
const GRID = [-0.8, 0, 0.8];

/** p, q, P, Q. */
type Counts = readonly [number, number, number, number];

function readCoefficients(z: Float64Array, [p, q, P, Q]: Counts): SeasonalCoefficients {
  const partial = z.map(Math.tanh);
  const coefficients = (from: number, count: number, sign: number) =>
    coefficientsOfPartial(partial.slice(from, from + count)).map((entry) => sign * entry);
  return {
    ar: coefficients(0, p, 1),
    ma: coefficients(p, q, -1),
    seasonalAr: coefficients(p + q, P, 1),
    seasonalMa: coefficients(p + q + P, Q, -1),
  };
}

type Likelihood = (coefficients: SeasonalCoefficients) => {
  count: number;
  squares: number;
  logDeterminant: number;
};

function createLikelihood(values: Float64Array, d: number, seasonal: SeasonalPart): Likelihood {
  const { order, period } = seasonal;
  const differences = describeDifferences(values, d, order[1], period);
  const count = differences.w.length - differences.missing.length;
  return ({ ar, ma, seasonalAr, seasonalMa }) => {
    const allAr = multipliedAutoregression(ar, seasonalAr, period);
    const allMa = multipliedMovingAverage(ma, seasonalMa, period);
    const states = Math.max(allAr.length, allMa.length + 1) + d + order[1] * period;
    if (differences.missing.length > MISSING_PER_STATE * states) {
      return filterArima(createArimaSystem(allAr, allMa, d, seasonal), values);
    }
    return { count, ...bandedLikelihood(differences, allAr, allMa) };
  };
}

/**
 * Look for starts on a grid of the first partial autocorrelation of each polynomial: where autoregression and moving average
 * nearly cancel, or both seasons answer for one, a likelihood has several maxima. With one start more than there are
 * polynomials 4 of 180 simulated series ended below the best of eight random starts, by .2 in the log likelihood at most.
 */
function bestStarts(objective: (z: Float64Array) => number, counts: Counts): Float64Array[] {
  let grid = [new Float64Array(counts.reduce((sum, count) => sum + count))];
  let from = 0;
  for (const count of counts) {
    const at = from;
    if (count > 0) grid = grid.flatMap((start) => GRID.map((entry) => start.with(at, entry)));
    from += count;
  }
  return grid
    .map((start) => ({ start, value: objective(start) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value)
    .slice(0, 1 + counts.filter((count) => count > 0).length)
    .map(({ start }) => start);
}
