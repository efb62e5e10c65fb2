import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import { allocateBudget, type BudgetChoice } from '../../lib/operations/index.ts';

/** The best that any allocation is worth, by trying all of them. */
function bestByForce(choices: readonly BudgetChoice[], budget: number): number {
  const [first, ...rest] = choices;
  if (first === undefined) return 0;
  const ways = [{ cost: 0, value: 0 }, ...first.steps].filter(({ cost }) => cost <= budget);
  return Math.max(...ways.map(({ cost, value }) => value + bestByForce(rest, budget - cost)));
}

function worthOf(choices: readonly BudgetChoice[], bought: Int32Array) {
  const taken = choices.map(({ steps }, i) => steps[bought[i]! - 1] ?? { cost: 0, value: 0 });
  return {
    cost: taken.reduce((sum, { cost }) => sum + cost, 0),
    value: taken.reduce((sum, { value }) => sum + value, 0),
  };
}

describe('allocateBudget', () => {
  test('buys the packs that are worth most for their money, not the first', () => {
    const dear = { steps: [{ cost: 10, value: 11 }] };
    const cheap = {
      steps: [
        { cost: 5, value: 9 },
        { cost: 10, value: 12 },
      ],
    };

    expect([...allocateBudget([dear, cheap], 10)]).toEqual([0, 2]);
    expect([...allocateBudget([dear, cheap], 15)]).toEqual([1, 1]);
  });

  test('buys nothing for nothing', () => {
    expect([...allocateBudget([{ steps: [{ cost: 1, value: 5 }] }], 0)]).toEqual([0]);
    expect([...allocateBudget([], 100)]).toEqual([]);
  });

  test('ends where an order is worth less than nothing', () => {
    expect(allocateBudget([{ steps: [{ cost: 1, value: -5 }] }], 4)).toHaveLength(1);
  });

  test('does not let small gains keep out one large one', () => {
    const small = { steps: [{ cost: 1, value: 2 }] };
    const large = { steps: [{ cost: 10, value: 15 }] };

    expect([...allocateBudget([small, large], 10)]).toEqual([0, 1]);
  });

  test('takes a minimum order as a whole, though its first units alone are worth little', () => {
    const withMinimum = {
      steps: [
        { cost: 30, value: 3 },
        { cost: 31, value: 20 },
      ],
    };

    expect([...allocateBudget([withMinimum], 30)]).toEqual([1]);
    expect([...allocateBudget([withMinimum], 31)]).toEqual([2]);
  });

  test('comes within 1 % of the optimum on average and 15 % at worst, and never spends too much', () => {
    const random = createRandom(3);
    const shares: number[] = [];
    for (let trial = 0; trial < 300; trial++) {
      const choices = Array.from({ length: 5 }, (): BudgetChoice => {
        const packCost = 1 + Math.floor(random() * 20);
        const first = 1 + Math.floor(random() * 3);
        let value = 0;
        let gain = 5 + random() * 40;
        return {
          steps: Array.from({ length: 4 }, (_, step) => {
            value += gain * (step === 0 ? first : 1);
            gain *= 0.4 + 0.6 * random();
            return { cost: packCost * (first + step), value };
          }),
        };
      });
      const all = choices.reduce((sum, { steps }) => sum + steps.at(-1)!.cost, 0);
      const budget = Math.floor(all * (0.2 + 0.7 * random()));

      const { cost, value } = worthOf(choices, allocateBudget(choices, budget));

      expect(cost).toBeLessThanOrEqual(budget);
      shares.push(value / bestByForce(choices, budget));
    }
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.99);
    expect(Math.min(...shares)).toBeGreaterThan(0.85);
  });
});
