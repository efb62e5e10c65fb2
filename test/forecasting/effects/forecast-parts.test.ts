import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forecast, modelNames } from '../../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';

describe('the parts of a forecast', () => {
  test('add up to its mean, whatever the model and the series', () => {
    const series = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 });
    const model = fc.constantFrom('auto' as const, ...modelNames);
    fc.assert(
      fc.property(series, model, fc.boolean(), (values, name, fair) => {
        const flags = Float64Array.from({ length: values.length + 10 }, (_, t) => (t % 6 === 1 ? 1 : 0));
        const covariates = fair ? [{ name: 'fair', kind: 'event' as const, values: flags }] : [];

        const found = forecast(values, { horizon: 10, period: 7, model: name, covariates });

        const { level, trend, season, events } = found.parts;
        found.mean.forEach((mean, step) => {
          const sum = level[step]! + trend[step]! + season[step]! + events[step]!;
          expect(Math.abs(sum - mean)).toBeLessThan(1e-9 * (1 + mean));
        });
      }),
      { seed: 11, numRuns: 80 },
    );
  });

  test('tell a rising year apart: 100 and 2 a month more, 30 more in the third month', () => {
    const random = createRandom(3);
    const months = Array.from(
      { length: 96 },
      (_, t) => 100 + 2 * t + (t % 12 === 2 ? 30 : 0) + standardNormal(random),
    );

    const { level, trend, season } = forecast(months, { horizon: 12, period: 12 }).parts;

    // a year's mean holds a twelfth of the 30
    expect(Math.abs(level[0]! - (100 + 2 * 96 + 2.5))).toBeLessThan(4);
    expect(Math.abs(trend[11]! - 22)).toBeLessThan(6);
    expect(Math.abs(season[2]! - 27.5)).toBeLessThan(4);
    expect(Math.abs(season[7]! + 2.5)).toBeLessThan(4);
  });
});
