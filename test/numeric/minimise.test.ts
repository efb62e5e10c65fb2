import { describe, expect, test } from '@jest/globals';
import { mean, minimise, type Objective, standardDeviation, variance } from '../../lib/numeric/index.ts';

const rosenbrock: Objective = (x, gradient) => {
  const [a, b] = [x[0]!, x[1]!];
  if (gradient) {
    gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
    gradient[1] = 200 * (b - a * a);
  }
  return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
};

describe('minimise', () => {
  test('finds the bottom of the banana valley with exact slopes', () => {
    const start = Float64Array.of(-1.2, 1);

    const found = minimise(rosenbrock, start, { gradient: 'exact' });

    expect(found.converged).toBe(true);
    expect(found.x[0]).toBeCloseTo(1, 6);
    expect(found.x[1]).toBeCloseTo(1, 6);
    expect([...start]).toEqual([-1.2, 1]);
  });

  test('finds it with differences too', () => {
    const found = minimise((x) => rosenbrock(x), Float64Array.of(-1.2, 1));

    expect(found.x[0]).toBeCloseTo(1, 4);
  });

  test('treats a value that is not finite as a wall', () => {
    const found = minimise((x) => (x[0]! <= 0 ? Number.NaN : x[0]! - Math.log(x[0]!)), Float64Array.of(30));

    expect(found.x[0]).toBeCloseTo(1, 4);
  });

  test('stays where it starts when that is the bottom', () => {
    const found = minimise((x) => x[0]! ** 2, Float64Array.of(0));

    expect(found.x[0]).toBe(0);
    expect(found.converged).toBe(true);
  });
});

describe('mean, variance and standardDeviation', () => {
  // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, over 2 is 13.
  test('leave NaN out', () => {
    const values = [2, Number.NaN, 4, 9];

    expect(mean(values)).toBe(5);
    expect(variance(values)).toBe(13);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(13), 14);
  });

  test('are NaN when too little is observed', () => {
    expect(mean([])).toBeNaN();
    expect(variance([3])).toBeNaN();
  });
});
