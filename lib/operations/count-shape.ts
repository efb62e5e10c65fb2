import { normalCdf, normalDensity } from '../numeric/index.ts';
import { type DemandDistribution, type DemandMoments, demandDistribution } from './demand-distribution.ts';

/** How the variance of a count follows its mean: `ratio · mean + mean² / size`. */
export type CountShape = { ratio: number; size: number };

/** A count as it was seen, or, where it is censored, its least. */
export type SeenCount = { mean: number; count: number; censored: boolean };

const POISSON: CountShape = { ratio: 1, size: Number.POSITIVE_INFINITY };
const RATIOS = [1.2, 1.5, 2, 2.5, 3, 4, 5, 6.5, 8, 10];
const LARGE_MEAN = 500;
const SIZES = [1, 1.5, 2, 3, 4, 6, 9, 14, 25];

/** Compute a count's variance from its mean. */
export const varianceOf = ({ ratio, size }: CountShape, mean: number): number =>
  ratio * mean + (mean * mean) / size;

/** Spread a count of this mean over 0, 1, 2 … */
export function spreadCount(shape: CountShape, mean: number): DemandDistribution {
  return demandDistribution({ mean, variance: varianceOf(shape, mean) }, 1);
}

/**
 * Choose by likelihood how counts scatter about their means: Poisson, or a negative binomial whose variance is a
 * multiple of the mean (lots), or grows with its square (a rate that wavers) (Cameron & Trivedi 1986: NB1 and NB2).
 * Censored counts enter with the chance of at least so much. The second parameter must be worth ½ ln n.
 */
export function fitCountShape(seen: readonly SeenCount[]): CountShape {
  const penalty = 0.5 * Math.log(Math.max(2, seen.length));
  const candidates = [
    { shape: POISSON, worth: logLikelihood(POISSON, seen) + penalty },
    ...RATIOS.map((ratio) => ({ ...POISSON, ratio })).map((shape) => ({
      shape,
      worth: logLikelihood(shape, seen),
    })),
    ...SIZES.map((size) => ({ ...POISSON, size })).map((shape) => ({
      shape,
      worth: logLikelihood(shape, seen),
    })),
  ];
  return candidates.reduce((best, each) => (each.worth > best.worth ? each : best)).shape;
}

function logLikelihood(shape: CountShape, seen: readonly SeenCount[]): number {
  const spread = new Map<number, DemandDistribution>();
  let sum = 0;
  for (const { mean, count, censored } of seen) {
    const known = spread.get(mean) ?? spreadCount(shape, mean);
    spread.set(mean, known);
    const chance = censored
      ? 1 - (count > 0 ? (known.cumulative[count - 1] ?? 1) : 0)
      : known.probability[count];
    sum += Math.log(Math.max(1e-9, chance ?? 0));
  }
  return sum;
}

/** Expect a count of which is known that it is at least so much: E[D | D ≥ least]. */
export function expectedFrom(shape: CountShape, mean: number, least: number): number {
  return momentsFrom(shape, mean, least).mean;
}

/**
 * Give mean and variance of a count of which is known that it is at least so much. Counts of a mean above 500 are taken
 * for normal (Johnson, Kotz & Balakrishnan 1994, eq. 13.134): their cells would cost time and tell nothing more.
 */
export function momentsFrom(shape: CountShape, mean: number, least: number): DemandMoments {
  const below = Math.ceil(least) - 1;
  if (below < 0) return { mean, variance: varianceOf(shape, mean) };
  if (mean > LARGE_MEAN) return normalMomentsFrom(mean, Math.sqrt(varianceOf(shape, mean)), least);
  const { probability, cumulative, partialMean } = spreadCount(shape, mean);
  const last = partialMean.length - 1;
  const chance = 1 - (cumulative[below] ?? 1);
  if (chance <= 1e-9) return { mean: least, variance: 0 };
  const units = partialMean[last]! - (partialMean[below] ?? partialMean[last]!);
  const expected = Math.max(least, units / chance);
  let square = 0;
  for (let count = below + 1; count <= last; count++) square += probability[count]! * (count - expected) ** 2;
  return { mean: expected, variance: square / chance };
}

function normalMomentsFrom(mean: number, sd: number, least: number): DemandMoments {
  // the half of a unit below `least` belongs to it
  const z = (least - 0.5 - mean) / sd;
  const chance = 1 - normalCdf(z);
  if (chance <= 1e-9) return { mean: least, variance: 0 };
  const hazard = normalDensity(z) / chance;
  return { mean: mean + sd * hazard, variance: sd * sd * Math.max(0, 1 + z * hazard - hazard * hazard) };
}
