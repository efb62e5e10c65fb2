import { describe, expect, test } from '@jest/globals';
import { judgeRates, type RatesFound } from '../../../lib/oversight/index.ts';

/** SKUs of a segment, of which the first so many have a proposal. */
const skusOf = (segment: string, count: number, proposed: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ sku: `${segment}-${n}`, segment, proposed: n < proposed, ended: 0, approved: 0 },
  }));

function found(
  skus: ReturnType<typeof skusOf>,
  changes: Partial<Pick<RatesFound, 'byPeople' | 'offered'>> = {},
): RatesFound {
  const segmentOf = new Map(skus.map(({ sku, segment }) => [sku, segment]));
  return { segmentOf, skus, byPeople: new Set(), offered: [], ...changes };
}

const limits = { before: [], leastRatio: 0.8 };

describe('judgeRates', () => {
  test('raises an alarm for a segment whose SKUs are surely proposed for less, below the ratio set', () => {
    const night = found([...skusOf('s1', 100, 30), ...skusOf('s2', 150, 90)]);

    const rates = judgeRates('de', night, limits);

    expect(rates).toMatchObject({ days: 28, leastRatio: 0.8, alarms: 2, decided: [] });
    expect(rates?.segments[0]).toMatchObject({
      ...{ kind: 'recommended', segment: 's1', cases: 100, done: 30, rate: 0.3 },
      ...{ othersRate: 0.6, ratio: 0.5, alarm: true },
    });
    expect(judgeRates('de', night, { ...limits, leastRatio: 0.4 })?.alarms).toBe(0);
  });

  test('leaves out SKUs that people operate', () => {
    const skus = [...skusOf('s1', 100, 30), ...skusOf('s2', 150, 90)];
    const byPeople = new Set(skus.filter(({ proposed }) => !proposed).map(({ sku }) => sku));

    const rates = judgeRates('de', found(skus, { byPeople }), limits);

    expect(rates?.segments.map(({ cases, rate }) => [cases, rate])).toEqual([
      [30, 1],
      [90, 1],
    ]);
  });

  test('sums decisions over the nights before, and tells those of this night apart', () => {
    const skus = skusOf('s1', 2, 0).map((one, n) => ({ ...one, ended: 1, approved: n }));
    const before = [
      { segment: 's1', cases: 38, done: 10 },
      { segment: 's2', cases: 40, done: 36 },
    ];

    const rates = judgeRates('de', found(skus), { ...limits, before });

    expect(rates?.decided).toEqual([{ segment: 's1', cases: 2, done: 1 }]);
    expect(rates?.segments.filter(({ kind }) => kind === 'approved')).toMatchObject([
      { segment: 's1', cases: 40, done: 11, alarm: true },
      { segment: 's2', cases: 40, done: 36, alarm: true },
    ]);
  });

  test('compares buyers by their own segment', () => {
    const offered = [
      { segment: 's1', cases: 50, done: 5 },
      { segment: 's2', cases: 50, done: 45 },
    ];

    const rates = judgeRates('de', found([], { offered }), limits);

    expect(rates?.segments).toMatchObject([
      { kind: 'offered', segment: 's1', alarm: true },
      { kind: 'offered', segment: 's2', alarm: true },
    ]);
  });

  test('has nothing to compare one segment with, and nothing to tell of a night without any', () => {
    expect(judgeRates('de', found(skusOf('s1', 50, 5)), limits)?.segments).toMatchObject([
      { othersRate: null, ratio: 1, qValue: 1, alarm: false },
    ]);
    expect(judgeRates('de', found([]), limits)).toBeUndefined();
  });
});
