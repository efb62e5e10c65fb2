import { describe, expect, test } from '@jest/globals';
import { fitCombination } from '../../lib/forecasting/combination.ts';
import { weighByErrors } from '../../lib/forecasting/member-weights.ts';
import { pastOrigins } from '../../lib/forecasting/past-origins.ts';
import { findSeason } from '../../lib/forecasting/seasonal-factors.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

const noise = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => standardNormal(random));
};
const allObserved = (y: Float64Array) => new Uint8Array(y.length).fill(1);

describe('weighByErrors', () => {
  test('weighs by the inverse square of the error', () => {
    // 1 : ¼, of which the sum is 1
    expect([...weighByErrors([10, 20], [2, 2], 50)]).toEqual([0.8, 0.2]);
  });

  test('raises the error of the member with more parameters, the more the shorter the history', () => {
    // (20 + 2) / (20 − 2) against (20 + 5) / (20 − 5): weights as 9/11 to 3/5
    const [few, many] = weighByErrors([1, 1], [2, 5], 20);

    expect(few! / many!).toBeCloseTo(9 / 11 / (3 / 5), 12);
    expect(weighByErrors([1, 1], [2, 5], 2000)[0]).toBeCloseTo(0.5, 2);
  });

  test('weighs all alike where nobody errs, and keeps an exact member finite', () => {
    expect([...weighByErrors([0, 0], [2, 5], 20)]).toEqual([0.5, 0.5]);
    expect(weighByErrors([0, 1], [2, 2], 20)[0]).toBeGreaterThan(0.99);
  });
});

const seen = (count: number, missing = 0) => new Uint8Array(count + missing).fill(1, 0, count);

describe('pastOrigins', () => {
  test('lists up to 24 of the later two thirds, newest first', () => {
    const origins = pastOrigins(seen(90), 1);

    expect(origins).toHaveLength(24);
    expect([origins[0], origins[23]]).toEqual([89, 30]);
    expect(pastOrigins(seen(8), 1)).toEqual([7, 6, 5, 4, 3]);
  });

  test('leaves two seasons before the earliest', () => {
    expect(pastOrigins(seen(60), 12).at(-1)).toBe(26);
  });

  test('looks back from the last value that was observed', () => {
    expect(pastOrigins(seen(8, 50), 1)).toEqual(pastOrigins(seen(8), 1));
  });
});

describe('fitCombination', () => {
  test('foretells by the weighted mean of its members, from the end and from the past', () => {
    const y = noise(60, 2).map((value, t) => 50 + 0.3 * t + value);
    const { members, weights, from } = fitCombination({ y, observed: allObserved(y) }, 1, 6, true);

    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const origin of [60, pastOrigins(seen(60), 1)[3]!]) {
      const steps = from(origin, 4);
      const mean = members.map((member) => member.from(origin, 4));
      for (let step = 0; step < 4; step++) {
        const expected = mean.reduce((sum, path, j) => sum + weights[j]! * path[step]!, 0);
        // Bounds of the guard are far away on so calm a trend.
        expect(steps[step]).toBeCloseTo(expected, 8);
      }
    }
  });
});

describe('seasons of many places', () => {
  test('keep the weeks that stand out, and nothing of those that do not', () => {
    const y = noise(130, 6).map((value, t) => 100 + 2 * value + (t % 52 === 40 ? 80 : 0));

    const season = findSeason(y, 52, 4, false);

    const ahead = [...(season?.factors.slice(130) ?? [])];
    expect(ahead[(40 - (130 % 52) + 52) % 52]).toBeGreaterThan(70);
    expect(ahead.filter((factor) => Math.abs(factor) > 2).length).toBeLessThan(3);
  });
});
