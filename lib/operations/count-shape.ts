import { type DemandDistribution, demandDistribution } from './demand-distribution.ts';

/** How the variance of a count follows its mean: `ratio · mean + mean² / size`. */
export type CountShape = { ratio: number; size: number };

/** A count as it was seen, or, where it is censored, its least. */
export type SeenCount = { mean: number; count: number; censored: boolean };

const POISSON: CountShape = { ratio: 1, size: Number.POSITIVE_INFINITY };
const RATIOS = [1.2, 1.5, 2, 2.5, 3, 4, 5, 6.5, 8, 10];
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
  const { cumulative, partialMean } = spreadCount(shape, mean);
  const below = Math.ceil(least) - 1;
  if (below < 0) return mean;
  const chance = 1 - (cumulative[below] ?? 1);
  const units =
    partialMean[partialMean.length - 1]! - (partialMean[below] ?? partialMean[partialMean.length - 1]!);
  return chance > 1e-9 ? Math.max(least, units / chance) : least;
}
