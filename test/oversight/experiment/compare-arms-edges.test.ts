import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Arms,
  type CompareOptions,
  compareArms,
  type Observation,
} from '../../../lib/oversight/index.ts';
import { runTrial } from '../../bench/oversight-trial.ts';
import { arms, buyers, margin } from './drawn-buyers.ts';

describe('compareArms', () => {
  test.each<[string, Arms, CompareOptions]>([
    ['no units', { ai: [], human: [] }, {}],
    ['an empty arm', { ai: [], human: [{ unit: 'b', value: 1 }] }, {}],
    ['nothing ever sold', { ai: [{ unit: 'a', value: 0 }], human: [{ unit: 'b', value: 0 }] }, {}],
    [
      'all alike',
      {
        ai: ['a', 'b', 'c'].map((unit) => ({ unit, value: 1 })),
        human: ['d', 'e', 'f'].map((unit) => ({ unit, value: 1 })),
      },
      {},
    ],
    [
      'no exposures',
      { ai: [{ unit: 'a', value: 0, size: 0 }], human: [{ unit: 'b', value: 0, size: 0 }] },
      { minimalEffect: 1 },
    ],
  ])('has not enough data of %s', (_, both, options) => {
    const { verdict, interval } = compareArms(both, options);

    expect(verdict).toBe('not enough data');
    expect(interval).toMatchObject({ lower: -Infinity, upper: Infinity });
  });

  test.each<[string, Arms, CompareOptions, string]>([
    ['a value that is no number', { ai: [{ unit: 'a', value: Number.NaN }], human: [] }, {}, 'row 0 (a)'],
    ['a negative size', { ai: [{ unit: 'a', value: 1, size: -1 }], human: [] }, {}, 'size of 0 or more'],
    ['a start without an end', arms(0), { start: '2026-01-01' }, 'start and asOf'],
    ['an alpha of 5', arms(0), { alpha: 5 }, 'alpha is 5'],
    ['an unknown option', arms(0), { peek: true } as CompareOptions, 'unknown options: peek'],
  ])('refuses %s', (_, both, options, message) => {
    expect(() => compareArms(both, options)).toThrow(message);
  });

  test('takes 300,000 rows of 150,000 buyers', () => {
    const week = (name: string) =>
      Array.from({ length: 75_000 }, (_, i) => ({ unit: `${name}${i}`, value: (i * 37) % 101 }));
    const both = { ai: [...week('a'), ...week('a')], human: [...week('h'), ...week('h')] };

    expect(compareArms(both, { metric: 'revenue', minimalEffect: 1 })).toMatchObject({
      verdict: 'no difference shown',
      estimate: { method: 'clusterRobust', shape: { clusters: { ai: 75_000, human: 75_000 } } },
    });
  });

  test('gives the same answer whatever the order of rows, and scales with the unit of money', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.constantFrom(4, 12, 40), (seed, count) => {
        const both = {
          ai: buyers(count, { seed, name: 'a', level: 105 }),
          human: buyers(count, { seed: seed + 1, name: 'h' }),
        };
        const turned = { ai: both.ai.toReversed(), human: both.human.toReversed() };
        const cents = (rows: readonly Observation[]) =>
          rows.map((row) => ({ ...row, value: 100 * row.value }));
        const one = compareArms(both, margin);

        const again = compareArms(turned, margin);
        const scaled = compareArms(
          { ai: cents(both.ai), human: cents(both.human) },
          { ...margin, minimalEffect: 500 },
        );

        expect(again.effect).toBeCloseTo(one.effect, 9);
        expect(scaled.effect).toBeCloseTo(100 * one.effect, 7);
        expect(scaled.verdict).toBe(one.verdict);
      }),
      { numRuns: 20, seed: 8 },
    );
  });

  test('is wrong in at most 5 % of 200 tests without a difference that are looked at each day', () => {
    const looks = [...Array(14)].map((_, day) => day + 1);
    const world = { unitsPerArm: 12, days: 14, icc: 0.1, standardDeviation: 4, effect: 0 };
    let wrong = 0;
    let wrongWhenPeeked = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const metric = { metric: 'daysOfCover', minimalEffect: 1 } as const;
      if (runTrial(world, { seed, looks, options: metric }).day !== null) wrong++;
      if (runTrial(world, { seed, looks, options: { ...metric, looks: 'once' } }).day !== null)
        wrongWhenPeeked++;
    }

    // 5 % and three standard errors of 200
    expect(wrong / 200).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 200));
    // what the always-valid interval is for
    expect(wrongWhenPeeked / 200).toBeGreaterThan(0.1);
  });
});
