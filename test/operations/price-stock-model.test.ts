import { describe, expect, test } from '@jest/globals';
import { demandDistribution, type PriceStockProcess, priceStockModel } from '../../lib/operations/index.ts';

/** Always one unit a week, delivered at once; lots of one; levels 0–3; orders 0 and 2; one price with a margin of 5. */
function steady(changes: Partial<PriceStockProcess> = {}): PriceStockProcess {
  const always = (units: number) => {
    const probability = Float64Array.from({ length: units + 1 }, (_, cell) => (cell === units ? 1 : 0));
    return {
      unit: 1,
      probability,
      cumulative: probability,
      partialMean: probability.map((share, cell) => share * cell),
    };
  };
  const effect = {
    demand: always(1),
    demandMean: 1,
    untilArrival: always(0),
    untilReview: always(1),
    bookedShare: 1,
    unitMargin: 5,
  };
  return {
    grid: { lotUnits: 1, levels: 4, orderUnits: [0, 2] },
    phases: [{ effects: [effect], largestOrder: 99 }],
    leftUnit: null,
    costs: { holding: 1, lostUnit: 3, order: 7, priceChange: 2 },
    mayMove: () => true,
    ...changes,
  };
}

const pair = (model: ReturnType<typeof priceStockModel>, state: number, action: number) => {
  const k = state * model.actions + action;
  const from = model.offsets[k] ?? 0;
  const to = model.offsets[k + 1] ?? 0;
  return Array.from({ length: to - from }, (_, i) => ({
    next: model.next[from + i],
    probability: model.probability[from + i],
    reward: model.reward[from + i],
  }));
};

describe('priceStockModel', () => {
  test('books margin, holding and order costs as computed by hand', () => {
    const model = priceStockModel(steady());

    // from 2, waiting: sells 1 for 5, holds (2 + 1) / 2 on average
    expect(pair(model, 2, 0)).toEqual([{ next: 1, probability: 1, reward: 5 - 1.5 }]);
    // from 1, ordering 2: sells 1, holds (3 + 2) / 2, places an order
    expect(pair(model, 1, 1)).toEqual([{ next: 2, probability: 1, reward: 5 - 2.5 - 7 }]);
    // from 0, waiting: the unit is lost
    expect(pair(model, 0, 0)).toEqual([{ next: 0, probability: 1, reward: -3 }]);
  });

  test('forbids an order that does not fit the levels', () => {
    expect(pair(priceStockModel(steady()), 2, 1)).toEqual([]);
  });

  test('charges a price change once, and forbids moves beyond the largest step', () => {
    const [effect] = steady().phases[0]!.effects;
    const two = steady({
      phases: [{ effects: [effect!, effect!], largestOrder: 99 }],
      mayMove: (from, to) => !(from === 1 && to === 0),
    });
    const model = priceStockModel(two);

    // state 2·2 + 0: level 2, price 0; action 1·2 + 0: price 1, no order
    expect(pair(model, 4, 2)[0]?.reward).toBe(5 - 1.5 - 2);
    expect(pair(model, 4, 0)[0]?.reward).toBe(5 - 1.5);
    expect(pair(model, 5, 0)).toEqual([]);
  });

  test('keeps stock in the mean where demand falls between two levels', () => {
    const demand = demandDistribution({ mean: 7, variance: 20 }, 1);
    const effect = { ...steady().phases[0]!.effects[0]!, demand, demandMean: 7 };
    const model = priceStockModel(
      steady({
        phases: [{ effects: [effect], largestOrder: 99 }],
        grid: { lotUnits: 10, levels: 12, orderUnits: [0] },
      }),
    );

    const outcomes = pair(model, 11, 0);

    const expected = outcomes.reduce(
      (sum, { next, probability }) => sum + (next ?? 0) * (probability ?? 0) * 10,
      0,
    );
    expect(expected).toBeCloseTo(110 - 7, 2);
    expect(outcomes.reduce((sum, { probability }) => sum + (probability ?? 0), 0)).toBeCloseTo(1, 12);
  });
});
