import type { DemandMoments } from './demand-distribution.ts';

/** Demand as it is expected to come: day by day from tomorrow, then at a rate that stays. Units a day. */
export type DemandAhead = {
  daily: ArrayLike<number>;
  /** From the first day after `daily` on. */
  beyond: number;
  /** Variance of a period's demand over its mean. */
  dispersion: number;
};

/** Demand that comes at the same rate on every day. */
export function steadyDemand({ mean, variance }: DemandMoments): DemandAhead {
  return { daily: [], beyond: mean, dispersion: mean > 0 ? variance / mean : 0 };
}

/**
 * Expect the demand between two moments: mean, and variance in proportion to it.
 *
 * @param from - days from now, ≥ 0, fractions of a day counted in proportion
 * @param to - not before `from`
 */
export function demandBetween(
  { daily, beyond, dispersion }: DemandAhead,
  from: number,
  to: number,
): DemandMoments {
  let mean = beyond * Math.max(0, to - Math.max(from, daily.length));
  for (let day = Math.floor(from); day < Math.min(to, daily.length); day++)
    mean += daily[day]! * Math.max(0, Math.min(to, day + 1) - Math.max(from, day));
  return { mean, variance: mean * dispersion };
}

/** The demand that stays from a day on: at the mean rate of the days after it, or the rate beyond them. */
export function demandFrom({ daily, beyond, dispersion }: DemandAhead, day: number): DemandAhead {
  const rest = daily.length - day;
  const rate =
    rest > 0 ? demandBetween({ daily, beyond, dispersion }, day, daily.length).mean / rest : beyond;
  return { daily: [], beyond: rate, dispersion };
}

/** Add up demands that are independent of each other; none come to nothing. */
export function addDemand(demands: readonly DemandAhead[]): DemandAhead {
  const days = demands.reduce((most, { daily }) => Math.max(most, daily.length), 0);
  const daily = new Float64Array(days);
  let beyond = 0;
  let mean = 0;
  let variance = 0;
  for (const demand of demands) {
    for (let day = 0; day < days; day++) daily[day]! += demand.daily[day] ?? demand.beyond;
    beyond += demand.beyond;
    const near = demandBetween(demand, 0, Math.max(1, days));
    mean += near.mean;
    variance += near.variance;
  }
  return { daily, beyond, dispersion: mean > 0 ? variance / mean : 0 };
}
