/** A seasonal pattern: added to the level (`additive`, around 0) or multiplied with it (`multiplicative`, around 1). */
export type Season = {
  kind: 'additive' | 'multiplicative';
  period: number;
  /** [n + m]: the factor of every value, and of the m steps ahead. */
  factors: Float64Array;
  /** Variance between the places of the season over that within them: Fisher's F. */
  strength: number;
  /** Share of the pattern's squares that was kept, 0 to 1. */
  kept: number;
  /** Weight of a season against the one nearer to the value; 1 = the pattern stays. */
  memory: number;
};

/** Fewest seasons that a pattern is read from. */
const LEAST_SEASONS = 2;

/** Least factor of a multiplicative season: a level cannot be read from less. */
const LEAST_FACTOR = 0.02;

/** From this many places on, each is judged by itself. */
const MANY_PLACES = 25;

/** How long patterns are remembered: for ever, or with half their weight gone after about four or one and a half seasons. */
const MEMORIES = [1, 0.84, 0.65] as const;

/**
 * Find the season of a series by classical decomposition, moving where the data say so, shrunk by how far it stands out.
 *
 * The trend is a centred moving average of one season; a factor is the weighted mean of what is left at its place, nearer
 * seasons weighing more where that foretold the next season better. Factors are shrunk together by James & Stein's
 * 1 − (m − 3)/(m − 1)/F (Miller & Williams 2003), and there is no season where F does not exceed `least`: a test that a short
 * series can pass. Multiplicative where the series is positive and that leaves the smaller error in its own units. O(n · seasons).
 *
 * @param y - [n] complete; not changed
 * @param period - m, whole steps
 * @param bounded - whether 0 is a bound of the series, so that a season may be multiplicative
 * @returns `null` where there is none, or fewer than two seasons were seen
 */
export function findSeason(y: Float64Array, period: number, least: number, bounded: boolean): Season | null {
  if (period < 2 || y.length < LEAST_SEASONS * period) return null;
  const trend = centredAverage(y, period);
  const additive = fixedPattern(y, trend, period, 'additive');
  let chosen = additive;
  if (bounded && y.every((value) => value > 0)) {
    const multiplicative = fixedPattern(y, trend, period, 'multiplicative');
    if (multiplicative.squares <= additive.squares) chosen = multiplicative;
  }
  const { kind, ratios, strength } = chosen;
  if (!(strength > least)) return null;
  const memory = bestMemory(ratios, period);
  const rest = kind === 'additive' ? 0 : 1;
  const factors = movingFactors(ratios, y.length + period, period, memory, rest);
  const kept = shrink(factors, chosen, memory, y.length);
  if (kind === 'multiplicative')
    for (let t = 0; t < factors.length; t++) factors[t] = Math.max(LEAST_FACTOR, factors[t]!);
  return { kind, period, factors, strength, kept, memory };
}

/**
 * Shrink factors towards none, together where they are few, each by itself where they are many.
 *
 * Many places with a noisy factor each would cost more than the few that stand out are worth (a December in weekly sales), so there
 * the non-negative garrote (Breiman 1995) keeps 1 − (2σ/d)² of a factor at distance d: nothing within two standard errors.
 *
 * @param factors - overwritten
 * @returns share of their squares that was kept
 */
function shrink(
  factors: Float64Array,
  { kind, strength, noise, counts }: FixedPattern,
  memory: number,
  n: number,
): number {
  const period = counts.length;
  const rest = kind === 'additive' ? 0 : 1;
  // The nearer seasons alone carry the factors, so that they are as noisy as fewer seasons make them.
  const seasons = (1 + memory) / Math.max(1e-9, 1 - memory);
  const together = period > 3 ? (period - 3) / (period - 1) : 0.3;
  const ofAll = Math.max(0, 1 - together / (strength * Math.min(1, seasons / (n / period))));
  let before = 0;
  let after = 0;
  for (let t = 0; t < factors.length; t++) {
    const distance = factors[t]! - rest;
    const variance = noise / Math.max(1, Math.min(seasons, counts[t % period]!));
    const kept = period < MANY_PLACES ? ofAll : Math.max(0, 1 - (4 * variance) / (distance * distance));
    factors[t] = rest + (distance === 0 ? 0 : kept * distance);
    before += distance ** 2;
    after += (factors[t]! - rest) ** 2;
  }
  return before > 0 ? after / before : 0;
}

/** Take the season out of the series it was found in. */
export function withoutSeason(y: Float64Array, season: Season | null): Float64Array {
  if (!season) return y;
  const { kind, factors } = season;
  return y.map((value, t) => (kind === 'additive' ? value - factors[t]! : value / factors[t]!));
}

/**
 * Put the season on steps.
 *
 * @param origin - where they begin, counted from the series' start; default: they follow the series
 */
export function withSeason(
  steps: Float64Array,
  season: Season | null,
  origin: number = season ? season.factors.length - season.period : 0,
): Float64Array {
  if (!season) return steps;
  const seasonAt = seasonReader(season);
  return steps.map((value, step) => {
    const factor = seasonAt(origin + step);
    return season.kind === 'additive' ? value + factor : value * factor;
  });
}

/** Read the factor or addend of any step, counted from the series' start; beyond those found the last ones repeat. */
export function seasonReader(season: Season | null): (t: number) => number {
  if (!season) return () => 0;
  const { factors, period } = season;
  const n = factors.length - period;
  return (t) => factors[t < n ? t : n + ((t - n) % period)]!;
}

/** Centred moving average over one season (2 × m for an even one); NaN for half a season at each end. */
export function centredAverage(y: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const out = new Float64Array(y.length).fill(Number.NaN);
  const correction = period % 2 === 0 ? 0.5 : 0;
  let sum = 0;
  for (let t = 0; t < y.length; t++) {
    sum += y[t]!;
    if (t > 2 * half) sum -= y[t - 2 * half - 1]!;
    if (t >= 2 * half) out[t - half] = (sum - correction * (y[t]! + y[t - 2 * half]!)) / period;
  }
  return out;
}

type FixedPattern = {
  kind: Season['kind'];
  ratios: Float64Array;
  /** [m] how often each place was seen. */
  counts: Float64Array;
  strength: number;
  /** Variance within the places. */
  noise: number;
  squares: number;
};

function fixedPattern(
  y: Float64Array,
  trend: Float64Array,
  period: number,
  kind: Season['kind'],
): FixedPattern {
  const rest = kind === 'additive' ? 0 : 1;
  const ratios = y.map((value, t) => (kind === 'additive' ? value - trend[t]! : value / trend[t]!));
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < ratios.length; t++) {
    if (Number.isNaN(ratios[t]!)) continue;
    sums[t % period]! += ratios[t]!;
    counts[t % period]!++;
  }
  let between = 0;
  const means = sums.map((sum, place) => (counts[place]! > 0 ? sum / counts[place]! : rest));
  for (let place = 0; place < period; place++) between += counts[place]! * (means[place]! - rest) ** 2;
  let within = 0;
  let squares = 0;
  let used = 0;
  for (let t = 0; t < ratios.length; t++) {
    if (Number.isNaN(ratios[t]!)) continue;
    const error = ratios[t]! - means[t % period]!;
    within += error * error;
    squares += kind === 'additive' ? error * error : (error * trend[t]!) ** 2;
    used++;
  }
  const freedom = used - period;
  const noise = freedom > 0 ? within / freedom : 0;
  const strength = freedom > 0 ? between / (period - 1) / noise : 0;
  return { kind, ratios, counts, strength: Number.isNaN(strength) ? 0 : strength, noise, squares };
}

/** The memory whose weighted mean of the seasons before foretells each season best; the longest with fewer than five. */
function bestMemory(ratios: Float64Array, period: number): number {
  if (ratios.length < 5 * period) return 1;
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const memory of MEMORIES) {
    let squares = 0;
    for (let place = 0; place < period; place++) {
      let sum = 0;
      let weight = 0;
      for (let t = place, seen = 0; t < ratios.length; t += period) {
        const ratio = ratios[t]!;
        if (Number.isNaN(ratio)) continue;
        if (seen++ >= 2) squares += (ratio - sum / weight) ** 2;
        sum = memory * sum + ratio;
        weight = memory * weight + 1;
      }
    }
    if (squares < 0.99 * least) [best, least] = [memory, squares];
  }
  return best;
}

/** Two-sided weighted means at each place, by one pass forward and one back; every season of them averages `rest`. */
function movingFactors(
  ratios: Float64Array,
  length: number,
  period: number,
  memory: number,
  rest: number,
): Float64Array {
  const sums = new Float64Array(length);
  const weights = new Float64Array(length);
  for (let place = 0; place < period; place++) {
    for (const forward of [true, false]) {
      let sum = 0;
      let weight = 0;
      const count = Math.ceil((length - place) / period);
      for (let k = 0; k < count; k++) {
        const t = place + period * (forward ? k : count - 1 - k);
        const ratio = t < ratios.length ? ratios[t]! : Number.NaN;
        const known = Number.isNaN(ratio) ? 0 : 1;
        // The value itself is counted by the forward pass alone.
        const own = known === 1 ? ratio : 0;
        sums[t]! += memory * sum + (forward ? own : 0);
        weights[t]! += memory * weight + (forward ? known : 0);
        sum = memory * sum + own;
        weight = memory * weight + known;
      }
    }
  }
  const factors = sums.map((sum, t) => (weights[t]! > 0 ? sum / weights[t]! : rest));
  for (let first = 0; first < length; first += period) {
    // The last season may be incomplete: it is centred as the one before it ends.
    const from = Math.min(first, length - period);
    let centre = 0;
    for (let t = from; t < from + period; t++) centre += factors[t]! - rest;
    for (let t = Math.max(first, from); t < Math.min(length, first + period); t++)
      factors[t]! -= centre / period;
  }
  return factors;
}
