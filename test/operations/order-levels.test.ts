import { describe, expect, test } from '@jest/globals';
import { createRandom, samplePoisson } from '../../lib/numeric/index.ts';
import {
  DEFAULT_RULES,
  exactOrderRule,
  type PolicyRules,
  planReplenishment,
  type ReplenishmentInput,
} from '../../lib/operations/index.ts';
import { textbookCosts } from '../../lib/operations/textbook-costs.ts';
import { tryStock } from './stock-trial.ts';

const LEAD = 10;
const REVIEW = 7;
const euro = 1_000_000;

/** Poisson demand over lead time and review, sampled. */
function poissonDemand(dailyMean: number, days = LEAD + REVIEW): ReplenishmentInput['demand'] {
  const random = createRandom(3);
  const mean = dailyMean * days;
  const sums = Float64Array.from({ length: 2000 }, () => samplePoisson(random, mean)).sort();
  return { days, moments: { mean, variance: mean }, sums };
}

/** A SKU of price 10.00 and cost 6.00; an order costs 20.00 unless told otherwise. */
function plan(dailyMean: number, rules: Partial<PolicyRules>, changes: Partial<ReplenishmentInput> = {}) {
  const all = { ...DEFAULT_RULES, orderCostMinor: 2000, ...rules };
  const costs = textbookCosts({
    own: { mean: dailyMean, variance: dailyMean },
    others: { mean: 0, variance: 0 },
    unitCost: 6,
    currentMicros: 10 * euro,
    rules: all,
    currency: 'EUR',
  });
  const atOnce = Math.sqrt((2 * costs.order * dailyMean) / costs.holdingPerDay);
  const answer = planReplenishment({
    demand: poissonDemand(dailyMean),
    dailyDemand: dailyMean,
    leadTime: { meanDays: LEAD, sdDays: 0, source: 'receipts', receipts: 5 },
    reviewDays: REVIEW,
    serviceLevel: all.serviceLevel,
    service: { ...all, costs },
    lot: { packSize: 1, minimumOrderUnits: 0 },
    economicOrderUnits: atOnce,
    onHand: 0,
    onOrder: 0,
    asOf: '2024-06-30',
    supplier: null,
    markets: ['de'],
    ...changes,
  });
  return { answer, costs };
}

const trial = (dailyMean: number, rule: { reorderPoint: number; orderUpTo: number }, waiting: boolean) =>
  tryStock({ dailyMean, leadDays: LEAD, reviewDays: REVIEW, rule, waiting, days: 15_000 }, createRandom(7));

describe('planReplenishment by fill rate', () => {
  test.each([
    [3, 0.9],
    [3, 0.98],
    [20, 0.98],
    [0.4, 0.95],
    [3, 0.7],
  ])('serves from the shelf what was asked of it, at %d a day %d of the units', (dailyMean, fillRate) => {
    const { answer } = plan(dailyMean, { serviceMeasure: 'fillRate', fillRate });

    const { fillRate: served } = trial(dailyMean, answer, true);

    expect(answer).toMatchObject({ measure: 'fillRate', fillRate });
    expect(served).toBeGreaterThan(fillRate - 0.005);
    expect(served).toBeLessThan(fillRate + 0.35 * (1 - fillRate));
  });

  test('serves it too where an order is placed at every look', () => {
    const rule = { serviceMeasure: 'fillRate' as const, fillRate: 0.95 };
    const { answer } = plan(3, rule, { economicOrderUnits: 5 });

    const { fillRate: served, orders } = trial(3, answer, true);

    expect(orders).toBeGreaterThan(0.9 / REVIEW);
    expect(served).toBeGreaterThan(0.945);
    expect(served).toBeLessThan(0.99);
  });

  test('needs less stock where orders are large: fewer cycles end in a shortage', () => {
    const rule = { serviceMeasure: 'fillRate' as const, fillRate: 0.98 };

    const small = plan(3, rule, { economicOrderUnits: 20 }).answer;
    const large = plan(3, rule, { economicOrderUnits: 400 }).answer;

    expect(large.reorderPoint).toBeLessThan(small.reorderPoint);
    expect(large.safetyStock).toBeGreaterThanOrEqual(0);
  });

  test('holds more where the lead time varies', () => {
    const rule = { serviceMeasure: 'fillRate' as const, fillRate: 0.98 };
    const leadTime = { meanDays: LEAD, sdDays: 4, source: 'receipts' as const, receipts: 5 };

    const varying = plan(3, rule, { leadTime }).answer.reorderPoint;

    expect(varying).toBeGreaterThan(plan(3, rule).answer.reorderPoint + 5);
  });

  test('orders nothing where nothing is asked for', () => {
    const demand = { days: 17, moments: { mean: 0, variance: 0 }, sums: new Float64Array(2000) };
    for (const serviceMeasure of ['fillRate', 'cost'] as const)
      expect(plan(0, { serviceMeasure }, { demand, economicOrderUnits: 0 }).answer).toMatchObject({
        reorderPoint: 0,
        orderUpTo: 0,
        daysOfCover: null,
      });
  });
});

describe('planReplenishment by cost', () => {
  /** Cost a day of a rule, by trial. */
  const costOf = (
    dailyMean: number,
    rule: { reorderPoint: number; orderUpTo: number },
    costs: ReturnType<typeof textbookCosts>,
    waiting: boolean,
  ) => {
    const { held, short, waited, orders } = trial(dailyMean, rule, waiting);
    const missed = waiting ? costs.waitingPerDay * waited : costs.lostUnit * short;
    return costs.order * orders + costs.holdingPerDay * held + missed;
  };

  test.each([
    ['leave', 3, 0],
    ['wait', 3, 1],
    ['leave', 20, 0],
    ['wait', 20, 1],
  ])(
    'comes within 4 %% of the best levels that a search finds where buyers %s, at %d a day',
    (_, dailyMean, share) => {
      const { answer, costs } = plan(dailyMean, { serviceMeasure: 'cost', backorderShare: share });
      const size = answer.orderUpTo - answer.reorderPoint;

      const own = costOf(dailyMean, answer, costs, share === 1);
      const spread = Math.sqrt(dailyMean * (LEAD + REVIEW));
      let best = Number.POSITIVE_INFINITY;
      for (const shift of [-2, -1, 0, 1, 2])
        for (const scale of [0.75, 1, 1.3]) {
          const reorderPoint = answer.reorderPoint + shift * spread;
          const rule = { reorderPoint, orderUpTo: reorderPoint + scale * size };
          best = Math.min(best, costOf(dailyMean, rule, costs, share === 1));
        }

      expect(answer.measure).toBe('cost');
      expect(own).toBeLessThan(best * 1.04);
    },
  );

  test('holds less where a lost unit costs less', () => {
    const at = (lostUnitCostMicros: number) =>
      plan(3, { serviceMeasure: 'cost', lostUnitCostMicros }).answer.reorderPoint;

    expect(at(0)).toBeLessThan(at(20 * euro));
  });
});

describe('exactOrderRule with a lead time', () => {
  test('costs a period what a long trial of it costs', () => {
    const costs = { fixed: 20, holding: 0.5, stockout: 4 };
    // three units a period, two periods until an order comes
    const rule = exactOrderRule(3, costs, 2);

    const random = createRandom(5);
    const result = tryStock(
      { dailyMean: 3, leadDays: 2, reviewDays: 1, rule, waiting: true, days: 200_000 },
      random,
    );

    const cost = 20 * result.orders + 0.5 * result.held + 4 * result.waited;
    expect(Math.abs(cost / rule.cost - 1)).toBeLessThan(0.01);
  });
});

describe('planReplenishment where the SKU ends', () => {
  const season = (days: number) => ({ days, sums: poissonDemand(3, days).sums });
  const ending = (
    days: number,
    rules: Partial<PolicyRules> = {},
    changes: Partial<ReplenishmentInput> = {},
  ) => {
    const { costs } = plan(3, rules);
    return plan(3, rules, { end: { season: season(days), costs }, ...changes }).answer;
  };

  test('holds no more than the newsvendor: 4.00 margin and as much again by half, 6.00 lost on a unit left', () => {
    const answer = ending(20);

    // ratio 6 / (6 + 6) = ½: the median of a Poisson of 60, where an order up to it pays
    expect(Math.abs(answer.orderUpTo - 60)).toBeLessThanOrEqual(1);
    expect(answer.endsOn).toBe('2024-07-20');
    expect(answer.reorderPoint).toBeLessThan(answer.orderUpTo);
  });

  test('holds more where what is left still brings something', () => {
    expect(ending(20, { salvageRate: 0.8 }).orderUpTo).toBeGreaterThan(ending(20).orderUpTo + 4);
  });

  test('orders only where the smallest order earns its own cost', () => {
    // 20.00 an order at 6.00 a unit sold: four units must be missing at least
    const answer = ending(20);
    const cheap = ending(20, { orderCostMinor: 0 });

    expect(answer.orderUpTo - answer.reorderPoint).toBeGreaterThan(4);
    expect(cheap.orderUpTo - cheap.reorderPoint).toBeLessThan(1);
    expect(ending(20, {}, { lot: { packSize: 500, minimumOrderUnits: 0 } })).toMatchObject({
      reorderPoint: 0,
    });
  });

  test('orders nothing that would come after the end', () => {
    expect(ending(LEAD)).toMatchObject({ reorderPoint: 0, orderUpTo: 0 });
    expect(ending(0)).toMatchObject({ reorderPoint: 0, orderUpTo: 0, endsOn: '2024-06-30' });
  });

  test('changes nothing where the end is far', () => {
    const usual = plan(3, {}).answer;

    expect(ending(2000)).toMatchObject({ reorderPoint: usual.reorderPoint, orderUpTo: usual.orderUpTo });
  });
});
