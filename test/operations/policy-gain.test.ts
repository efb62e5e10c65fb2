import { describe, expect, test } from '@jest/globals';
import { answerVariance } from '../../lib/operations/demand-answer.ts';
import { learnPolicy } from '../../lib/operations/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, someSettings } from './a-series.ts';

const straight = (elasticity: number) => ({ share: 0.5, elasticity, knot: null, change: 0 });

describe('answerVariance', () => {
  test('is that of the answers at the price, and none at today’s', () => {
    // at half the price: 2² = 4 and 2⁴ = 16, mean 10, variance 36
    expect(answerVariance([straight(-2), straight(-4)], 0.5)).toBeCloseTo(36, 12);
    expect(answerVariance([straight(-2), straight(-4)], 1)).toBe(0);
    expect(answerVariance([], 0.5)).toBe(0);
  });
});

describe('the interval of the gain', () => {
  const gainOf = (weeks: number) => {
    const series = aSeries();
    const first = 728 - weeks * 7;
    const demand = series.demand.slice(first);
    const priceSteps = series.groups[0]!.priceSteps.flatMap(([day, micros]): [number, number][] =>
      day + 70 > first ? [[Math.max(0, day - first), micros]] : [],
    );
    const groups = [{ priceGroup: '', demand, priceSteps }];
    const { document } = learnPolicy(
      { ...series, start: '2022-07-04', demand, groups },
      aForecast(),
      aMarket(),
      someSettings(),
    );
    if (document.kind !== 'ready') throw new Error('a policy was expected');
    return document.gainByLevel!;
  };

  test('holds the mean at every stock level, and is wider where less was seen', () => {
    const long = gainOf(104);
    const short = gainOf(32);
    const width = (gains: typeof long) =>
      gains.reduce((sum, [, lower, upper]) => sum + upper - lower, 0) / gains.length;

    for (const [mean, lower, upper] of [...long, ...short]) {
      expect(lower).toBeLessThanOrEqual(mean);
      expect(upper).toBeGreaterThanOrEqual(mean);
    }
    expect(width(short)).toBeGreaterThan(width(long));
  });
});
