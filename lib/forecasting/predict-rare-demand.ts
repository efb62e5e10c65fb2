import type { CompleteSeries } from './complete-series.ts';
import { sizeDistribution } from './intermittent.ts';
import { type LumpyDemand, sizeMoments } from './lumpy-demand.ts';
import type { Prediction } from './prediction.ts';
import { adidaMean, crostonMean, sbaMean, tsbMean } from './rare-demand-means.ts';
import { rateUnrest } from './rate-unrest.ts';

const MEANS = { croston: crostonMean, sba: sbaMean, tsb: tsbMean, adida: adidaMean };

/** Names of the textbook's estimators of rare demand. */
export type RareDemandModel = keyof typeof MEANS;

/**
 * Predict by a textbook mean of rare demand, with the distribution that `predictIntermittent` would put around it.
 *
 * The methods themselves give a mean and nothing else. Sizes are those seen; the chance is what the mean leaves for them, and sizes grow
 * where it would exceed 1; the rate is as restless as past windows were about the mean chance.
 *
 * @param series - something in it sold
 */
export function predictRareDemand(
  model: RareDemandModel,
  series: CompleteSeries,
  horizon: number,
): Prediction {
  const { y, observed } = series;
  const mean = MEANS[model](y);
  const sizes = sizeDistribution(y, observed);
  const size = sizeMoments(sizes);
  const wanted = mean / size.mean;
  const chance = Math.min(1, wanted);
  const factor = Math.max(1, wanted);
  const share = y.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / y.length;
  const past = { chanceBefore: new Float64Array(y.length).fill(share), factors: Float64Array.of(1), size };
  const unrest = rateUnrest(series, past, Math.max(1, horizon));
  const lumpy: LumpyDemand = {
    chance: new Array<number>(horizon).fill(chance),
    ...sizes,
    rateShape: 1 / unrest,
    ...(factor > 1 ? { sizeFactor: new Array<number>(horizon).fill(factor) } : {}),
  };
  const sd = factor * Math.sqrt(chance * size.variance + chance * (1 - chance) * size.mean ** 2);
  return {
    model,
    mean: lumpy.chance.map(() => mean),
    sd: lumpy.chance.map(() => sd),
    errorWeights: lumpy.chance.map((_, lag) => (lag === 0 ? 1 : 0)),
    sharedShare: lumpy.chance.map(() => 0),
    degreesOfFreedom: 1e9,
    warnings: [],
    lumpy,
  };
}
