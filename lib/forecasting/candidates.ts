import { predictArima } from './arima.ts';
import { fitArima } from './fit-arima.ts';
import { fitHarmonic, type HarmonicModel, predictHarmonic } from './harmonic.ts';
import type { ObservedSeries } from './observed-series.ts';
import type { Prediction } from './prediction.ts';
import { predictSeasonalNaive } from './seasonal-naive.ts';

/** Names of the models that `forecast` and `backtest` know. */
export const modelNames = ['harmonic', 'arima', 'seasonalNaive'] as const;
export type ModelName = (typeof modelNames)[number];

/** How the candidates are called in reasons and tables. */
export const candidateLabels: Record<ModelName, string> = {
  harmonic: 'harmonic',
  arima: 'arima(5,1,0)',
  seasonalNaive: 'seasonalNaive',
};

const MOST_HARMONICS = 6;

/**
 * Fit a candidate and predict by it.
 *
 * `harmonic` takes as many harmonics as the corrected Akaike criterion says, at most six; `arima` is of order (5,1,0).
 */
export function predictBy(
  model: ModelName,
  series: ObservedSeries,
  period: number,
  horizon: number,
): Prediction {
  switch (model) {
    case 'harmonic':
      return predictHarmonic(fitBestHarmonic(series, period), horizon);
    case 'arima':
      return predictArima(fitArima(series, [5, 1, 0]), horizon);
    case 'seasonalNaive':
      return predictSeasonalNaive(series, period, horizon);
  }
}

/** Whether a prediction can be used at all: finite, and not beyond a thousand times what was ever seen. */
export function isUsable(prediction: Prediction, series: ObservedSeries): boolean {
  let largest = 0;
  for (const value of series.values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return (
    prediction.mean.every((mean) => Number.isFinite(mean) && Math.abs(mean) <= 1000 * largest) &&
    prediction.sd.every((sd) => Number.isFinite(sd) && sd >= 0)
  );
}

/** Choose the number of harmonics by AICc (Hurvich & Tsai 1989). */
function fitBestHarmonic(series: ObservedSeries, period: number): HarmonicModel {
  let best = fitHarmonic(series, period, 1, 'free');
  let least = correctedAkaike(best);
  for (let harmonics = 2; harmonics <= Math.min(MOST_HARMONICS, period / 2); harmonics++) {
    const model = fitHarmonic(series, period, harmonics, 'free');
    const criterion = correctedAkaike(model);
    if (criterion < least) [best, least] = [model, criterion];
  }
  return best;
}

function correctedAkaike(model: HarmonicModel): number {
  const n = model.observed;
  const parameters = n - model.degreesOfFreedom + 1;
  if (n - parameters - 1 <= 0) return Number.POSITIVE_INFINITY;
  return (
    n * Math.log(model.residualSumOfSquares / n) +
    2 * parameters +
    (2 * parameters * (parameters + 1)) / (n - parameters - 1)
  );
}
