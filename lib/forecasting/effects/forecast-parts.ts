import type { ForecastParts } from '../../domain/known-future.ts';
import type { Prediction } from '../prediction.ts';

/**
 * Take a mean apart: level + trend + season + events.
 *
 * Without a season the trend is the way of the mean from its first step; with one, it is the straight line through the mean
 * without season, and what moves around that line is season.
 *
 * @param base - the prediction without known effects
 * @param baseMean - [h] its mean after 0 is minded
 * @param mean - [h] the forecast's mean
 */
export function partsOf(
  base: Prediction,
  baseMean: readonly number[],
  mean: readonly number[],
): ForecastParts {
  const rest = base.withoutSeason;
  const line = rest === undefined ? [...baseMean] : straight(rest);
  const level = line[0] ?? 0;
  return {
    level: mean.map(() => level),
    trend: line.map((value) => value - level),
    season: baseMean.map((value, step) => value - line[step]!),
    events: mean.map((value, step) => value - baseMean[step]!),
  };
}

/** The least-squares line through the steps. */
function straight(values: readonly number[]): number[] {
  const n = values.length;
  const middle = (n - 1) / 2;
  let sum = 0;
  let products = 0;
  let squares = 0;
  values.forEach((value, step) => {
    sum += value / n;
    products += (step - middle) * value;
    squares += (step - middle) ** 2;
  });
  const slope = squares > 0 ? products / squares : 0;
  return values.map((_, step) => sum + slope * (step - middle));
}
