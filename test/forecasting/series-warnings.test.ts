import { describe, expect, test } from '@jest/globals';
import { forecast } from '../../lib/forecasting/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';

const options = { horizon: 14, period: 7 };
const warningsOf = (values: number[]) => forecast(values, options).warnings.join('; ');

/** A sale about every fourth day. */
const rare = (days: number): number[] => {
  const random = createRandom(5);
  return Array.from({ length: days }, () => (random() < 0.25 ? 1 + Math.floor(3 * random()) : 0));
};

describe('the warnings of a forecast', () => {
  test('say that nothing was ever sold, and forecast nothing', () => {
    const found = forecast(new Array<number>(40).fill(0), options);

    expect(found.warnings).toEqual(['nothing was sold in 40 days']);
    expect(found.reason).toMatch(/^nothing was sold, so nothing is expected;/);
    expect(found.mean).toEqual(new Array<number>(14).fill(0));
  });

  test('say that a constant tells nothing of how much it may differ', () => {
    expect(warningsOf(new Array<number>(40).fill(6))).toContain('every day had the same value');
  });

  test.each([
    ['rare', rare(300)],
    ['daily', rare(300).map((units) => 20 + units)],
  ])('say that %s demand has ceased, and the forecast fades with it', (_, before) => {
    const values = [...before, ...new Array<number>(120).fill(0)];

    const found = forecast(values, options);

    expect(found.warnings.join()).toMatch(
      /^no sale for 1\d\d days, where the longest pause before was \d+: demand is fading, and so is the forecast$/,
    );
    const usual = before.reduce((sum, units) => sum + units, 0) / before.length;
    for (const mean of found.mean) expect(mean).toBeLessThan(0.1 * usual);
  });

  test('do not speak of a pause that is usual', () => {
    expect(warningsOf([...rare(300), ...new Array<number>(12).fill(0)])).toBe('');
  });

  test('say how much was not observed', () => {
    const values = rare(100).map((units, day) => (day % 2 === 1 ? Number.NaN : units));

    expect(warningsOf(values)).toContain('50 of 100 days were not observed');
  });

  test('say that the newest values are beyond anything before', () => {
    const values = [...rare(90).map((units) => 20 + units), ...new Array<number>(4).fill(900)];

    expect(warningsOf(values)).toMatch(/the newest 9 days reached \d+ times anything before: check the data/);
  });
});
