import { studentQuantile } from '../numeric/index.ts';
import { checkLevel, DEFAULT_LEVELS, type Forecast } from './distribution.ts';
import { readInUnit, restored, restoreUnit } from './extreme-units.ts';
import { fitHarmonic, type HarmonicPhase, predictHarmonic } from './harmonic.ts';
import { checkHorizon } from './observed-series.ts';
import { plainDistribution } from './prediction.ts';

/** The season, how it is fitted, and how far to forecast. */
export type HarmonicOptions = {
  /** P, steps; need not be whole (365.25). */
  period: number;
  horizon: number;
  /** Per cent, above 0 and below 100; default 80 and 95. */
  levels?: readonly number[];
  /** Multiples of the frequency 1/P; default 1. */
  harmonics?: number;
  /** Default `free`: a sine beside each cosine. */
  phase?: HarmonicPhase;
};

/** A harmonic forecast with the regression it comes from. */
export type HarmonicForecast = Forecast & {
  /** a, b, g₁, s₁, g₂, s₂ … (no s with a fixed phase), as `names` says. */
  coefficients: number[];
  names: string[];
  standardErrors: number[];
  sigma: number;
  degreesOfFreedom: number;
};

/**
 * Forecast by a trend and a seasonal cosine, y = a + b t + g cos(2πt/P) + s sin(2πt/P) with t = 1 … n, by least squares.
 *
 * Intervals are those of a new observation by Student's t. Exact but for its assumptions: residuals without correlation
 * and of one size. Terms that the data cannot tell apart get the coefficient 0.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on a horizon or level that is none
 */
export function harmonicRegression(values: ArrayLike<number>, options: HarmonicOptions): HarmonicForecast {
  checkHorizon(options.horizon);
  const { period, harmonics = 1, phase = 'free', levels = DEFAULT_LEVELS } = options;
  const { series, unit } = readInUnit(values);
  const model = fitHarmonic(series, period, harmonics, phase);
  const prediction = predictHarmonic(model, options.horizon);
  const answer: HarmonicForecast = {
    model: prediction.model,
    mean: prediction.mean,
    median: [...prediction.mean],
    intervals: levels.map((level) => {
      checkLevel(level);
      const t = studentQuantile(0.5 + level / 200, prediction.degreesOfFreedom);
      return {
        level,
        lower: prediction.mean.map((mean, step) => mean - t * prediction.sd[step]!),
        upper: prediction.mean.map((mean, step) => mean + t * prediction.sd[step]!),
      };
    }),
    distribution: plainDistribution(prediction),
    warnings: model.warnings,
    coefficients: restored(model.coefficients, unit),
    names: model.names,
    standardErrors: restored(model.standardErrors, unit),
    sigma: Math.min(Number.MAX_VALUE, model.sigma * unit),
    degreesOfFreedom: model.degreesOfFreedom,
  };
  return restoreUnit(answer, unit);
}
