import { describe, expect, test } from '@jest/globals';
import { searchSimplex } from '../../lib/numeric/index.ts';

const box = (n: number) => ({ lower: new Array<number>(n).fill(-5), upper: new Array<number>(n).fill(5) });

describe('searchSimplex', () => {
  // Rosenbrock 1960: the minimum 0 lies at (1, 1) at the end of a curved valley.
  test("reaches the end of Rosenbrock's valley", () => {
    const valley = (x: Float64Array) => 100 * (x[1]! - x[0]! ** 2) ** 2 + (1 - x[0]!) ** 2;

    const found = searchSimplex(valley, [-1.2, 1], { ...box(2), evaluations: 600, tolerance: 1e-12 });

    expect(found.x[0]).toBeCloseTo(1, 3);
    expect(found.x[1]).toBeCloseTo(1, 3);
  });

  test('ends on a bound when the minimum lies beyond it', () => {
    const found = searchSimplex((x) => (x[0]! - 9) ** 2, [0], box(1));

    expect(found.x[0]).toBe(5);
  });

  test('does not stop between equal values on both sides of a minimum', () => {
    const found = searchSimplex((x) => x[0]! ** 2, [-1], { ...box(1), steps: [2], tolerance: 1e-3 });

    expect(Math.abs(found.x[0]!)).toBeLessThan(0.3);
  });

  test('takes what is not a number as a wall, keeps to its budget and leaves the start as it was', () => {
    const start = Float64Array.of(2, 2);

    const found = searchSimplex((x) => (x[0]! < 1 ? Number.NaN : x[0]! + x[1]! ** 2), start, {
      ...box(2),
      evaluations: 60,
    });

    expect(found.value).toBeGreaterThanOrEqual(1);
    expect(found.value).toBeLessThan(1.2);
    expect(found.evaluations).toBeLessThan(66);
    expect([...start]).toEqual([2, 2]);
  });
});
