import { describe, expect, test } from '@jest/globals';
import { createRandom, symmetricEigen } from '../../lib/numeric/index.ts';

describe('symmetricEigen', () => {
  test('finds the eigenvalues of a 2 × 2 matrix by hand: 1 and 3 of [2 1; 1 2]', () => {
    const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);

    expect(values.toSorted()[0]).toBeCloseTo(1, 14);
    expect(values.toSorted()[1]).toBeCloseTo(3, 14);
  });

  test('puts any symmetric matrix together again from orthonormal vectors', () => {
    const random = createRandom(2);
    const n = 7;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random() - 0.5;

    const { values, vectors } = symmetricEigen(matrix, n);

    const at = (sum: (e: number) => number) => [...values.keys()].reduce((all, e) => all + sum(e), 0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        expect(at((e) => vectors[i * n + e]! * vectors[j * n + e]!)).toBeCloseTo(i === j ? 1 : 0, 12);
        expect(at((e) => vectors[i * n + e]! * values[e]! * vectors[j * n + e]!)).toBeCloseTo(
          matrix[i * n + j]!,
          12,
        );
      }
  });

  test('takes a matrix of zeros and one of a single row', () => {
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    expect([...symmetricEigen(Float64Array.of(4), 1).values]).toEqual([4]);
  });
});
