import { describe, expect, test } from '@jest/globals';
import {
  choleskyFactor,
  createRandom,
  leverage,
  orthonormalRows,
  solveLeastSquares,
  solveLinear,
} from '../../lib/numeric/index.ts';

describe('solveLeastSquares', () => {
  // By hand: mean x = 2, mean y = 3; slope = (1·1 + 0 + 1·2) / 2 = 1.5, intercept 0; residuals ½, −1, ½.
  test('fits a line to three points as by hand', () => {
    const design = Float64Array.of(1, 1, 1, 2, 1, 3);

    const fit = solveLeastSquares(design, Float64Array.of(2, 2, 5), 2);

    expect(fit.coefficients[0]).toBeCloseTo(0, 12);
    expect(fit.coefficients[1]).toBeCloseTo(1.5, 12);
    expect(fit.residualSumOfSquares).toBeCloseTo(1.5, 12);
    // Leverage of the middle of n points is 1/n, of the end 1/n + 1/2.
    expect(leverage(fit, [1, 2])).toBeCloseTo(1 / 3, 12);
    expect(leverage(fit, [1, 3])).toBeCloseTo(1 / 3 + 1 / 2, 12);
  });

  test('gives an aliased column the coefficient 0', () => {
    const design = Float64Array.of(1, 2, 1, 1, 2, 2, 1, 2, 3);

    const fit = solveLeastSquares(design, Float64Array.of(1, 2, 3), 3);

    expect([...fit.kept]).toEqual([0, 2]);
    expect(fit.coefficients[1]).toBe(0);
    expect(fit.coefficients[2]).toBeCloseTo(1, 12);
  });

  test('keeps as many columns as there are rows', () => {
    const fit = solveLeastSquares(Float64Array.of(1, 5, 9), Float64Array.of(4), 3);

    expect([...fit.coefficients]).toEqual([4, 0, 0]);
  });

  test('leaves residuals that are orthogonal to every column', () => {
    const random = createRandom(7);
    const design = Float64Array.from({ length: 200 }, () => random() - 0.5);
    const y = Float64Array.from({ length: 50 }, () => random());
    const before = design.slice();

    const { coefficients } = solveLeastSquares(design, y, 4);

    const dots = [0, 0, 0, 0];
    for (let i = 0; i < 50; i++) {
      let residual = y[i]!;
      for (let j = 0; j < 4; j++) residual -= design[i * 4 + j]! * coefficients[j]!;
      for (let j = 0; j < 4; j++) dots[j]! += residual * design[i * 4 + j]!;
    }
    for (const dot of dots) expect(Math.abs(dot)).toBeLessThan(1e-12);
    expect(design).toEqual(before);
  });

  test('is turned into orthonormal columns, an aliased one left out', () => {
    const random = createRandom(3);
    const design = Float64Array.from(
      Array.from({ length: 20 }, () => [1, random()]).flatMap(([one, x]) => [one!, x!, 2 * x!, x! * x!]),
    );
    const fit = solveLeastSquares(design, new Float64Array(20), 4);

    const z = orthonormalRows(design, fit);

    expect(z).toHaveLength(20 * 3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const dot = [...Array(20).keys()].reduce((sum, row) => sum + z[row * 3 + i]! * z[row * 3 + j]!, 0);
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
      }
  });

  test('refuses lengths that do not fit', () => {
    expect(() => solveLeastSquares(new Float64Array(5), new Float64Array(2), 2)).toThrow('does not fit');
  });
});

describe('solveLinear and choleskyFactor', () => {
  test('solve a system that needs a row exchange', () => {
    const x = solveLinear(Float64Array.of(0, 2, 1, 1), Float64Array.of(4, 3));

    expect([...x!]).toEqual([1, 2]);
  });

  test('tell a singular and an indefinite matrix', () => {
    expect(solveLinear(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBeNull();
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  });

  // [[4, 2], [2, 5]] = [[2, 0], [1, 2]] times its transpose.
  test('factor a small matrix as by hand', () => {
    expect([...choleskyFactor(Float64Array.of(4, 2, 2, 5), 2)!]).toEqual([2, 0, 1, 2]);
  });
});
