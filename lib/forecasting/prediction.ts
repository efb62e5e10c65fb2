import { normalQuantile, studentQuantile } from '../numeric/index.ts';
import { type ForecastDistribution, rectify } from './distribution.ts';
import type { LumpyDemand } from './lumpy-demand.ts';

/** What a fitted model says of the steps ahead, before intervals are made of it. Plain JSON. */
export type Prediction = {
  model: string;
  /** [h] */
  mean: number[];
  /** [h] of the forecast error, by the model alone. */
  sd: number[];
  /** [h] and [h]; see `ForecastDistribution`. */
  errorWeights: number[];
  sharedShare: number[];
  /** Of the variance estimate, ≥ 1: few of them widen intervals. */
  degreesOfFreedom: number;
  warnings: string[];
  /** See `ForecastDistribution`; absent where the errors are taken as normal. */
  tailDegrees?: number;
  /** Present where demand comes now and then: the distribution is this, whatever mean and sd are. */
  lumpy?: LumpyDemand;
  /** [h] the mean without its season; absent where there is none. */
  withoutSeason?: number[];
  /** What a combination is made of, for the reason. */
  parts?: {
    members: string[];
    season: 'none' | 'additive' | 'multiplicative';
    /** The season above it that was found too. */
    long: 'year' | 'week' | null;
  };
};

/** Take a prediction at its word: normal errors with the model's own sd, any sign. */
export function plainDistribution(prediction: Prediction): ForecastDistribution {
  const { mean, sd, errorWeights, sharedShare } = prediction;
  return { centre: [...mean], sd, errorWeights, sharedShare, nonNegative: false };
}

/**
 * Turn a prediction into the distribution that a forecast is read from.
 *
 * Few degrees of freedom widen the normal so that its 80 % interval is that of Student's t.
 *
 * @param widening - factor on the model's sd, from its errors in a backtest; 1 takes the model at its word
 * @param nonNegative - whether steps are kept at or above 0, by `rectify`
 * @returns the distribution, and the mean of each step under it
 */
export function distributionOf(
  prediction: Prediction,
  widening: number,
  nonNegative: boolean,
): { mean: number[]; distribution: ForecastDistribution } {
  const { lumpy, tailDegrees } = prediction;
  const factor = widening * smallSampleFactor(prediction.degreesOfFreedom);
  const steps = prediction.mean.map((mean, step) => {
    const sd = factor * prediction.sd[step]!;
    return nonNegative && !lumpy ? rectify(mean, sd) : { mean, centre: mean, sd };
  });
  return {
    mean: steps.map(({ mean }) => mean),
    distribution: {
      centre: steps.map(({ centre }) => centre),
      sd: steps.map(({ sd }) => sd),
      errorWeights: prediction.errorWeights,
      sharedShare: prediction.sharedShare,
      nonNegative,
      ...(tailDegrees === undefined ? {} : { tailDegrees }),
      ...(lumpy ? { lumpy } : {}),
    },
  };
}

function smallSampleFactor(degreesOfFreedom: number): number {
  return studentQuantile(0.9, Math.max(1, degreesOfFreedom)) / normalQuantile(0.9);
}
