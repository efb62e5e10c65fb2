import { describe, expect, test } from '@jest/globals';
import { compareRates } from '../../../lib/oversight/index.ts';

const count = (segment: string, done: number, cases: number, market = 'de') => ({
  market,
  segment,
  done,
  cases,
});

describe('compareRates', () => {
  test('finds a segment that is surely approved less, beyond the four-fifths rule', () => {
    const [few, others] = compareRates([count('small', 30, 100), count('large', 90, 150)]);

    expect(few).toMatchObject({ rate: 0.3, othersRate: 0.6, ratio: 0.5, alarm: true });
    // R 4.2.2: 2 * phyper(30, 120, 130, 100) = 4.986262e-06
    expect(few!.qValue / 4.986262e-6).toBeCloseTo(1, 5);
    // R 4.2.2: prop.test(30, 100, correct = FALSE)
    expect(few!.interval.lower).toBeCloseTo(0.2189489, 6);
    expect(few!.interval.upper).toBeCloseTo(0.3958485, 6);
    expect(others!.ratio).toBe(0.5);
  });

  test('raises nothing for a sure difference within four fifths, nor for a large one that may be chance', () => {
    const sure = compareRates([count('small', 8_800, 10_000), count('large', 9_300, 10_000)]);
    const chance = compareRates([count('small', 12, 40), count('large', 18, 40)]);

    expect(sure.map(({ alarm }) => alarm)).toEqual([false, false]);
    expect(sure[0]!.qValue).toBeLessThan(1e-6);
    expect(chance.map(({ alarm }) => alarm)).toEqual([false, false]);
  });

  test('compares within a market alone, and tests no segment of fewer than 30 cases', () => {
    const rates = compareRates([count('small', 0, 29), count('large', 50, 50), count('small', 1, 90, 'fr')]);

    expect(rates.map(({ qValue }) => qValue)).toEqual([1, 1, 1]);
    expect(rates[2]!.othersRate).toBeNaN();
  });

  test('takes no cases for no rate', () => {
    expect(compareRates([count('empty', 0, 0)])[0]).toMatchObject({
      interval: { lower: 0, upper: 1 },
      alarm: false,
    });
    expect(() => compareRates([count('odd', 2, 1)])).toThrow('odd: 2 done of 1 cases');
  });
});
