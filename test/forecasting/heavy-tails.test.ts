import { describe, expect, test } from '@jest/globals';
import type { ForecastDistribution } from '../../lib/forecasting/distribution.ts';
import { quantileForecast, rectify } from '../../lib/forecasting/distribution.ts';
import { cumulativeDemand } from '../../lib/forecasting/index.ts';

/** Five open days of about 300 units, two closed ones of nearly none whose error has the same sd; heavy tails. */
function aWeek(tailDegrees?: number): ForecastDistribution {
  const days = [300, 300, 300, 300, 300, 2, 2].map((mean) => rectify(mean, 200));
  return {
    centre: days.map(({ centre }) => centre),
    sd: days.map(({ sd }) => sd),
    errorWeights: [1, 0, 0, 0, 0, 0, 0],
    sharedShare: [0, 0, 0, 0, 0, 0, 0],
    nonNegative: true,
    ...(tailDegrees === undefined ? {} : { tailDegrees }),
  };
}

describe('heavy tails beside closed days', () => {
  test('leave the mean of a week where the days put it', () => {
    const { mean } = cumulativeDemand(aWeek(3), 7, [0.5], { paths: 20_000, seed: 1 });

    // five days of 300, and two whose mean is lifted to a twentieth of their sd
    expect(mean / (5 * 300 + 2 * 10)).toBeCloseTo(1, 1);
  });

  test('keep a closed day from holding more than the open ones', () => {
    const highest = quantileForecast(aWeek(3), 0.999);

    expect(highest[5]!).toBeLessThan(highest[0]! * 3);
  });

  test('widen an open day beyond a normal one, and not its 80 % interval', () => {
    expect(quantileForecast(aWeek(3), 0.99)[0]!).toBeGreaterThan(quantileForecast(aWeek(), 0.99)[0]! * 1.1);
    expect(quantileForecast(aWeek(3), 0.9)[0]).toBeCloseTo(quantileForecast(aWeek(), 0.9)[0]!, 8);
  });
});
