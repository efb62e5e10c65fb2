import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryDelaySeconds } from '../../lib/notices/index.ts';

const middle = () => 0.5;

describe('retryDelaySeconds', () => {
  test('triples from try to try, up to what a queue can hide a message for', () => {
    const waits = Array.from({ length: 9 }, (_, tries) =>
      retryDelaySeconds(tries + 1, { firstSeconds: 20, random: middle }),
    );

    expect(waits).toEqual([20, 60, 180, 540, 1620, 4860, 14_580, 42_600, 42_600]);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 3600).toBeCloseTo(29.7, 1);
  });

  test('is shaken by a fifth to either side', () => {
    expect(retryDelaySeconds(1, { firstSeconds: 100, random: () => 0 })).toBe(80);
    expect(retryDelaySeconds(1, { firstSeconds: 100, random: () => 0.999_999 })).toBe(120);
  });

  test('is never shorter than what the receiver asked for', () => {
    expect(retryDelaySeconds(1, { firstSeconds: 20, askedSeconds: 600, random: middle })).toBe(600);
    expect(retryDelaySeconds(1, { firstSeconds: 20, askedSeconds: 999_999, random: middle })).toBe(42_600);
  });

  test('is whole seconds from one to 11 h 50 min, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.record({
          firstSeconds: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
          askedSeconds: fc.option(fc.integer({ min: 0, max: 999_999 }), { nil: undefined }),
          chance: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        }),
        (tries, { firstSeconds, askedSeconds, chance }) => {
          const wait = retryDelaySeconds(tries, { firstSeconds, askedSeconds, random: () => chance });

          return Number.isInteger(wait) && wait >= 1 && wait <= 42_600;
        },
      ),
      { seed: 1 },
    );
  });
});
