import { describe, expect, test } from '@jest/globals';
import { valueIteration } from '../../lib/learning/index.ts';
import { fitProcess } from '../../lib/operations/fit-process.ts';
import { DEFAULT_RULES, learnTable, priceStockModel, stockGrid } from '../../lib/operations/index.ts';
import { practicePolicy } from '../../lib/operations/practice-policy.ts';
import { euro } from './a-series.ts';

/** A SKU at 10.00 EUR with a cost of 6.00 and 14 days of lead time, bought in packs; today's practice orders at 20. */
function aProcess(demandPerDay: number, packSize: number) {
  const rule = {
    reorderPoint: demandPerDay * 25,
    orderUpTo: demandPerDay * 25 + packSize,
    dailyDemand: demandPerDay,
    reviewDays: 7,
    packSize,
    minimumOrderUnits: 0,
  };
  const grid = stockGrid(rule, 0);
  const ladder = { priceMicros: [10 * euro], today: 0, warnings: [] };
  const model = priceStockModel(
    fitProcess({
      own: { mean: demandPerDay, variance: 2 * demandPerDay },
      others: { mean: 0, variance: 0 },
      ways: [{ share: 1, elasticity: -2, knot: null, change: 0 }],
      unitCost: 6,
      leadTime: { meanDays: 14, sdDays: 2 },
      ladder,
      currentMicros: 10 * euro,
      grid,
      rules: DEFAULT_RULES,
    }),
  );
  return { model, practice: practicePolicy(grid, ladder, rule) };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('learnTable', () => {
  // Waiting a week with an order of three years costs little, waiting for ever costs every sale.
  test.each([
    ['packs of three years', 9, 10_000],
    ['a sale a quarter', 0.0146, 24],
    ['a steady seller', 9, 12],
  ])('comes within 1 % of the exact optimum, seed by seed: %s', (_, demandPerDay, packSize) => {
    const { model, practice } = aProcess(demandPerDay, packSize);
    const optimum = valueIteration(model, { discount: 0.995 }).value;
    const size = sum(optimum.map(Math.abs));

    for (const seed of [1, 2, 3]) {
      const learnt = learnTable(model, practice, { discount: 0.995, steps: 60_000, seed });

      expect((sum(optimum) - sum(learnt.value)) / size).toBeLessThan(0.01);
      expect(learnt.loss).toBeCloseTo((sum(optimum) - sum(learnt.value)) / size, 4);
      expect(sum(learnt.value)).toBeGreaterThanOrEqual(sum(learnt.practiceValue) - 1e-6);
    }
  });

  test('reports no gap where nothing can be earned or lost', () => {
    const { model } = aProcess(9, 12);
    const worthless = { ...model, reward: new Float64Array(model.reward.length) };

    const learnt = learnTable(worthless, new Int32Array(model.states), {
      discount: 0.9,
      steps: 600,
      seed: 1,
    });

    expect([learnt.gapToOptimum, learnt.loss]).toEqual([0, 0]);
  });
});
