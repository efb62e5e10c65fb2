import type { Scores } from '../domain/forecast.ts';
import { type ForecastDistribution, quantileForecast } from './distribution.ts';
import { wholePeriod } from './seasonal-naive.ts';

/** How one forecast met what came after: sums over the steps that were observed, to be pooled over folds. */
export type FoldScore = {
  steps: number;
  /** Mean over the steps; `null` where the training data are flat. */
  mase: number | null;
  smape: number;
  rmsse: number | null;
  pinball: number | null;
  covered: number;
  /** Mean of ((actual − mean) / sd)² over the steps; 1 when the sd is right. */
  squaredScores: number | null;
};

const PROBABILITIES = [0.1, 0.5, 0.9] as const;

/**
 * Score a forecast against what was observed.
 *
 * MASE and pinball are scaled by the training data's mean absolute seasonal difference, RMSSE by the root of its mean
 * square (Hyndman & Koehler 2006; Makridakis et al. 2022); sMAPE is 200·|e| / (|y| + |ŷ|), per cent, 0 when both are 0.
 *
 * @param training - what the forecast was made from
 * @param actual - [h], NaN = not observed
 * @returns `null` when nothing was observed
 */
export function scoreFold(
  training: Float64Array,
  actual: Float64Array,
  mean: readonly number[],
  distribution: ForecastDistribution,
  period: number,
): FoldScore | null {
  const quantiles = PROBABILITIES.map((probability) => quantileForecast(distribution, probability));
  const sums = { steps: 0, absolute: 0, squares: 0, smape: 0, pinball: 0, covered: 0, scores: 0, scored: 0 };
  for (let step = 0; step < actual.length; step++) {
    const value = actual[step]!;
    if (Number.isNaN(value)) continue;
    const error = value - mean[step]!;
    const size = Math.abs(value) + Math.abs(mean[step]!);
    sums.steps++;
    sums.absolute += Math.abs(error);
    sums.squares += error * error;
    sums.smape += size === 0 ? 0 : (200 * Math.abs(error)) / size;
    for (let q = 0; q < PROBABILITIES.length; q++) {
      const above = value - quantiles[q]![step]!;
      sums.pinball +=
        Math.max(PROBABILITIES[q]! * above, (PROBABILITIES[q]! - 1) * above) / PROBABILITIES.length;
    }
    if (value >= quantiles[0]![step]! && value <= quantiles[2]![step]!) sums.covered++;
    const sd = distribution.sd[step]!;
    if (sd > 0) {
      sums.scores += (error / sd) ** 2;
      sums.scored++;
    }
  }
  if (sums.steps === 0) return null;
  const { absolute, square } = seasonalScale(training, period);
  return {
    steps: sums.steps,
    mase: absolute > 0 ? sums.absolute / sums.steps / absolute : null,
    smape: sums.smape / sums.steps,
    rmsse: square > 0 ? Math.sqrt(sums.squares / sums.steps / square) : null,
    pinball: absolute > 0 ? sums.pinball / sums.steps / absolute : null,
    covered: sums.covered,
    squaredScores: sums.scored > 0 ? sums.scores / sums.scored : null,
  };
}

/** Pool folds: every fold counts the same, and coverage every step. */
export function poolScores(folds: readonly FoldScore[]): Scores {
  const steps = folds.reduce((sum, fold) => sum + fold.steps, 0);
  const covered = folds.reduce((sum, fold) => sum + fold.covered, 0);
  return {
    folds: folds.length,
    mase: averageKnown(folds.map((fold) => fold.mase)),
    smape: averageKnown(folds.map((fold) => fold.smape)),
    rmsse: averageKnown(folds.map((fold) => fold.rmsse)),
    pinball: averageKnown(folds.map((fold) => fold.pinball)),
    coverage80: steps === 0 ? null : covered / steps,
  };
}

/** Average what is known; `null` when nothing is. */
export function averageKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function seasonalScale(training: Float64Array, period: number): { absolute: number; square: number } {
  const season = wholePeriod(period);
  let absolute = 0;
  let square = 0;
  let pairs = 0;
  for (let i = season; i < training.length; i++) {
    const difference = training[i]! - training[i - season]!;
    if (Number.isNaN(difference)) continue;
    absolute += Math.abs(difference);
    square += difference * difference;
    pairs++;
  }
  if (pairs === 0) return season > 1 ? seasonalScale(training, 1) : { absolute: 0, square: 0 };
  return { absolute: absolute / pairs, square: square / pairs };
}
