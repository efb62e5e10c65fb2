import type { CompleteSeries } from './complete-series.ts';
import { rememberDemand } from './demand-memory.ts';
import { type LumpyDemand, sizeMoments } from './lumpy-demand.ts';
import type { Prediction } from './prediction.ts';
import { rateUnrest } from './rate-unrest.ts';

/** Share of zeros, on the places of the season that ever sell, above which demand counts as intermittent. */
const LEAST_ZERO_SHARE = 0.35;
/** A place of the season with no more than this share of demands is closed: its zeros say nothing. */
const CLOSED_SHARE = 0.03;
/**
 * Closed places are believed in when there are more than so many times those that chance leaves empty: of the 52 weeks of one
 * year each is seen once, and every week without a sale would pass for a closed one.
 */
const CLOSED_OVER_CHANCE = 2;
/** A size loses half its weight with this share of the history. */
const SIZE_HALF_LIFE_SHARE = 0.2;
/** Demands that a place of the season must have had to weigh as much as "like the others". */
const USUAL_DEMANDS = 8;
/** Demands that the rate is estimated from count for less than they are, by this factor. */
const DEMANDS_SPENT = 3;
const MOST_UNKNOWN = 2;
const MOST_RATE_VARIANCE = 8;

/** Whether a series is demand that comes now and then: never negative, many zeros beside closed days, and not all zero. */
export function isIntermittent({ y, observed }: CompleteSeries, period: number): boolean {
  const { days, demands } = countPlaces(y, observed, wholeSeason(period));
  if (y.some((value) => value < 0)) return false;
  const share = demands.reduce((sum, count) => sum + count, 0) / days.reduce((sum, count) => sum + count, 0);
  const isClosed = (place: number) => demands[place]! <= CLOSED_SHARE * days[place]!;
  let closed = 0;
  let emptyByChance = 0;
  for (let place = 0; place < days.length; place++) {
    if (isClosed(place)) closed++;
    emptyByChance += (1 - share) ** days[place]!;
  }
  const believed = closed > CLOSED_OVER_CHANCE * emptyByChance;
  let open = 0;
  let sold = 0;
  for (let place = 0; place < days.length; place++) {
    if (believed && isClosed(place)) continue;
    open += days[place]!;
    sold += demands[place]!;
  }
  // Where no place sells, everything is rare, so all of it counts.
  if (open === 0) return demands.some((count) => count > 0);
  return 1 - sold / open > LEAST_ZERO_SHARE;
}

/**
 * Predict demand that comes now and then by its chance and its sizes, each remembered as long as serves.
 *
 * The chance is an exponentially weighted share of steps with demand and falls while nothing sells, as in TSB (Teunter, Syntetos
 * & Babai 2011); `rememberDemand` says how long it remembers. Places of the season differ as far as many demands say so. Sizes
 * are those seen, newer ones with more weight (after the bootstrap of Willemain, Smart & Schwarz 2004). The mean is the product; quantiles come from the
 * distribution, so the median may be 0. Sums spread further by what is not known of the rate and by its unrest (`rateUnrest`).
 */
export function predictIntermittent(series: CompleteSeries, period: number, horizon: number): Prediction {
  const { y, observed } = series;
  const season = wholeSeason(period);
  const factors = placeFactors(y, observed, season);
  const state = rememberDemand(y, observed, factors);
  const sizes = sizeDistribution(y, observed);
  const { mean: size, variance: sizeVariance } = sizeMoments(sizes);
  const chance = Array.from({ length: horizon }, (_, step) =>
    Math.min(1, state.chance * factors[(y.length + step) % season]!),
  );
  const unknown = Math.min(
    MOST_UNKNOWN,
    (DEMANDS_SPENT * (1 + sizeVariance / (size * size))) / state.demands,
  );
  const past = { chanceBefore: state.chanceBefore, factors, size: { mean: size, variance: sizeVariance } };
  const unrest = rateUnrest(series, past, Math.max(1, horizon));
  const variance = (1 + unknown + unrest) * (1 + state.returnVariance) - 1;
  const lumpy: LumpyDemand = { chance, ...sizes, rateShape: 1 / Math.min(MOST_RATE_VARIANCE, variance) };
  return {
    model: 'intermittent',
    mean: chance.map((share) => share * size),
    sd: chance.map((share) => Math.sqrt(share * sizeVariance + share * (1 - share) * size * size)),
    ...(season > 1 ? { withoutSeason: chance.map(() => state.chance * size) } : {}),
    errorWeights: chance.map((_, lag) => (lag === 0 ? 1 : 0)),
    sharedShare: chance.map(() => 0),
    degreesOfFreedom: 1e9,
    warnings: [],
    lumpy,
  };
}

function wholeSeason(period: number): number {
  return period >= 2 && Number.isFinite(period) ? Math.round(period) : 1;
}

function countPlaces(y: Float64Array, observed: Uint8Array, season: number) {
  const days = new Float64Array(season);
  const demands = new Float64Array(season);
  for (let t = 0; t < y.length; t++) {
    days[t % season]! += observed[t]!;
    if (y[t]! > 0) demands[t % season]! += observed[t]!;
  }
  return { days, demands };
}

/** How much likelier demand is at each place of the season than on the whole, shrunk towards 1. */
function placeFactors(y: Float64Array, observed: Uint8Array, season: number): Float64Array {
  const { days, demands } = countPlaces(y, observed, season);
  const total = demands.reduce((sum, count) => sum + count, 0);
  const rate = total / days.reduce((sum, count) => sum + count, 0);
  return demands.map((count, place) => (count + USUAL_DEMANDS) / (days[place]! * rate + USUAL_DEMANDS));
}

/** The sizes seen, newer ones with more weight, and the share of demands up to each. */
export function sizeDistribution(
  y: Float64Array,
  observed: Uint8Array,
): Pick<LumpyDemand, 'sizes' | 'shareUpTo'> {
  const memory = 0.5 ** (1 / (SIZE_HALF_LIFE_SHARE * y.length));
  const weights = new Map<number, number>();
  let total = 0;
  let weight = 1;
  for (let t = y.length - 1; t >= 0; t--) {
    weight *= memory;
    if (observed[t] === 0 || !(y[t]! > 0)) continue;
    weights.set(y[t]!, (weights.get(y[t]!) ?? 0) + weight);
    total += weight;
  }
  const sizes = [...weights.keys()].sort((first, second) => first - second);
  let sum = 0;
  const shareUpTo = sizes.map((size) => {
    sum += (weights.get(size) ?? 0) / total;
    return sum;
  });
  shareUpTo[shareUpTo.length - 1] = 1;
  return { sizes, shareUpTo };
}
