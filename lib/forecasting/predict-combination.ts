import { fitCombination } from './combination.ts';
import type { CompleteSeries } from './complete-series.ts';
import { spreadOfErrors } from './error-spread.ts';
import { originErrors } from './origin-errors.ts';
import type { Prediction } from './prediction.ts';

/** Fewest values that the combination is fitted to. */
export const LEAST_VALUES = 6;

/**
 * Predict by the combination, with errors as large as those from past origins say.
 *
 * @param series - complete, at least `LEAST_VALUES` values
 * @param bounded - whether 0 is a bound of the series
 */
export function predictCombination(
  series: CompleteSeries,
  period: number,
  horizon: number,
  bounded: boolean,
): Prediction {
  const n = series.y.length;
  const combination = fitCombination(series, period, Math.max(1, horizon), bounded);
  const mean = Array.from(combination.from(n, horizon));
  const errors = originErrors(combination, series, Math.max(1, horizon), bounded);
  const spread = spreadOfErrors(errors, Math.max(1, horizon), n);
  const { members, season, seasonAt } = combination;
  return {
    model: `combination(${members.length})`,
    mean,
    sd: mean.map(
      (_, step) =>
        spread.sd[step]! * errors.scaleAhead * (season?.kind === 'multiplicative' ? seasonAt(n + step) : 1),
    ),
    errorWeights: spread.errorWeights.slice(0, horizon),
    sharedShare: spread.sharedShare.slice(0, horizon),
    degreesOfFreedom: 1e9,
    tailDegrees: spread.tailDegrees,
    warnings: [],
    parts: { members: members.map(({ name }) => name), season: season?.kind ?? 'none' },
  };
}
