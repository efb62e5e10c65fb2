import { InputError } from '../domain/errors.ts';
import { normalCdf, normalDensity, normalQuantile } from '../numeric/index.ts';
import { stretchTail } from './heavy-tails.ts';
import { type LumpyDemand, lumpyQuantile } from './lumpy-demand.ts';

/**
 * What a model says of every step ahead, enough to read any quantile and to sample paths. Plain JSON.
 *
 * Step h is centre[h] + sd[h]·z, and 0 where that is negative and `nonNegative` holds; z is standard normal, or stretched to the
 * tails of Student's t by `stretchTail`. Where `lumpy` is there, it is the distribution, and centre and sd are its mean and sd.
 */
export type ForecastDistribution = {
  centre: number[];
  sd: number[];
  /** ψ: how much of a step's shock is left j steps later, ψ₀ = 1. Says how the errors of a path hang together. */
  errorWeights: number[];
  /** Share of each step's error variance that all steps have in common (an error of the coefficients), 0 to 1. */
  sharedShare: number[];
  nonNegative: boolean;
  /** Degrees of freedom of the tails; absent for normal ones. */
  tailDegrees?: number;
  lumpy?: LumpyDemand;
};

/** Bounds at one level, a step each. */
export type Interval = { level: number; lower: number[]; upper: number[] };

/** What every forecaster of this room answers. */
export type Forecast = {
  /** The model in words that a reader knows: `arima(5,1,0)`. */
  model: string;
  mean: number[];
  median: number[];
  /** One a level asked for, in that order. */
  intervals: Interval[];
  distribution: ForecastDistribution;
  warnings: string[];
};

/** Levels of the intervals when none are asked for, per cent. */
export const DEFAULT_LEVELS: readonly number[] = [80, 95];

/** A mean this share of its error's sd is the least that a series without negative values is given. */
const LEAST_MEAN_SHARE = 0.05;

/**
 * Read a quantile of every step.
 *
 * @param probability - above 0, below 1
 * @returns [h]; never falls as the probability rises
 */
export function quantileForecast(distribution: ForecastDistribution, probability: number): number[] {
  const { lumpy } = distribution;
  if (lumpy) return distribution.centre.map((_, step) => lumpyQuantile(lumpy, step, probability));
  const z = normalQuantile(probability);
  return distribution.centre.map((_, step) => valueAt(distribution, step, z));
}

/**
 * Tell what a step comes to at a standard normal z, not below 0 where `nonNegative` holds.
 *
 * A step that mostly comes to nothing (a centre below zero) is the far tail of a wide normal variable (`rectify`) and keeps
 * normal tails: stretched, that tail would carry a month's demand into a closed Sunday.
 */
export function valueAt(
  { centre, sd, nonNegative, tailDegrees }: ForecastDistribution,
  step: number,
  z: number,
): number {
  const middle = centre[step]!;
  const isMostlyNothing = nonNegative && middle < 0;
  const value = middle + sd[step]! * (isMostlyNothing ? z : stretchTail(z, tailDegrees));
  return nonNegative ? Math.max(0, value) : value;
}

/**
 * Read central intervals.
 *
 * @param levels - per cent, each above 0 and below 100
 * @throws InputError when a level is outside
 */
export function intervalsOf(distribution: ForecastDistribution, levels: readonly number[]): Interval[] {
  return levels.map((level) => {
    checkLevel(level);
    return {
      level,
      lower: quantileForecast(distribution, 0.5 - level / 200),
      upper: quantileForecast(distribution, 0.5 + level / 200),
    };
  });
}

/**
 * Keep a mean and an error's sd, and move the mass below zero to zero: a normal variable rectified at 0 (Tobin 1958) whose
 * own mean and sd are those given. Simply clipping would lift the mean of lumpy demand by a third and over-order as much.
 *
 * @param mean - of the step, any sign; the result's mean is at least a twentieth of `sd`
 * @param sd - ≥ 0
 * @returns mean after that floor, and centre and sd of the normal variable before rectifying
 */
export function rectify(mean: number, sd: number): { mean: number; centre: number; sd: number } {
  if (!(sd > 0)) return { mean: Math.max(0, mean), centre: Math.max(0, mean), sd: 0 };
  const floored = Math.max(mean, LEAST_MEAN_SHARE * sd);
  const variation = sd / floored;
  // Five sd above zero the mass below is 3e-7: rectifying changes nothing that can be seen.
  if (variation < 0.2) return { mean: floored, centre: floored, sd };
  const standardised = centreOfVariation(variation);
  const scale = floored / rectifiedMean(standardised);
  return { mean: floored, centre: standardised * scale, sd: scale };
}

/**
 * Check the level of an interval.
 *
 * @throws InputError unless 0 < level < 100
 */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 100))
    throw new InputError(`the level ${level} is not a per cent above 0, below 100`);
}

/** Least and greatest standardised centre looked at: variations of 4e4 and of a sixth. */
const [LEAST_CENTRE, MOST_CENTRE] = [-6, 6];
/** Newton needs some five steps; bisection, where a step leaves the bracket, 40 for the whole range. */
const MOST_STEPS = 60;

/**
 * Find the standardised centre of a rectified normal variable of a coefficient of variation, which falls as the centre rises: Newton's
 * method on its logarithm, within a bracket that closes.
 */
function centreOfVariation(variation: number): number {
  const wanted = Math.log(variation);
  let low = LEAST_CENTRE;
  let high = MOST_CENTRE;
  // far above zero the variation is one over the centre
  let centre = variation < 1 ? 1 / variation : 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const above = normalCdf(centre);
    const mean = centre * above + normalDensity(centre);
    const square = centre * mean + above;
    const variance = square - mean * mean;
    const excess = 0.5 * Math.log(variance) - Math.log(mean) - wanted;
    if (excess > 0) low = centre;
    else high = centre;
    const slope = (mean * (1 - above)) / variance - above / mean;
    const next = centre - excess / slope;
    const inside = next > low && next < high;
    const moved = inside ? next : (low + high) / 2;
    // Newton squares what it is off by, so that 1e-7 leaves nothing
    if (inside && Math.abs(moved - centre) < 1e-7) return moved;
    centre = moved;
  }
  return centre;
}

function rectifiedMean(centre: number): number {
  return centre * normalCdf(centre) + normalDensity(centre);
}
