import { describe, expect, test } from '@jest/globals';
import { cleanSeries } from '../../lib/forecasting/clean-series.ts';
import { fitCombination } from '../../lib/forecasting/combination.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import { findLevelShifts } from '../../lib/forecasting/level-shifts.ts';
import { findOutliers } from '../../lib/forecasting/outliers.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

const noise = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => standardNormal(random));
};
const allObserved = (y: Float64Array) => new Uint8Array(y.length).fill(1);
const complete = (y: Float64Array) => ({ y, observed: allObserved(y) });
/** Months around 100 with a December of 180 and noise of 3. */
const months = (length: number, seed: number) =>
  noise(length, seed).map((value, t) => 100 + 3 * value + (t % 12 === 11 ? 80 : 0));
const wander = (length: number, seed: number) => {
  let sum = 100;
  return noise(length, seed).map((value) => {
    sum += value;
    return sum;
  });
};

describe('findOutliers', () => {
  test('finds a value that comes out of nothing and leaves nothing behind', () => {
    const y = noise(60, 1);
    y[20] = 25;

    expect(findOutliers(y, allObserved(y))).toEqual([20]);
  });

  test('takes no step to a new level for one, and not the newest value, which may be such a step', () => {
    const step = noise(60, 1).map((value, t) => value + (t < 30 ? 0 : 25));
    const newest = noise(60, 1);
    newest[59] = 25;

    expect(findOutliers(step, allObserved(step))).toEqual([]);
    expect(findOutliers(newest, allObserved(newest))).toEqual([]);
  });

  test('takes spikes that keep coming for the nature of the series', () => {
    const y = noise(80, 2).map((value, t) => value + (t % 17 === 5 ? 40 : 0));

    expect(findOutliers(y, allObserved(y))).toEqual([]);
  });
});

describe('findLevelShifts', () => {
  test('finds where a level shifted, and by how much', () => {
    const y = noise(96, 3).map((value, t) => value + (t < 60 ? 0 : 12));

    const [shift, ...others] = findLevelShifts(y);

    expect(others).toEqual([]);
    expect(shift?.at).toBe(60);
    // medians of 12 values on either side: their difference has an sd of about ½
    expect(Math.abs((shift?.rise ?? 0) - 12)).toBeLessThan(1.5);
  });

  test('finds none in a trend, a slow rise or most series that wander', () => {
    const trend = noise(96, 4).map((value, t) => value + 0.8 * t);
    const slow = noise(96, 4).map((value, t) => value + Math.min(20, Math.max(0, t - 40)));
    const wanderers = Array.from({ length: 60 }, (_, seed) => findLevelShifts(wander(96, seed)));

    expect(findLevelShifts(trend)).toEqual([]);
    expect(findLevelShifts(slow)).toEqual([]);
    expect(wanderers.filter((shifts) => shifts.length > 0).length).toBeLessThan(3);
  });
});

describe('cleanSeries', () => {
  test('leaves a series in which nothing stands out as it is, its December included', () => {
    const series = complete(months(84, 5));

    expect(cleanSeries(series, 12, 0, true)).toEqual({ cleaned: series, warnings: [] });
  });

  test('puts the usual value of its month in the place of an outlier, counts it as not observed and names the step', () => {
    const y = months(84, 5);
    const before = y.slice();
    y[36] = 400;
    y[59] = 20;
    const spoiled = y.slice();

    const { cleaned, warnings } = cleanSeries(complete(y), 12, 2, true);

    expect(warnings).toEqual([
      '2 months are far out of line and are not followed: months 39, 62 of the history',
    ]);
    expect(Math.abs(cleaned.y[36]! - before[36]!)).toBeLessThan(15);
    // a December
    expect(Math.abs(cleaned.y[59]! - before[59]!)).toBeLessThan(30);
    expect([cleaned.observed[36], cleaned.observed[59], cleaned.observed[37]]).toEqual([0, 0, 1]);
    expect(y).toEqual(spoiled);
  });

  test('reads what lies before a shift at the new level, by a factor, and says so', () => {
    const y = months(84, 6).map((value, t) => (t < 60 ? value : 1.6 * value));

    const { cleaned, warnings } = cleanSeries(complete(y), 12, 0, true);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^the level shifted by \+(5[5-9]|6[0-5]) % from month 61 of the history on: what lies before is read at the new level$/,
    );
    expect(cleaned.y[10]! / y[10]!).toBeGreaterThan(1.5);
    expect(cleaned.y[70]! / y[70]!).toBeCloseTo(1, 12);
  });

  test('touches nothing before three seasons are known: a peak seen once may come back', () => {
    const y = months(30, 7);
    y[14] = 500;

    expect(cleanSeries(complete(y), 12, 0, true).warnings).toEqual([]);
  });
});

describe('a combination fitted to a cleaned series', () => {
  /** Mean absolute error over a year of 40 series of months whose level wanders, each spoiled in its own way. */
  const errorAfter = (spoil: (y: Float64Array, seed: number) => void, isCleaned: boolean) => {
    let sum = 0;
    for (let seed = 0; seed < 40; seed++) {
      const whole = wander(96, seed).map((value, t) => 100 + 4 * (value - 100) + (t % 12 === 11 ? 60 : 0));
      const history = whole.slice(0, 84).map((value) => Math.max(20, value));
      spoil(history, seed);
      const series = complete(history);
      const fitted = isCleaned ? cleanSeries(series, 12, 0, true).cleaned : series;
      const steps = fitCombination(fitted, 12, 12, true).from(84, 12);
      for (let step = 0; step < 12; step++) sum += Math.abs(steps[step]! - whole[84 + step]!) / 480;
    }
    return sum;
  };

  test('loses less than a fifth of what an outlier of last year costs without cleaning', () => {
    const spoil = (y: Float64Array, seed: number) => {
      y[72 + (seed % 11)]! *= 4;
    };

    const unspoiled = errorAfter(() => {}, false);

    expect(errorAfter(spoil, false) / unspoiled).toBeGreaterThan(1.3);
    expect(errorAfter(spoil, true) - unspoiled).toBeLessThan(0.2 * (errorAfter(spoil, false) - unspoiled));
  });

  test('errs as before where nothing was spoiled', () => {
    const spoil = () => {};

    expect(Math.abs(errorAfter(spoil, true) / errorAfter(spoil, false) - 1)).toBeLessThan(0.02);
  });
});

describe('forecast', () => {
  const errorOf = (found: { mean: number[] }, level: number) =>
    found.mean.reduce((sum, value) => sum + Math.abs(value - level), 0) / found.mean.length;

  test('is not led away by a typing error in last month but one, and tells of it', () => {
    const y = noise(60, 8).map((value) => 100 + 3 * value);
    const plain = forecast(y, { horizon: 6, period: 12 });
    y[58] = 1000;

    const found = forecast(y, { horizon: 6, period: 12 });

    expect(found.warnings).toContain(
      '1 month is far out of line and is not followed: month 59 of the history',
    );
    expect(errorOf(found, 100)).toBeLessThan(errorOf(plain, 100) + 3);
    expect(found.intervals[0]!.upper[0]! - found.intervals[0]!.lower[0]!).toBeLessThan(20);
  });
});
