import { describe, expect, test } from '@jest/globals';
import { createRandom, standardNormal, stratifiedTotal } from '../../lib/numeric/index.ts';

const bound = (strata: Parameters<typeof stratifiedTotal>[0]) =>
  stratifiedTotal(strata, { level: 0.9, random: createRandom(1) });

describe('stratifiedTotal', () => {
  test('weighs each stratum’s mean by its size', () => {
    const { mean } = bound([
      { size: 10, values: [1, 3] },
      { size: 100, values: [5, 7, 9] },
    ]);

    expect(mean).toBe(10 * 2 + 100 * 7);
  });

  test('bounds few units by Student’s t of those drawn less the strata', () => {
    // 10 units, 4 drawn: mean 2.5, variance 5/3; 10 · √(5/12) · t(0.95; 3) = 10 · 0.645497 · 2.353363 (R 4.2.2: qt(0.95, 3))
    const { mean, lower, upper } = bound([{ size: 10, values: [1, 2, 3, 4] }]);

    expect(mean).toBe(25);
    expect(upper - 25).toBeCloseTo(15.1909, 3);
    expect(25 - lower).toBeCloseTo(15.1909, 3);
  });

  test('has no bounds for a single unit, and says nothing of none', () => {
    expect(bound([{ size: 5, values: [2] }])).toEqual({
      mean: 10,
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    });
    expect(bound([])).toEqual({ mean: 0, lower: 0, upper: 0 });
  });

  test('joins a stratum of which one unit was drawn to its neighbour', () => {
    const { mean, lower } = bound([
      { size: 3, values: [1] },
      { size: 3, values: [2, 3] },
    ]);

    expect(mean).toBe(6 * 2);
    expect(lower).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  });

  test('holds the truth nine times of ten, skewed values too', () => {
    const random = createRandom(7);
    const worlds = 400;
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const lognormal = (n: number, level: number) =>
        Array.from({ length: n }, () => level * Math.exp(0.8 * standardNormal(random)));
      const truth = 100 * Math.exp(0.32) + 50 * 4 * Math.exp(0.32);
      const { lower, upper } = stratifiedTotal(
        [
          { size: 100, values: lognormal(20, 1) },
          { size: 50, values: lognormal(20, 4) },
        ],
        { level: 0.9, random },
      );
      if (lower <= truth && truth <= upper) held++;
    }

    // three standard errors of 400 worlds below .9 are .855
    expect(held / worlds).toBeGreaterThan(0.855);
  });
});
