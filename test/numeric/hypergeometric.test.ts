import { describe, expect, test } from '@jest/globals';
import { digamma, gaussLegendre, hypergeometric, logGamma } from '../../lib/numeric/index.ts';

describe('hypergeometric', () => {
  test.each([
    ['−ln(1−z)/z', 1, 1, 2, 0.7, -Math.log(0.3) / 0.7],
    ['−ln(1−z)/z below 0', 1, 1, 2, -3, Math.log(4) / 3],
    ['(1−z)^−a', 2.5, 1.7, 1.7, -4, 5 ** -2.5],
    ['arcsin(z)/z', 0.5, 0.5, 1.5, 0.25, Math.asin(0.5) / 0.5],
    ['arctan(z)/z', 0.5, 1, 1.5, -9, Math.atan(3) / 3],
  ])('is %s', (_, a, b, c, z, expected) => {
    expect(hypergeometric(a, b, c, z)).toBeCloseTo(expected, 12);
  });
});

describe('digamma', () => {
  test('is minus Euler’s constant at 1 and the slope of ln Γ elsewhere', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
    for (const x of [0.02, 0.7, 3, 40, 1e5])
      expect(digamma(x)).toBeCloseTo((logGamma(x * 1.00001) - logGamma(x * 0.99999)) / (2e-5 * x), 3);
  });
});

describe('gaussLegendre', () => {
  test('integrates a polynomial of degree 2n − 1 exactly', () => {
    const { nodes, weights } = gaussLegendre(5);

    const integral = nodes.reduce((sum, node, k) => sum + weights[k]! * node ** 9, 0);

    expect(integral).toBeCloseTo(1 / 10, 14);
  });
});
