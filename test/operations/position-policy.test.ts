import { describe, expect, test } from '@jest/globals';
import {
  evaluateAfterstates,
  evaluateStages,
  solveAfterstates,
  solveStages,
} from '../../lib/learning/index.ts';
import { fitProcess, type ProcessFacts } from '../../lib/operations/fit-process.ts';
import {
  DEFAULT_RULES,
  type PolicyRules,
  priceStockStages,
  steadyDemand,
} from '../../lib/operations/index.ts';
import { someFacts } from './a-process.ts';
import { euro } from './a-series.ts';
import { exactPipeline } from './exact-pipeline.ts';

const exact = { discount: 0.995, tolerance: 1e-3 };
const WEEKLY = 3;
const THREE = { priceMicros: [9.5 * euro, 10 * euro, 10.5 * euro], today: 1, warnings: [] };

/** Three units a week, ordered by the unit, that come so many weeks later; where they come within a week, at three prices. */
function sellingFacts(
  leadWeeks: number,
  {
    unitCost = 6,
    rules = {},
    ...changes
  }: Partial<Omit<ProcessFacts, 'rules'>> & { rules?: Partial<PolicyRules> } = {},
): ProcessFacts {
  const own = { mean: WEEKLY / 7, variance: (2 * WEEKLY) / 7 };
  const cover = (leadWeeks + 1) * WEEKLY;
  return someFacts(WEEKLY / 7, 1, {
    own,
    ahead: { own: steadyDemand(own), others: steadyDemand({ mean: 0, variance: 0 }) },
    unitCost,
    leadTime: { meanDays: 7 * leadWeeks, sdDays: 0 },
    ladder: leadWeeks < 2 ? THREE : { ...THREE, priceMicros: [10 * euro], today: 0 },
    grid: {
      lotUnits: 1,
      levels: Math.ceil(cover + 3 * Math.sqrt(2 * cover) + 1.5 * WEEKLY) + 1,
      orderUnits: [0, 2, 4, 6, 9],
    },
    rules: { ...DEFAULT_RULES, orderCycleWeeks: 1.5, ...rules },
    ...changes,
  });
}

/** The share of the attainable profit that a policy of positions loses where shelf and orders under way are told apart. */
function lossOf(facts: ProcessFacts, leadWeeks: number, owedLevels = 0): number {
  const process = fitProcess(facts);
  const { policies } = solveStages(priceStockStages(process), exact);
  const { model, byPosition, start } = exactPipeline(process, leadWeeks, { owedLevels });
  const best = solveAfterstates(model, exact).value[start]!;
  const value = evaluateAfterstates(model, byPosition(policies.at(-1)!), exact)[start]!;
  return (best - value) / best;
}

describe('a policy of positions beside the exact one, which knows the shelf and each order under way', () => {
  test('is the exact one where orders come at once', () => {
    expect(lossOf(sellingFacts(0), 0)).toBeLessThan(1e-5);
  });

  test.each([
    [1, 6],
    [1, 9],
    [2, 6],
    [2, 9],
  ])(
    'loses less than 0.4 % of the profit where sales are lost: %s weeks of lead time, a cost of %s',
    (weeks, unitCost) => {
      expect(lossOf(sellingFacts(weeks, { unitCost }), weeks)).toBeLessThan(0.004);
    },
  );

  test.each([
    [1, 0.5],
    [1, 1],
    [2, 0.5],
    [2, 1],
  ])(
    'loses less than 0.4 % where buyers wait: %s weeks of lead time, a share of %s',
    (weeks, backorderShare) => {
      const facts = sellingFacts(weeks, { rules: { backorderShare, backorderCostMicros: euro } });

      expect(lossOf(facts, weeks, 16)).toBeLessThan(0.004);
    },
  );

  test.each([
    ['three weeks, an empty shelf', 3, 0],
    ['three weeks, eight units', 3, 8],
    ['eight weeks, an empty shelf', 8, 0],
    ['eight weeks, eight units', 8, 8],
  ])('sells off a SKU that ends, within a tenth of what knowing the end is worth: %s', (_, weeks, shelf) => {
    const facts = sellingFacts(2, { endDays: 7 * weeks, rules: { salvageRate: 0.3 } });
    const process = fitProcess(facts);
    const { policies } = solveStages(priceStockStages(process), exact);
    const unaware = solveStages(priceStockStages(fitProcess({ ...facts, endDays: null })), exact)
      .policies[0]!;
    const weekly = process.phases.map((__, phase) => exactPipeline(process, 2, { phase }));
    const stages = weekly.map(({ model }) => model);
    const world = { stages, endValue: weekly[0]!.leftAtEnd(process.leftUnit!) };
    const start = weekly[0]!.encode(shelf, 0, 0);

    const best = solveStages(world, exact).value[start]!;
    const value = evaluateStages(
      world,
      weekly.map(({ byPosition }, i) => byPosition(policies[i]!)),
      exact,
    )[start]!;
    const worst = evaluateStages(
      world,
      weekly.map(({ byPosition }) => byPosition(unaware)),
      exact,
    )[start]!;

    expect(best - value).toBeLessThan(0.1 * (best - worst));
    expect(value).toBeLessThanOrEqual(best + 1e-3);
  });
});
