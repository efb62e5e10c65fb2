import { type Random, sampleGamma } from '../numeric/index.ts';

/** Demand that comes now and then: a chance of any at each step, and sizes seen before. Plain JSON. */
export type LumpyDemand = {
  /** [h] chance that a step has demand at all, 0 to 1. */
  chance: number[];
  /** [k] sizes of demand, ascending, above 0. */
  sizes: number[];
  /** [k] share of demands that are at most this size, ascending to 1. */
  shareUpTo: number[];
  /** Shape of the gamma distribution, mean 1, by which all chances of one future are multiplied: how far the rate is known. */
  rateShape: number;
  /** [h] factor on the sizes of each step, where more is expected than a certain demand of the usual size; absent for 1. */
  sizeFactor?: number[];
};

/**
 * Read a quantile of one step.
 *
 * @param probability - 0 to 1; at most the share of steps without demand gives 0
 */
export function lumpyQuantile(
  { chance, sizes, shareUpTo, sizeFactor }: LumpyDemand,
  step: number,
  probability: number,
): number {
  const above = probability - (1 - chance[step]!);
  if (!(above > 0)) return 0;
  return (sizeFactor?.[step] ?? 1) * sizes[placeOf(shareUpTo, above / chance[step]!)]!;
}

/**
 * Sample one future: a rate for all of it, demand at each step by its chance, and sizes drawn from those seen.
 *
 * Where the rate asks for more than a demand at every step, the sizes take the rest, so that the mean stays.
 *
 * @param out - [h] overwritten
 */
export function sampleLumpyPath(demand: LumpyDemand, random: Random, out: Float64Array): void {
  const { chance, sizes, shareUpTo, rateShape, sizeFactor } = demand;
  const rate = sampleGamma(random, rateShape) / rateShape;
  for (let step = 0; step < out.length; step++) {
    const wanted = rate * chance[step]!;
    const comes = random() < wanted;
    // The size is drawn in any case, so that a path's later steps do not depend on what came before.
    const size = sizes[placeOf(shareUpTo, random())]!;
    out[step] = comes ? size * Math.max(1, wanted) * (sizeFactor?.[step] ?? 1) : 0;
  }
}

/** Mean and variance of the sizes. */
export function sizeMoments({ sizes, shareUpTo }: Pick<LumpyDemand, 'sizes' | 'shareUpTo'>): {
  mean: number;
  variance: number;
} {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < sizes.length; i++) {
    const share = shareUpTo[i]! - (i === 0 ? 0 : shareUpTo[i - 1]!);
    mean += share * sizes[i]!;
    square += share * sizes[i]! ** 2;
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/** The first place whose share reaches `share`. */
function placeOf(shareUpTo: readonly number[], share: number): number {
  let low = 0;
  let high = shareUpTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shareUpTo[middle]! < share) low = middle + 1;
    else high = middle;
  }
  return low;
}
