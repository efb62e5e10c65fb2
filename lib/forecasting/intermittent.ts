import type { CompleteSeries } from './complete-series.ts';
import { type LumpyDemand, sizeMoments } from './lumpy-demand.ts';
import type { Prediction } from './prediction.ts';

/** Share of zeros, on the places of the season that ever sell, above which demand counts as intermittent. */
const LEAST_ZERO_SHARE = 0.35;
/** A place of the season with no more than this share of demands is closed: its zeros say nothing. */
const CLOSED_SHARE = 0.03;
/**
 * Closed places are believed in when there are more than so many times those that chance leaves empty: of the 52 weeks of one
 * year each is seen once, and every week without a sale would pass for a closed one.
 */
const CLOSED_OVER_CHANCE = 2;
/** Half-lives of the memory that are weighed against each other, as shares of the history, the longest first. */
const HALF_LIVES = [Number.POSITIVE_INFINITY, 0.4, 0.2, 0.1] as const;
/** Demands that a place of the season must have had to weigh as much as "like the others". */
const USUAL_DEMANDS = 8;
/** What the true rate may differ from the estimated one, beyond chance: the shape is divided by it. */
const RATE_UNREST = 2;

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
 * & Babai 2011); `weighMemories` says how long it remembers. Places of the season differ as far as many demands say so. Sizes
 * are those seen, weighted alike (bootstrap, Willemain, Smart & Schwarz 2004). The mean is the product; quantiles come from the
 * distribution, so the median may be 0.
 */
export function predictIntermittent(
  { y, observed }: CompleteSeries,
  period: number,
  horizon: number,
): Prediction {
  const season = wholeSeason(period);
  const factors = placeFactors(y, observed, season);
  const state = weighMemories(y, observed, factors);
  const sizes = sizeDistribution(y, observed, state.memory);
  const { mean: size, variance } = sizeMoments(sizes);
  const chance = Array.from({ length: horizon }, (_, step) =>
    Math.min(1, state.chance * factors[(y.length + step) % season]!),
  );
  const unrest = RATE_UNREST * (1 + variance / (size * size));
  const lumpy: LumpyDemand = { chance, ...sizes, rateShape: Math.max(0.5, state.demands / unrest) };
  return {
    model: 'intermittent',
    mean: chance.map((share) => share * size),
    sd: chance.map((share) => Math.sqrt(share * variance + share * (1 - share) * size * size)),
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

/**
 * Average the chances by several memories, each weighing as likely as it made the past.
 *
 * Where the recent chance lies below that of the whole history, it is expected to fall once more in that ratio: demand that fades
 * goes on fading (on car parts, whose last year sold less, both together took the bias from 37 to 17 %), and demand that
 * rises is not extrapolated.
 */
function weighMemories(y: Float64Array, observed: Uint8Array, factors: Float64Array): Weighed {
  const weighed = HALF_LIVES.map((share) => {
    const memory = 0.5 ** (1 / (share * y.length));
    return { ...weighDemand(y, observed, factors, memory), memory };
  });
  const likeliest = Math.max(...weighed.map(({ logLikelihood }) => logLikelihood));
  let total = 0;
  const sums = { chance: 0, demands: 0, memory: 0 };
  for (const { chance, demands, memory, logLikelihood } of weighed) {
    const weight = Math.exp(logLikelihood - likeliest);
    total += weight;
    sums.chance += weight * chance;
    sums.demands += weight * demands;
    sums.memory += weight * memory;
  }
  const recent = sums.chance / total;
  const fading = Math.min(1, recent / (weighed[0]?.chance ?? recent));
  return { chance: recent * fading, demands: sums.demands / total, memory: sums.memory / total };
}

type Weighed = { chance: number; demands: number; memory: number };

/**
 * Weigh steps with demand against all of them, and tell how likely each step was from what came before.
 *
 * @returns the chance at a usual place, the demands that it rests on, and the log-likelihood of the steps
 */
function weighDemand(
  y: Float64Array,
  observed: Uint8Array,
  factors: Float64Array,
  memory: number,
): { chance: number; demands: number; logLikelihood: number } {
  let all = 1;
  let sold = 0.5;
  let squares = 1;
  let logLikelihood = 0;
  for (let t = 0; t < y.length; t++) {
    all *= memory;
    sold *= memory;
    squares *= memory * memory;
    if (observed[t] === 0) continue;
    const factor = factors[t % factors.length]!;
    const chance = Math.min(0.999, Math.max(0.001, (sold / all) * factor));
    logLikelihood += Math.log(y[t]! > 0 ? chance : 1 - chance);
    all += factor;
    squares += factor * factor;
    if (y[t]! > 0) sold += 1;
  }
  const chance = Math.min(1, sold / all);
  return { chance, demands: (chance * all * all) / squares, logLikelihood };
}

function sizeDistribution(
  y: Float64Array,
  observed: Uint8Array,
  memory: number,
): Pick<LumpyDemand, 'sizes' | 'shareUpTo'> {
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
