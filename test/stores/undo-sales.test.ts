import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OrderEvent, undoSales } from '../../lib/stores/undo-sales.ts';

const events = (units: readonly number[], given: Partial<OrderEvent> = {}): OrderEvent[] =>
  units.map((one, place) => ({
    place,
    party: 1,
    units: Math.abs(one),
    cancels: one < 0,
    isAnonymous: false,
    ...given,
  }));
const undone = (units: readonly number[], given: Partial<OrderEvent> = {}) =>
  [...undoSales(events(units, given))].sort(([a], [b]) => a - b);

describe('undoSales', () => {
  test('undoes two equal sales by two equal cancellations, and three by two only if there are three', () => {
    expect(undone([5, 5, -5, -5])).toEqual([
      [0, 5],
      [1, 5],
    ]);
    expect(undone([5, -5, -5, -5])).toEqual([[0, 5]]);
  });

  test('takes the newest sale before it, of just as many units before one of more', () => {
    expect(undone([5, 5, 9, -5])).toEqual([[1, 5]]);
    expect(undone([9, 8, -5])).toEqual([[1, 5]]);
    expect(undone([-5, 5])).toEqual([]);
  });

  test('undoes of a sale no more than it has left', () => {
    // 10 − 6 leaves 4, too few for the next 6: the older sale gives them
    expect(undone([10, 10, -6, -6, -4])).toEqual([
      [0, 6],
      [1, 10],
    ]);
  });

  test('undoes an anonymous sale only as a whole, and nothing of another buyer', () => {
    expect(undone([9, 5, -5, -4], { isAnonymous: true })).toEqual([[1, 5]]);
    expect([...undoSales([...events([5]), ...events([-5], { party: 2 })])]).toEqual([]);
  });

  test('agrees with a search through all sales, for any orders', () => {
    const units = fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: -6, max: -1 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(units, (list) => {
        expect(undone(list)).toEqual(bySearch(list));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

/** The rule as it is told: look back for the newest sale with as many units left, then for one with more. */
function bySearch(list: readonly number[]): [number, number][] {
  const left = list.map((units) => Math.max(units, 0));
  for (const [at, units] of list.entries()) {
    if (units >= 0) continue;
    const before = left.slice(0, at);
    const exact = before.lastIndexOf(-units);
    const fitting = exact >= 0 ? exact : before.findLastIndex((open) => open > -units);
    if (fitting >= 0) left[fitting] = (left[fitting] ?? 0) + units;
  }
  return list.flatMap((units, at): [number, number][] => {
    const gone = Math.max(units, 0) - (left[at] ?? 0);
    return gone > 0 ? [[at, gone]] : [];
  });
}
