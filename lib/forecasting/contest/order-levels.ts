import { quantileOfSorted, standardDeviation } from '../../numeric/index.ts';
import type { Contestant, Said } from './contestant.ts';

/** What the default foretold at one origin for the steps that an order must cover. */
export type DefaultSaid = {
  /** [L + R] */
  mean: Float64Array;
  /** [L + R] each. */
  quantiles: { p10: Float64Array; p90: Float64Array };
  /** Sampled sums over those steps, ascending. */
  totals: Float64Array;
};

/** What a contestant would have ordered up to at every origin. */
export type OrderLevels = {
  /** [k] */
  levels: Float64Array;
  /** [k] whether it had said anything in time for any of the steps. */
  spoke: boolean[];
  /** How wide its errors are beside the default's, after the last origin: 1 is as wide. */
  spread: number;
};

/** Reviews' worth of belief that a contestant errs as widely as the default does: with four, one that knew all won seldom. */
const PRIOR_REVIEWS = 2;
/** A spread grows and shrinks with the mean within these bounds: a shop that was shut does not err infinitely when it opens. */
const MOST_STRETCH = 4;

/**
 * Read a quantile for another mean than the default's: the default's shape, stretched in proportion to the mean (at most
 * fourfold either way) and by the contestant's own spread; never below 0.
 *
 * @param quantile - of the default
 */
export function shapeAround(
  quantile: number,
  { defaultMean, mean, spread }: { defaultMean: number; mean: number; spread: number },
): number {
  return Math.max(0, mean + (quantile - defaultMean) * stretchOf(mean, defaultMean) * spread);
}

/**
 * Tell what a contestant would have ordered up to at each origin: its mean over lead time and review where it had spoken (the
 * default's on other steps), and above it a margin as wide as it says itself (P10 and P90), or else as its own errors say
 * that were known by then, shrunk to the default's.
 *
 * @param past - the default's word at each origin, oldest first
 * @param ratio - the probability that a level covers
 */
export function orderLevels(
  { saidAt }: Contestant,
  past: readonly { origin: number; said: DefaultSaid; actual: number }[],
  ratio: number,
): OrderLevels {
  const errors: KnownError[] = [];
  const spoke: boolean[] = [];
  const levels = Float64Array.from(past, ({ origin, said, actual }) => {
    const own = saidAt(origin, said.mean);
    spoke.push(hasSpoken(own.mean));
    const defaultMean = sumOf(said.mean);
    const mean = sumOf(filled(own.mean, said.mean));
    const known = errors.filter(({ end }) => end <= origin);
    const spread = statedSpread(own, said) ?? spreadOf(known);
    if (spoke.at(-1) === true) {
      const stretch = stretchOf(mean, defaultMean);
      errors.push({
        end: origin + said.mean.length,
        own: actual - mean,
        ofDefault: stretch * (actual - defaultMean),
        stated: stretch * standardDeviation(said.totals),
      });
    }
    return shapeAround(quantileOfSorted(said.totals, ratio), { defaultMean, mean, spread });
  });
  return { levels, spoke, spread: spreadOf(errors) };
}

/** Take a contestant's steps, and the default's where it says nothing. */
export function filled(own: Float64Array, byDefault: Float64Array): Float64Array {
  return Float64Array.from(byDefault, (units, step) => (Number.isNaN(own[step]!) ? units : own[step]!));
}

/** Tell whether it says anything of any step. */
export function hasSpoken(mean: Float64Array): boolean {
  return mean.some((units) => !Number.isNaN(units));
}

/** Tell how wide a contestant says that it errs, beside the default; `undefined` where it says nothing of it. */
export function statedSpread(own: Said, said: Omit<DefaultSaid, 'totals'>): number | undefined {
  let stated = 0;
  let ofDefault = 0;
  for (let step = 0; step < said.mean.length; step++) {
    const width = (own.quantiles?.p90[step] ?? Number.NaN) - (own.quantiles?.p10[step] ?? Number.NaN);
    if (Number.isNaN(width)) continue;
    stated += width;
    ofDefault +=
      (said.quantiles.p90[step]! - said.quantiles.p10[step]!) * stretchOf(own.mean[step]!, said.mean[step]!);
  }
  return ofDefault > 0 ? stated / ofDefault : undefined;
}

/** How both erred over the same steps, and the sd that the default had stated; the default's stretched to the own mean. */
type KnownError = { end: number; own: number; ofDefault: number; stated: number };

/** The ratio of root mean squares, each with the stated sd as the belief before: one lucky hit of the default is not the rule. */
function spreadOf(errors: readonly KnownError[]): number {
  const squares = (read: (error: KnownError) => number) =>
    errors.reduce((sum, error) => sum + read(error) ** 2, 0);
  const belief = (PRIOR_REVIEWS * squares(({ stated }) => stated)) / errors.length;
  const ofDefault = squares((error) => error.ofDefault) + belief;
  return ofDefault > 0 ? Math.sqrt((squares(({ own }) => own) + belief) / ofDefault) : 1;
}

function stretchOf(mean: number, defaultMean: number): number {
  if (!(defaultMean > 0)) return mean > 0 ? MOST_STRETCH : 1;
  return Math.min(MOST_STRETCH, Math.max(1 / MOST_STRETCH, mean / defaultMean));
}

/** Add up. */
export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
