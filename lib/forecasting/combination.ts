import type { CompleteSeries } from './complete-series.ts';
import { fitMembers, type Member } from './members.ts';
import { findSeason, type Season, withoutSeason } from './seasonal-factors.ts';
import { keepWithin, largestMoves } from './trend-guard.ts';

/** The mean of several fitted models, each kept within what the series has ever done. */
export type Combination = {
  members: Member[];
  season: Season | null;
  /** [n] the series without its season. */
  adjusted: Float64Array;
  /** Forecast from the first `origin` values, with the coefficients of the whole series. */
  from: (origin: number, horizon: number) => Float64Array;
  /** Factor or addend of the season at a step counted from the series' start. */
  seasonAt: (t: number) => number;
};

/** Fisher's F above which a season is believed; shrinking does the rest. Three seasons make it easier to believe. */
const LEAST_STRENGTH = { ofThreeSeasons: 2, ofFewer: 4 };

/**
 * Fit the default forecast: the plain mean of theta, exponential smoothing and small ARIMA models.
 *
 * Equal weights, since weights estimated on a few folds cost more than they bring (Claeskens, Magnus, Vasnev & Wang 2016).
 * Each member's way from the last level is held within three quarters of the largest move that the series ever made over
 * as many steps.
 *
 * @param series - complete, n ≥ 3
 * @param horizon - most steps that will be asked for
 * @param bounded - whether 0 is a bound of the series: then seasons may be multiplicative and logarithms taken
 */
export function fitCombination(
  { y, observed }: CompleteSeries,
  period: number,
  horizon: number,
  bounded: boolean,
): Combination {
  const season = findSeason(
    y,
    period,
    y.length >= 3 * period ? LEAST_STRENGTH.ofThreeSeasons : LEAST_STRENGTH.ofFewer,
    bounded,
  );
  const adjusted = withoutSeason(y, season);
  const positive = bounded && y.every((value) => value > 0) && adjusted.every((value) => value > 0);
  const members = fitMembers({ y, observed, season, adjusted, positive });
  const guard = largestMoves(adjusted, horizon);
  const seasonAt = seasonReader(season);
  const from = (origin: number, steps: number) =>
    meanOfGuarded(members, adjusted, guard, season, seasonAt, origin, steps);
  return { members, season, adjusted, from, seasonAt };
}

function seasonReader(season: Season | null): (t: number) => number {
  if (!season) return () => 0;
  const { factors, period } = season;
  const n = factors.length - period;
  return (t) => factors[t < n ? t : n + ((t - n) % period)]!;
}

function meanOfGuarded(
  members: readonly Member[],
  adjusted: Float64Array,
  guard: Float64Array,
  season: Season | null,
  seasonAt: (t: number) => number,
  origin: number,
  horizon: number,
): Float64Array {
  const sum = new Float64Array(horizon);
  const last = adjusted[origin - 1]!;
  const add = season?.kind === 'additive';
  for (const { from, scale } of members) {
    const steps = from(origin, horizon);
    if (season && scale === 'whole') {
      for (let step = 0; step < horizon; step++) {
        const factor = seasonAt(origin + step);
        steps[step] = add ? steps[step]! - factor : steps[step]! / factor;
      }
    }
    keepWithin(steps, last, guard);
    for (let step = 0; step < horizon; step++) sum[step]! += steps[step]! / members.length;
  }
  if (!season) return sum;
  return sum.map((value, step) => {
    const factor = seasonAt(origin + step);
    return add ? value + factor : value * factor;
  });
}
