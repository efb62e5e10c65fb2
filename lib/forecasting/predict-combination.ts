import { cleanSeries } from './clean-series.ts';
import { fitCombination } from './combination.ts';
import type { CompleteSeries } from './complete-series.ts';
import { spreadOfErrors } from './error-spread.ts';
import { heldToSizes } from './held-to-sizes.ts';
import { findLongSeason } from './long-season.ts';
import { originErrors } from './origin-errors.ts';
import { knownLength } from './past-origins.ts';
import type { Prediction } from './prediction.ts';

/** Fisher's F above which a season is spoken of; a weaker one is shrunk, and may be followed for the little that it is. */
const CLEAR_STRENGTH = 2;

/** Fewest values that the combination is fitted to. */
export const LEAST_VALUES = 6;
/** Coefficients of the second season: sine and cosine of three harmonics, hours of the week. */
const LONG_SEASON_FACTORS = { year: 6, week: 168 };

/**
 * Predict by the combination, with errors as large as those from past origins say.
 *
 * @param series - complete, at least `LEAST_VALUES` values
 * @param task.nonNegative - whether 0 is a bound of the series
 * @param task.skipped - steps before the first value, so that warnings count steps as the caller does
 */
export function predictCombination(
  series: CompleteSeries,
  task: { period: number; horizon: number; nonNegative: boolean; skipped: number },
): Prediction {
  const { period, horizon, nonNegative: bounded, skipped } = task;
  const n = series.y.length;
  // a gap at the end is part of the way: what was last seen lies that much further back
  const gap = n - knownLength(series.observed);
  const steps = gap + Math.max(1, horizon);
  const long = findLongSeason(series.y, period, steps, bounded);
  const longAt = (t: number) => long?.factors[t] ?? 1;
  const withoutLong = long ? { ...series, y: series.y.map((value, t) => value / longAt(t)) } : series;
  const { cleaned: short, warnings } = cleanSeries(withoutLong, period, skipped, bounded);
  const combination = fitCombination(short, period, steps, bounded);
  const mean = Array.from(combination.from(n, horizon), (value, step) => value * longAt(n + step));
  const errors = originErrors(combination, short, steps, bounded);
  const { members, season, seasonAt } = combination;
  const seasonFactors = (season?.period ?? 0) + (long ? LONG_SEASON_FACTORS[long.name] : 0);
  const spread = spreadOfErrors(errors, steps, n, seasonFactors);
  const factorAt = (t: number) => longAt(t) * (season?.kind === 'multiplicative' ? seasonAt(t) : 1);
  const isSeasonal = season !== null || long !== null;
  const withoutSeason = mean.map((value, step) =>
    season?.kind === 'additive' ? value / longAt(n + step) - seasonAt(n + step) : value / factorAt(n + step),
  );
  const sd = mean.map((_, step) => spread.sd[gap + step]! * errors.scaleAhead * factorAt(n + step));
  return {
    model: `combination(${members.length})`,
    mean,
    ...(isSeasonal ? { withoutSeason } : {}),
    sd: bounded ? heldToSizes(sd, mean, series) : sd,
    errorWeights: spread.errorWeights.slice(0, horizon),
    sharedShare: spread.sharedShare.slice(0, horizon),
    degreesOfFreedom: 1e9,
    tailDegrees: spread.tailDegrees,
    warnings,
    parts: {
      members: members.map(({ name }) => name),
      season: season && season.strength > CLEAR_STRENGTH ? season.kind : 'none',
      long: long?.name ?? null,
    },
  };
}
