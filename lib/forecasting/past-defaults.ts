import type { DefaultSaid } from './contest/order-levels.ts';
import { quantileForecast } from './distribution.ts';
import type { Covariate } from './effects/covariates.ts';
import { knowFutures } from './effects/known-futures.ts';
import { countObserved, readSeries } from './observed-series.ts';
import { forecastFrom } from './rolling-origin.ts';
import { pathTotals, samplePaths } from './sample-paths.ts';

/** How the default looks back. */
export type PastDefaultOptions = {
  period: number;
  /** L + R: what an order must cover, and so how far each look reaches. */
  coverSteps: number;
  reviewSteps: number;
  /** Reviews wanted; fewer are answered where the history is too short. */
  reviews: number;
  seed: number;
  /** As tonight's forecast knows them, over the history and `horizon` steps: what was planned was known then too. */
  covariates?: readonly Covariate[];
  /** Steps ahead that the covariates reach; needed with them. */
  horizon?: number;
};

/** Futures sampled for the sums of one review: their P95 is known to within a seventh of the sd. */
const PATHS = 300;

/**
 * Forecast from past reviews with what lay before each alone: what the default would have said then.
 *
 * The last review is the latest whose steps have all come. Intervals are the model's own, without the calibration that the
 * forecast of tonight gets from its backtest. O(reviews) fits.
 *
 * @param values - oldest first, NaN = not observed; not changed
 * @returns oldest first, `reviewSteps` apart; empty where the history is too short for one
 */
export function pastDefaults(
  values: ArrayLike<number>,
  options: PastDefaultOptions,
): { origin: number; said: DefaultSaid }[] {
  const { period, coverSteps, reviewSteps, reviews, seed, covariates = [], horizon = 0 } = options;
  const observed = readSeries(values);
  const series = observed.values;
  const nonNegative = !series.some((value) => value < 0);
  const task = { period, horizon: coverSteps, nonNegative };
  const known = knowFutures(observed, { ...task, horizon }, { covariates });
  const said: { origin: number; said: DefaultSaid }[] = [];
  for (let back = 0; back < reviews; back++) {
    const origin = series.length - coverSteps - back * reviewSteps;
    // two seasons, so that each place of it was seen twice
    if (origin <= 0 || countObserved(series.subarray(0, origin)) < 2 * Math.max(period, 3)) break;
    const found = forecastFrom(origin, series, 'auto', task, known?.predict);
    if (found === undefined) break;
    const { distribution } = found;
    const paths = samplePaths(distribution, { paths: PATHS, days: coverSteps, seed });
    said.push({
      origin,
      said: {
        mean: Float64Array.from(found.mean),
        quantiles: {
          p10: Float64Array.from(quantileForecast(distribution, 0.1)),
          p90: Float64Array.from(quantileForecast(distribution, 0.9)),
        },
        totals: pathTotals(paths, coverSteps).sort(),
      },
    });
  }
  return said.reverse();
}
