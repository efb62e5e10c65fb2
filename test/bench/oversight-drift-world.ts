import {
  createRandom,
  sampleNegativeBinomial,
  samplePoisson,
  standardNormal,
} from '../../lib/numeric/index.ts';
import type { DriftSeries } from '../../lib/oversight/index.ts';

/** Kinds of series whose days are drawn about a forecast that knows their past level. */
export type SeriesKind = 'steady' | 'intermittent' | 'lumpy' | 'correlated';
export const KINDS: readonly SeriesKind[] = ['steady', 'intermittent', 'lumpy', 'correlated'];

/** How a series is drawn. */
export type DrawnSeries = {
  kind: SeriesKind;
  days: number;
  seed: number;
  /** First day of a new level, with its multiple of the old one; none where absent. */
  change?: { at: number; factor: number };
};

/**
 * Draw daily sales and the forecast that was made of them: the old level, with the weekday known.
 *
 * steady: Poisson of 20; intermittent: Poisson of 0.7; lumpy: negative binomial of mean 4 and shape 0.5; correlated: 100 with an
 * error that keeps 0.4 of the day before's.
 */
export function drawSeries({ kind, days, seed, change }: DrawnSeries): DriftSeries {
  const random = createRandom(seed);
  const level = { steady: 20, intermittent: 0.7, lumpy: 4, correlated: 100 }[kind];
  const forecast = Float64Array.from(
    { length: days },
    (_, day) => level * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7)),
  );
  let error = 0;
  const actual = forecast.map((mean, day) => {
    const now = mean * (change !== undefined && day >= change.at ? change.factor : 1);
    if (kind === 'lumpy') return sampleNegativeBinomial(random, now, 0.5);
    if (kind !== 'correlated') return samplePoisson(random, now);
    error = 0.4 * error + 12 * standardNormal(random);
    return Math.max(0, now + error);
  });
  return { series: `${kind}-${seed}`, actual, forecast };
}
