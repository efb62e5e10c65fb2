import { describe, expect, test } from '@jest/globals';
import { criticalRatio, simulateStockCost } from '../../../lib/forecasting/index.ts';
import { createRandom, quantileOfSorted, sampleGamma, standardNormal } from '../../../lib/numeric/index.ts';
import { newsvendorNormal } from '../../../lib/operations/index.ts';

const weekly = { holdingCostPerUnitStep: 1, stockOutCostPerUnit: 10, leadTimeSteps: 2, reviewSteps: 1 };

describe('simulateStockCost', () => {
  test('comes to what one works out by hand: lost sales, two steps of lead time', () => {
    const found = simulateStockCost([3, 5, 4, 2, 6], [8, 10, 10, 10, 10], { ...weekly, countFrom: 0 });

    // step 0 orders 0 (position 8) and leaves 5; step 1 orders 5 (position 5), due at 3; step 2: on hand 0, position 5, orders 5, due at 4;
    // 4 are lost; step 3: 5 arrive, position 10, orders 0, sells 2, leaves 3; step 4: 5 arrive, on hand 8, sells 6, leaves 2
    expect([...found.costByStep]).toEqual([5, 0, 40, 3, 2]);
    expect(found).toMatchObject({
      cost: 50,
      holdingCost: 10,
      stockOutCost: 40,
      demandUnits: 20,
      shortUnits: 4,
      meanOnHandUnits: 2,
      fillRate: 0.8,
      // 5 at step 1, 5 at step 2, none at step 3 (position 10), 2 at step 4
      orderedUnits: 12,
      endOnHandUnits: 2,
    });
  });

  test('serves who waited first where demand is backlogged', () => {
    const found = simulateStockCost([3, 5, 4, 2, 6], [8, 10, 10, 10, 10], {
      ...weekly,
      unmet: 'backlog',
      countFrom: 0,
    });

    // step 2 owes 4, position 5 − 0: orders 5; step 3: 5 arrive, on hand 1, 2 asked, 1 short, owes 1; position 6 → orders 4;
    // step 4: 5 arrive, on hand 4, 6 asked, 2 short, owes 2
    expect([...found.costByStep]).toEqual([5, 0, 40, 10, 20]);
    expect(found.endOnHandUnits).toBe(-2);
  });

  test('counts from the first step that an order can reach, and takes what is on its way', () => {
    const found = simulateStockCost([1, 1, 1], [0, 0, 0], {
      ...weekly,
      onHand: 1,
      onOrder: [{ step: 2, units: 5 }],
    });

    // the second step is short, before any order could have come; the third has 5, sells 1
    expect(found).toMatchObject({ cost: 4, shortUnits: 0, orderedUnits: 0 });
    expect([...found.costByStep]).toEqual([0, 10, 4]);
  });

  test('orders at reviews alone, and takes a day that was not observed for one without demand', () => {
    const found = simulateStockCost([2, Number.NaN, 2, 2], [5, 6], {
      ...weekly,
      leadTimeSteps: 0,
      reviewSteps: 2,
    });

    // 5 − 2 = 3, 3, filled up to 6 − 2 = 4, 2
    expect([...found.costByStep]).toEqual([3, 3, 4, 2]);
    expect(found.orderedUnits).toBe(3);
  });

  test('costs what the newsvendor formula says where orders arrive at once', () => {
    const random = createRandom(11);
    const demand = Float64Array.from({ length: 40_000 }, () => 100 + 10 * standardNormal(random));
    const best = newsvendorNormal({ mean: 100, sd: 10 }, { holding: 1, stockout: 9 });
    const rules = { holdingCostPerUnitStep: 1, stockOutCostPerUnit: 9, leadTimeSteps: 0, reviewSteps: 1 };
    const costAt = (level: number) =>
      simulateStockCost(demand, new Float64Array(demand.length).fill(level), rules).cost / demand.length;

    const ratio = criticalRatio(rules);

    expect(ratio).toBeCloseTo(0.9, 12);
    expect(best.units).toBeCloseTo(quantileOfSorted(Float64Array.from(demand).sort(), ratio), 0);
    // the mean of 40,000 costs with an sd of about 13: three standard errors are 0.2
    expect(Math.abs(costAt(best.units) - best.cost)).toBeLessThan(0.2);
    expect(costAt(best.units)).toBeLessThan(Math.min(costAt(best.units - 3), costAt(best.units + 3)));
  });

  test('leaves level minus demand over lead time and review, the identity of order-up-to with backlog', () => {
    const random = createRandom(5);
    const demand = Float64Array.from({ length: 60 }, () => Math.floor(20 * random()));
    const rules = { ...weekly, leadTimeSteps: 3, unmet: 'backlog' as const };

    for (let end = 10; end <= 60; end++) {
      const { endOnHandUnits } = simulateStockCost(
        demand.subarray(0, end),
        new Float64Array(end).fill(90),
        rules,
      );
      const covered = demand.subarray(end - 4, end).reduce((sum, units) => sum + units, 0);
      expect(endOnHandUnits).toBe(90 - covered);
    }
  });

  test('scales with demand and with prices, and changes nothing that it is given', () => {
    const random = createRandom(7);
    const demand = Float64Array.from({ length: 50 }, () => Math.floor(9 * random()));
    const levels = Float64Array.from({ length: 50 }, () => 20 + Math.floor(9 * random()));
    const before = [Float64Array.from(demand), Float64Array.from(levels)];
    const once = simulateStockCost(demand, levels, weekly);

    const scaled = simulateStockCost(
      demand.map((units) => 4 * units),
      levels.map((units) => 4 * units),
      { ...weekly, holdingCostPerUnitStep: 2, stockOutCostPerUnit: 20 },
    );

    expect(scaled.cost).toBe(8 * once.cost);
    expect(scaled.fillRate).toBe(once.fillRate);
    expect([demand, levels]).toEqual(before);
  });

  test.each([
    [[-1], [5], weekly, 'the demand -1 of step 0'],
    [[Number.POSITIVE_INFINITY], [5], weekly, 'the demand Infinity'],
    [[1, 2], [5], weekly, 'the level of review 1 is undefined; 2 finite ones'],
    [[1], [5], { ...weekly, reviewSteps: 0 }, 'whole steps'],
    [[1], [5], { ...weekly, leadTimeSteps: 1.5 }, 'whole steps'],
    [[1], [5], { ...weekly, stockOutCostPerUnit: -1 }, 'the costs ≥ 0'],
    [[1], [5], { ...weekly, onOrder: [{ step: -1, units: 2 }] }, 'no order'],
  ])('refuses %j with levels %j', (demand, levels, rules, message) => {
    expect(() => simulateStockCost(demand, levels, rules)).toThrow(message);
  });

  test('answers no demand with no cost', () => {
    expect(simulateStockCost([], [], weekly)).toMatchObject({ cost: 0, fillRate: null, meanOnHandUnits: 0 });
  });
});

describe('criticalRatio', () => {
  const rates = { holdingCostPerUnitStep: 0.5, stockOutCostPerUnit: 14 };

  test('weighs a short unit against one that is held until the next review where demand waits', () => {
    const rules = { leadTimeSteps: 14, reviewSteps: 7, unmet: 'backlog' as const };

    expect(criticalRatio({ ...rates, ...rules })).toBe(0.8);
    expect(() => criticalRatio({ ...rates, ...rules, stockOutCostPerUnit: Number.NaN })).toThrow('critical');
    expect(() => criticalRatio({ ...rules, holdingCostPerUnitStep: 0, stockOutCostPerUnit: 0 })).toThrow(
      'critical',
    );
  });

  test('counts half the lead time in where sales are lost', () => {
    // 14 / (14 + 0.5 · (7 + 14 / 2))
    expect(criticalRatio({ ...rates, leadTimeSteps: 14, reviewSteps: 7 })).toBeCloseTo(14 / 21, 12);
    expect(criticalRatio({ ...rates, leadTimeSteps: 0, reviewSteps: 7 })).toBe(0.8);
  });

  test('names a level that costs within 2 % of the best where sales are lost, and less than the newsvendor does', () => {
    const random = createRandom(3);
    const demand = Float64Array.from({ length: 20_000 }, () => 10 * sampleGamma(random, 1));
    const rules = { holdingCostPerUnitStep: 1, stockOutCostPerUnit: 63, leadTimeSteps: 14, reviewSteps: 7 };
    const sums = windowSums(demand, 21).sort();
    const costAt = (ratio: number) => {
      const level = quantileOfSorted(sums, ratio);
      return simulateStockCost(demand, new Float64Array(demand.length / 7 + 1).fill(level), rules).cost;
    };
    const best = Math.min(...Array.from({ length: 60 }, (_, i) => costAt(0.6 + i / 160)));

    const cost = costAt(criticalRatio(rules));

    expect(cost).toBeLessThan(1.02 * best);
    expect(cost).toBeLessThan(0.97 * costAt(criticalRatio({ ...rules, unmet: 'backlog' })));
  });
});

function windowSums(values: Float64Array, length: number): Float64Array {
  return Float64Array.from({ length: values.length - length }, (_, from) =>
    values.subarray(from, from + length).reduce((sum, value) => sum + value, 0),
  );
}
