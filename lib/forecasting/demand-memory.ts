/** The chance of demand as several memories see it, and what it was before each step of the past. */
export type DemandMemory = {
  /** Chance of demand at a usual place of the season, from here on. */
  chance: number;
  /** [n] the same before each past step, by the memories' present weights. */
  chanceBefore: Float64Array;
  /** Variance of the future chance over its square, from not knowing whether faded demand returns. */
  returnVariance: number;
  /** How many demands the chance rests on. */
  demands: number;
};

/** Half-lives of the memory that are weighed against each other, as shares of the history, the longest first. */
const HALF_LIVES = [Number.POSITIVE_INFINITY, 0.4, 0.2, 0.1, 0.05] as const;
/** Demand that fades goes on fading, by this power of the ratio of the recent chance to that of the whole history … */
const FADING = 2.5;
/** … or, with this chance, was only out of stock or out of season, and comes back as it was on the whole. */
const RETURNING = 0.12;

/**
 * Average the chances by several memories, each weighing as likely as it made the past.
 *
 * Where the recent chance lies below that of the whole history, two futures are weighed: it falls on by the same ratio, or returns to
 * what it was. The first alone lowers the error of the mean on car parts and on a wholesaler's days and weeks alike, but of the
 * sums over 28 days that exceeded their P99 five in six were articles that had been out of stock and came back. Demand that
 * rises is not extrapolated. `docs/forecasting.md` has the figures.
 *
 * @param factors - [season] how much likelier demand is at each place of the season
 */
export function rememberDemand(y: Float64Array, observed: Uint8Array, factors: Float64Array): DemandMemory {
  const weighed = HALF_LIVES.map((share) => {
    const memory = 0.5 ** (1 / (share * y.length));
    return weighDemand(y, observed, factors, memory);
  });
  const likeliest = Math.max(...weighed.map(({ logLikelihood }) => logLikelihood));
  const weights = weighed.map(({ logLikelihood }) => Math.exp(logLikelihood - likeliest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chanceBefore = new Float64Array(y.length);
  const sums = { chance: 0, demands: 0 };
  weighed.forEach(({ chance, demands, before }, i) => {
    const weight = weights[i]! / total;
    sums.chance += weight * chance;
    sums.demands += weight * demands;
    for (let t = 0; t < y.length; t++) chanceBefore[t]! += weight * before[t]!;
  });
  const whole = Math.max(sums.chance, weighed[0]?.chance ?? 0);
  const faded = sums.chance * (sums.chance / whole) ** FADING;
  const chance = (1 - RETURNING) * faded + RETURNING * whole;
  const returnVariance = RETURNING * (1 - RETURNING) * ((whole - faded) / chance) ** 2;
  return { chance, returnVariance, chanceBefore, demands: sums.demands };
}

/** Weigh steps with demand against all of them, and tell how likely each step was from what came before. */
function weighDemand(
  y: Float64Array,
  observed: Uint8Array,
  factors: Float64Array,
  memory: number,
): { chance: number; demands: number; logLikelihood: number; before: Float64Array } {
  const before = new Float64Array(y.length);
  let all = 1;
  let sold = 0.5;
  let squares = 1;
  let logLikelihood = 0;
  for (let t = 0; t < y.length; t++) {
    all *= memory;
    sold *= memory;
    squares *= memory * memory;
    before[t] = Math.min(1, sold / all);
    if (observed[t] === 0) continue;
    const factor = factors[t % factors.length]!;
    const chance = Math.min(0.999, Math.max(0.001, (sold / all) * factor));
    logLikelihood += Math.log(y[t]! > 0 ? chance : 1 - chance);
    all += factor;
    squares += factor * factor;
    if (y[t]! > 0) sold += 1;
  }
  const chance = Math.min(1, sold / all);
  return { chance, demands: (chance * all * all) / squares, logLikelihood, before };
}
