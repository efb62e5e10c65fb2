import { describe, expect, test } from '@jest/globals';
import { expandAfterstates, simulateModel, valueIteration } from '../../lib/learning/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { fitProcess } from '../../lib/operations/fit-process.ts';
import { learnTable, priceStockStages } from '../../lib/operations/index.ts';
import { practiceByPhase } from '../../lib/operations/practice-policy.ts';
import { aRule, someFacts } from './a-process.ts';
import { euro } from './a-series.ts';

const ladder = { priceMicros: [9.5 * euro, 10 * euro, 10.5 * euro], today: 1, warnings: [] };
const exact = { discount: 0.995 };

function aTable(demandPerDay: number, packSize: number) {
  const facts = someFacts(demandPerDay, packSize, { ladder });
  const fitted = fitProcess(facts);
  const process = priceStockStages(fitted);
  const practice = practiceByPhase(facts, fitted.phases, aRule(demandPerDay, packSize));
  return { process, learnt: learnTable(process, practice, exact) };
}

describe('learnTable', () => {
  // Waiting a week with an order of three years costs little, waiting for ever costs every sale.
  test.each([
    ['packs of three years', 9, 10_000],
    ['a sale a quarter', 0.0146, 24],
    ['a steady seller', 9, 12],
  ])('comes to the values that a sweep over every pair finds: %s', (_, demandPerDay, packSize) => {
    const { process, learnt } = aTable(demandPerDay, packSize);
    const model = expandAfterstates(process.stages[0]!);

    const optimum = valueIteration(model, { ...exact, tolerance: 1e-6 });

    const size = optimum.value.reduce((sum, value) => sum + Math.abs(value), 0) / model.states;
    optimum.value.forEach((value, state) => {
      expect(Math.abs(learnt.value[state]! - value) / size).toBeLessThan(1e-6);
      expect(learnt.value[state]!).toBeGreaterThanOrEqual(learnt.practiceValue[state]! - 1e-6 * size);
    });
    expect(learnt.gapToOptimum).toBeLessThan(1e-6);
  });

  test('is the fixed point of the update of Q-learning: no trial moves it on average', () => {
    const { process, learnt } = aTable(9, 12);
    const model = expandAfterstates(process.stages[0]!);
    const { actions } = model;
    const pair = 20 * actions + 6;
    const random = createRandom(3);
    const environment = simulateModel(model, { start: () => 20 });

    // r + γ max Q(s′,·) − Q(s,a), as one step of Q-learning takes it
    const errors = Array.from({ length: 20_000 }, () => {
      environment.reset(random);
      const { state, reward } = environment.step(6, random);
      const best = Math.max(...learnt.q.subarray(state * actions, (state + 1) * actions));
      return reward + 0.995 * best - learnt.q[pair]!;
    });

    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const sd = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan((4 * sd) / Math.sqrt(errors.length));
  });

  test('reports no gap where nothing can be earned or lost', () => {
    const { process } = aTable(9, 12);
    const worthless = process.stages.map((stage) => ({
      ...stage,
      decided: stage.decided.map(() => 0),
      reward: stage.reward.map(() => 0),
    }));
    const nothing = process.stages.map((stage) => new Int32Array(stage.states).fill(6));

    const learnt = learnTable({ stages: worthless, endValue: null }, nothing, { discount: 0.9 });

    expect(learnt.gapToOptimum).toBe(0);
  });
});
