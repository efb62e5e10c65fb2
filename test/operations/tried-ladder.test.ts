import { describe, expect, test } from '@jest/globals';
import { demandAnswer } from '../../lib/operations/index.ts';
import { triedLadder } from '../../lib/operations/tried-ladder.ts';

const ladder = { priceMicros: [9e6, 9.5e6, 10e6, 10.5e6, 11e6], today: 2, warnings: [] };
const straight = [{ share: 1, elasticity: -2, knot: null, change: 0 }];
const bent = [{ share: 1, elasticity: -1, knot: 0, change: -8 }];

function aFit(ways: typeof straight | typeof bent, weeklyRatios: number[]) {
  return {
    elasticity: -2,
    elasticityStandardError: 0.3,
    weeks: 104,
    priceMoves: 4,
    dispersion: 1,
    model: '',
    warnings: [],
    ways,
    weeklyRatios,
  };
}

describe('triedLadder', () => {
  const week = (ratio: number, count: number) => Array.from({ length: count }, () => ratio);

  test('goes one step beyond the dearest price tried where demand is log-linear', () => {
    const fit = aFit(straight, week(1, 100));

    expect(triedLadder(ladder, fit)).toMatchObject({ priceMicros: [9e6, 9.5e6, 10e6, 10.5e6], today: 2 });
    expect(triedLadder(ladder, fit).warnings.join()).toContain('dearer prices were not weighed');
  });

  test('keeps to the prices tried where demand bends', () => {
    const fit = aFit(bent, [...week(1, 100), ...week(1.05, 3)]);

    expect(triedLadder(ladder, fit).priceMicros.at(-1)).toBe(10.5e6);
  });

  test('keeps every rung where the dearest but one was tried, and cheaper ones always', () => {
    expect(triedLadder(ladder, aFit(straight, [...week(1, 9), ...week(1.05, 3)]))).toBe(ladder);
    expect(triedLadder(ladder, aFit(bent, [])).priceMicros).toEqual([9e6, 9.5e6, 10e6]);
  });
});

describe('demandAnswer', () => {
  test('is 1 at today’s price, whichever way demand is seen', () => {
    expect(
      demandAnswer([...straight.map((way) => ({ ...way, share: 0.5 })), { ...bent[0]!, share: 0.5 }], 1),
    ).toBe(1);
  });

  test('follows the elasticity below a bend, and the steeper one above', () => {
    expect(demandAnswer(bent, 0.9)).toBeCloseTo(0.9 ** -1, 12);
    expect(demandAnswer(bent, 1.1)).toBeCloseTo(1.1 ** -9, 12);
    expect(demandAnswer([{ share: 1, elasticity: -1, knot: Math.log(0.95), change: -8 }], 1.1)).toBeCloseTo(
      1.1 ** -9,
      12,
    );
  });
});
