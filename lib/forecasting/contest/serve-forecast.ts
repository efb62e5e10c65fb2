import type { Contestant } from './contestant.ts';
import { filled, shapeAround, statedSpread, sumOf } from './order-levels.ts';

/** A forecast as it is handed out: daily mean and quantiles, and the sum over the steps that an order must cover. */
export type ServedForecast = {
  /** [h] each. */
  mean: Float64Array;
  p10: Float64Array;
  p50: Float64Array;
  p90: Float64Array;
  /** Mean and quantiles of the sum over the first `steps`, at most h; quantiles as the default's came. */
  cover: { steps: number; mean: number; quantiles: number[] };
};

/**
 * Mix the forecast that serves from the default and the contestants' words, by the weights of the contest: means and
 * quantiles are averaged (Vincent 1912), so they stay in order.
 *
 * A contestant's own P10, P50 and P90 hold where it gave them; elsewhere the default's shape goes around its mean, as wide as
 * its past errors say. Steps of which it says nothing are the default's.
 *
 * @param byDefault - what the default foretells from `origin` on; not changed
 * @param spreads - by name, as `holdContest` answers them
 */
export function serveForecast(
  byDefault: ServedForecast,
  origin: number,
  contestants: readonly Contestant[],
  {
    weights,
    spreads,
  }: { weights: readonly { name: string; weight: number }[]; spreads: Record<string, number> },
): ServedForecast {
  const parts = weights
    .filter(({ weight }) => weight > 0)
    .map(({ name, weight }) => {
      const contestant = contestants.find((candidate) => candidate.name === name);
      const spread = spreads[name] ?? 1;
      return { weight, said: contestant ? asServed(byDefault, contestant, origin, spread) : byDefault };
    });
  const mix = (read: (said: ServedForecast) => Float64Array) =>
    Float64Array.from(byDefault.mean, (_, step) =>
      parts.reduce((sum, { weight, said }) => sum + weight * read(said)[step]!, 0),
    );
  const total = (read: (said: ServedForecast) => number) =>
    parts.reduce((sum, { weight, said }) => sum + weight * read(said), 0);
  return {
    mean: mix(({ mean }) => mean),
    p10: mix(({ p10 }) => p10),
    p50: mix(({ p50 }) => p50),
    p90: mix(({ p90 }) => p90),
    cover: {
      steps: byDefault.cover.steps,
      mean: total(({ cover }) => cover.mean),
      quantiles: byDefault.cover.quantiles.map((_, place) => total(({ cover }) => cover.quantiles[place]!)),
    },
  };
}

/** Put one contestant's word into the form that is handed out. */
function asServed(
  byDefault: ServedForecast,
  contestant: Contestant,
  origin: number,
  errorSpread: number,
): ServedForecast {
  const own = contestant.saidAt(origin, byDefault.mean);
  const spread = statedSpread(own, { mean: byDefault.mean, quantiles: byDefault }) ?? errorSpread;
  const mean = filled(own.mean, byDefault.mean);
  const daily = (name: 'p10' | 'p50' | 'p90') =>
    Float64Array.from(byDefault[name], (quantile, step) => {
      if (Number.isNaN(own.mean[step]!)) return quantile;
      const stated = own.quantiles?.[name][step] ?? Number.NaN;
      if (!Number.isNaN(stated)) return stated;
      return shapeAround(quantile, { defaultMean: byDefault.mean[step]!, mean: mean[step]!, spread });
    });
  const { steps, mean: defaultMean, quantiles } = byDefault.cover;
  const moved = sumOf(mean.subarray(0, steps)) - sumOf(byDefault.mean.subarray(0, steps));
  const coverMean = Math.max(0, defaultMean + moved);
  return {
    mean,
    p10: daily('p10'),
    p50: daily('p50'),
    p90: daily('p90'),
    cover: {
      steps,
      mean: coverMean,
      quantiles: quantiles.map((quantile) => shapeAround(quantile, { defaultMean, mean: coverMean, spread })),
    },
  };
}
