import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundOrder, textbookOrder } from '../../lib/operations/index.ts';

describe('roundOrder', () => {
  test.each([
    [0, 12, 24, 0],
    [-5, 12, 24, 0],
    [1, 12, 24, 24],
    [25, 12, 24, 36],
    [36, 12, 24, 36],
    [10, 12, 30, 36],
    [0.3, 0.1, 0, 0.3],
    [252.8, 0.3, 1, 252.9],
    [Number.NaN, 12, 24, 0],
  ])('raises %d units to packs of %d from %d on: %d', (units, packSize, minimumOrderUnits, expected) => {
    expect(roundOrder(units, { packSize, minimumOrderUnits })).toBe(expected);
  });

  test('keeps packs and minimum order for every input, and covers what is needed', () => {
    const whole = fc.integer({ min: 1, max: 5000 });

    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        whole,
        fc.nat(10_000),
        (units, packSize, minimumOrderUnits) => {
          const order = roundOrder(units, { packSize, minimumOrderUnits });
          expect(order % packSize).toBe(0);
          expect(order).toBeGreaterThanOrEqual(minimumOrderUnits);
          expect(order).toBeGreaterThanOrEqual(units * (1 - 1e-9));
          expect(order).toBeLessThan(Math.max(units, minimumOrderUnits) + packSize);
          expect(roundOrder(order, { packSize, minimumOrderUnits })).toBe(order);
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe('textbookOrder', () => {
  const rule = { reorderPoint: 100, orderUpTo: 250, packSize: 50, minimumOrderUnits: 0 };

  test('orders up to the level at the reorder point, and nothing above it', () => {
    expect(textbookOrder(100, rule)).toBe(150);
    expect(textbookOrder(40, rule)).toBe(250);
    expect(textbookOrder(101, rule)).toBe(0);
  });
});
