import type { CompleteSeries } from './complete-series.ts';
import { weighByErrors } from './member-weights.ts';
import { fitMembers, type Member } from './members.ts';
import { pastOrigins } from './past-origins.ts';
import { findSeason, type Season, seasonReader, withoutSeason, withSeason } from './seasonal-factors.ts';
import { keepWithin, largestMoves } from './trend-guard.ts';

/** The weighted mean of several fitted models, each kept within what the series has ever done. */
export type Combination = {
  members: Member[];
  /** [members] adding up to 1. */
  weights: Float64Array;
  season: Season | null;
  /** [n] the series without its season. */
  adjusted: Float64Array;
  /** Forecast from the first `origin` values, with the coefficients of the whole series. */
  from: (origin: number, horizon: number) => Float64Array;
  /** Factor or addend of the season at a step counted from the series' start. */
  seasonAt: (t: number) => number;
};

/** From this many places on, a season's members and factors ask for more than shrinking. */
const MANY_PLACES = 25;
/** Fisher's F above which a season of many places, or one that was seen twice, is believed. */
const LEAST_STRENGTH = 4;

/**
 * Fit the default forecast: the mean of theta, exponential smoothing and small ARIMA models, weighed by how each did.
 *
 * A season of fewer than 25 places that was seen three times needs no test: its factors are shrunk to what stands out, and members
 * whose season moves find for themselves that there is none. Each member's way from the last level is held within
 * three quarters of the largest move that the series ever made over as many steps. `weighByErrors` says how members weigh.
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
  const isSure = y.length >= 3 * period && period < MANY_PLACES;
  const season = findSeason(y, period, isSure ? 0 : LEAST_STRENGTH, bounded);
  const adjusted = withoutSeason(y, season);
  const positive = bounded && y.every((value) => value > 0) && adjusted.every((value) => value > 0);
  const members = fitMembers({ y, observed, season, adjusted, bounded, positive });
  const guard = largestMoves(adjusted, horizon);
  const seasonAt = seasonReader(season);
  const guarded: GuardedMembers = { members, adjusted, guard, season, seasonAt };
  // What members foretold from past origins weighs them, and tells intervals how far the mean errs: it is reckoned once.
  const past = new Map<number, Float64Array[]>();
  for (const origin of pastOrigins(observed, season?.period ?? 1)) {
    past.set(origin, pathsFrom(guarded, origin, Math.min(horizon, y.length - origin)));
  }
  const weights = weighByErrors(
    pastErrors(guarded, observed, past),
    members.map(({ parameters }) => parameters),
    y.length,
  );
  const from = (origin: number, steps: number) => {
    const known = past.get(origin);
    const paths = known && known[0]!.length >= steps ? known : pathsFrom(guarded, origin, steps);
    return withSeason(weightedMean(paths, weights, steps), season, origin);
  };
  return { members, weights, season, adjusted, from, seasonAt };
}

type GuardedMembers = {
  members: readonly Member[];
  adjusted: Float64Array;
  guard: Float64Array;
  season: Season | null;
  seasonAt: (t: number) => number;
};

/** What each member foretells from an origin, season taken out, within its bounds. */
function pathsFrom(
  { members, adjusted, guard, season, seasonAt }: GuardedMembers,
  origin: number,
  horizon: number,
): Float64Array[] {
  const last = adjusted[origin - 1]!;
  const add = season?.kind === 'additive';
  return members.map(({ from, scale }) => {
    const steps = from(origin, horizon);
    if (season && scale === 'whole') {
      for (let step = 0; step < horizon; step++) {
        const factor = seasonAt(origin + step);
        steps[step] = add ? steps[step]! - factor : steps[step]! / factor;
      }
    }
    keepWithin(steps, last, guard);
    return steps;
  });
}

/** Total absolute error of each member over all past paths, in the series' own units, where something was observed. */
function pastErrors(
  { members, adjusted, season, seasonAt }: GuardedMembers,
  observed: Uint8Array,
  past: ReadonlyMap<number, readonly Float64Array[]>,
): Float64Array {
  const errors = new Float64Array(members.length);
  for (const [origin, paths] of past) {
    paths.forEach((steps, j) => {
      for (let step = 0; step < steps.length; step++) {
        const t = origin + step;
        const unit = season?.kind === 'multiplicative' ? seasonAt(t) : 1;
        errors[j]! += observed[t]! * unit * Math.abs(steps[step]! - adjusted[t]!);
      }
    });
  }
  return errors;
}

/** The mean of paths, as a distance from the first, so that where all agree it is what they say to the last digit. */
function weightedMean(paths: readonly Float64Array[], weights: Float64Array, steps: number): Float64Array {
  const first = paths[0]!;
  const mean = first.slice(0, steps);
  for (let j = 1; j < paths.length; j++) {
    for (let step = 0; step < steps; step++) mean[step]! += weights[j]! * (paths[j]![step]! - first[step]!);
  }
  return mean;
}
