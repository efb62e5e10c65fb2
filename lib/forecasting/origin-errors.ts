import type { Combination } from './combination.ts';
import type { CompleteSeries } from './complete-series.ts';
import { erraticness } from './erratic-demand.ts';
import { knownLength, pastOrigins } from './past-origins.ts';

/** Errors of a fitted combination from past origins, made comparable: divided by season and level. */
export type OriginErrors = {
  /** One an origin, newest first: [≤ h] errors, NaN where nothing was observed, and the weight of the origin. */
  origins: { errors: Float64Array; weight: number }[];
  /** Multiplies a comparable error into the units of the steps ahead, season apart. */
  scaleAhead: number;
  /** How far the series is noise around a level, 0 to 1 (`erraticness`). */
  erratic: number;
  /** [h] ψ₁ … ψₕ: how much of a surprise the forecasts of 1, 2, … steps later take over, −2 to 2. */
  response: Float64Array;
};

/** An origin loses half its weight with this share of the history: soon, or hardly where demand is erratic. */
const HALF_LIFE_SHARE = { calm: 0.15, erratic: 2 };
/** Errors grow as the level to this power, between those of a count (a half) and no change at all; set on coverage. The level of
 *  erratic demand is too much noise itself to say anything of the errors. */
const LEVEL_POWER = { calm: 0.4, erratic: 0 };
/** A level below this share of its mean is taken as that: it says nothing of the error's size. */
const LEAST_LEVEL_SHARE = 0.1;

/**
 * Forecast from up to 24 origins in the later two thirds of a series, with the coefficients of all of it.
 *
 * No model is fitted again, so these errors are too small by what fitting took: `spreadOfErrors` gives it back.
 *
 * @param horizon - steps ahead, ≥ 1
 * @param bounded - whether 0 is a bound, so that errors grow with the level
 */
export function originErrors(
  combination: Combination,
  { y, observed }: CompleteSeries,
  horizon: number,
  bounded: boolean,
): OriginErrors {
  const n = knownLength(observed);
  const { season, adjusted, seasonAt, from } = combination;
  const period = season?.period ?? 1;
  const erratic = bounded ? erraticness(adjusted) : 0;
  const between = ({ calm, erratic: other }: typeof LEVEL_POWER) => calm + erratic * (other - calm);
  const scaleAt = bounded ? levelScale(adjusted, Math.max(4, period), between(LEVEL_POWER)) : () => 1;
  const halfLife = between(HALF_LIFE_SHARE) * n;
  const ratio = season?.kind === 'multiplicative';
  const origins = pastOrigins(observed, period).map((origin) => {
    const errors = from(origin, Math.min(horizon, n - origin));
    const scale = scaleAt(origin);
    for (let step = 0; step < errors.length; step++) {
      const t = origin + step;
      const error = (y[t]! - errors[step]!) / (ratio ? seasonAt(t) : 1);
      errors[step] = observed[t] === 1 ? error / scale : Number.NaN;
    }
    return { errors, weight: 0.5 ** ((n - origin) / halfLife) };
  });
  return {
    origins,
    erratic,
    scaleAhead: scaleAt(y.length),
    response: shockResponse(combination, y, observed, horizon),
  };
}

/** Newest surprises that the response is read from. */
const SURPRISES = 2;
const LARGEST_RESPONSE = 2;

/**
 * Read from two forecasts, one a step after the other, how far the newer one followed the surprise between them.
 *
 * Exact for any mean of linear models, whatever their form: no formula of a member is needed. Least squares over the last two.
 */
function shockResponse(
  { season, seasonAt, from }: Combination,
  y: Float64Array,
  observed: Uint8Array,
  horizon: number,
): Float64Array {
  const n = knownLength(observed);
  const ratio = season?.kind === 'multiplicative';
  const factorAt = (t: number) => (ratio ? seasonAt(t) : 1);
  const response = new Float64Array(horizon);
  let squares = 0;
  let newer = from(n, horizon);
  for (let origin = n - 1; origin >= Math.max(3, n - SURPRISES); origin--) {
    const older = from(origin, horizon + 1);
    const surprise = observed[origin] === 1 ? (y[origin]! - older[0]!) / factorAt(origin) : 0;
    squares += surprise * surprise;
    for (let step = 0; step < horizon; step++) {
      response[step]! += (surprise * (newer[step]! - older[step + 1]!)) / factorAt(origin + 1 + step);
    }
    newer = older;
  }
  return response.map((sum) =>
    squares > 0 ? Math.max(-LARGEST_RESPONSE, Math.min(LARGEST_RESPONSE, sum / squares)) : 0,
  );
}

/** The mean size of the last few values before an origin, bounded below, to the power with which errors grow. */
function levelScale(adjusted: Float64Array, window: number, power: number): (origin: number) => number {
  const sums = new Float64Array(adjusted.length + 1);
  for (let t = 0; t < adjusted.length; t++) sums[t + 1] = sums[t]! + Math.abs(adjusted[t]!);
  const least = (LEAST_LEVEL_SHARE * sums[adjusted.length]!) / adjusted.length;
  return (origin) => {
    const from = Math.max(0, origin - window);
    const level = Math.max(least, (sums[origin]! - sums[from]!) / (origin - from));
    return level > 0 ? level ** power : 1;
  };
}
