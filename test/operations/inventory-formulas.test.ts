import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import {
  approximateOrderRule,
  economicOrder,
  economicOrderWithDiscounts,
  exactOrderRule,
  newsvendorNormal,
  newsvendorPoisson,
  newsvendorProfit,
  planOrders,
  planReplenishment,
  poissonLoss,
  safetyStock,
  standardNormalLoss,
  sumOverMarkets,
} from '../../lib/operations/index.ts';

type Arguments = Record<string, number> & { demand?: number[]; breakpoints?: number[]; unitCosts?: number[] };
type Case = { kind: string; args: Arguments; expected: Record<string, number>; relTol: number };

const file = `${process.env.TRADEWIND_SHARED ?? '../shared'}/bench/pricing/inventory.json`;
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
if (cases.length === 0) console.log(`skipped: the reference cases of inventory formulas need ${file}`);

/** Each formula of the reference file that is here, with its arguments by name. */
const formulas: Record<string, (args: Arguments) => Record<string, number>> = {
  safety_stock: ({ mean = 0, sd = 0, lead = 0, leadSd = 0, review = 0, serviceLevel = 0 }) =>
    safetyStock({ mean, sd }, { mean: lead, sd: leadSd }, review, serviceLevel),
  eoq: ({ fixed = 0, holding = 0, rate = 0 }) => {
    const { units, cost } = economicOrder(fixed, holding, rate);
    return { Q: units, cost };
  },
  eoq_backorders: ({ fixed = 0, holding = 0, rate = 0, stockout = 0 }) => {
    const { units, stockoutShare, cost } = economicOrder(fixed, holding, rate, stockout);
    return { Q: units, stockoutFraction: stockoutShare, cost };
  },
  standard_normal_loss: ({ z = 0 }) => {
    const { loss, complement } = standardNormalLoss(z);
    return { n: loss, complement };
  },
  newsvendor_normal: ({ mean = 0, sd = 0, holding = 0, stockout = 0 }) => {
    const { units, cost } = newsvendorNormal({ mean, sd }, { holding, stockout });
    return { S: units, cost };
  },
  newsvendor_normal_lead: ({ mean = 0, sd = 0, holding = 0, stockout = 0, lead = 0 }) => {
    const { units, cost } = newsvendorNormal({ mean, sd }, { holding, stockout }, lead);
    return { S: units, cost };
  },
  newsvendor_poisson: ({ mean = 0, holding = 0, stockout = 0, lead = 0 }) => {
    const { units, cost } = newsvendorPoisson(mean, { holding, stockout }, lead);
    return { S: units, cost };
  },
  newsvendor_profit_normal: ({ mean = 0, sd = 0, revenue = 0, cost = 0, salvage = 0 }) => {
    const { units, profit } = newsvendorProfit({ mean, sd }, { revenue, cost, salvage });
    return { S: units, profit };
  },
  poisson_loss: ({ x = 0, mean = 0 }) => {
    const { loss, complement } = poissonLoss(x, mean);
    return { n: loss, complement };
  },
  eoq_all_units_discounts: ({ fixed = 0, holdingRate = 0, rate = 0, breakpoints = [], unitCosts = [] }) => {
    const breaks = breakpoints.map((fromUnits, i) => ({ fromUnits, unitCost: unitCosts[i] ?? 0 }));
    const { units, region, cost } = economicOrderWithDiscounts(fixed, holdingRate, rate, breaks);
    return { Q: units, region, cost };
  },
  sS_poisson: ({ mean = 0, fixed = 0, holding = 0, stockout = 0 }) => {
    const { reorderPoint, orderUpTo, cost } = exactOrderRule(mean, { fixed, holding, stockout });
    return { s: reorderPoint, S: orderUpTo, cost };
  },
  sS_power_approximation: ({ mean = 0, sd = 0, fixed = 0, holding = 0, stockout = 0 }) => {
    const { reorderPoint, orderUpTo } = approximateOrderRule({ mean, sd }, { fixed, holding, stockout });
    return { s: reorderPoint, S: orderUpTo };
  },
  wagner_whitin: ({ demand = [], fixed = 0, holding = 0 }) => ({
    cost: planOrders(demand, { fixed, holding }).cost,
  }),
};

describe('inventory formulas', () => {
  const known = cases.length === 0 ? test.skip : test;
  known('agree with every reference case', () => {
    for (const { kind, args, expected, relTol } of cases) {
      const answer = formulas[kind]?.(args) ?? {};
      for (const [name, value] of Object.entries(expected))
        expect(Math.abs((answer[name] ?? Number.NaN) - value)).toBeLessThanOrEqual(
          relTol * Math.abs(value) + 1e-12,
        );
    }
    expect(cases.length).toBeGreaterThanOrEqual(87);
  });

  test('give the newsvendor of Snyder & Shen, example 4.3', () => {
    const { units, cost } = newsvendorNormal({ mean: 50, sd: 8 }, { holding: 0.18, stockout: 0.7 });

    expect(units).toBeCloseTo(56.604, 3);
    expect(cost).toBeCloseTo(1.9976, 4);
  });

  test('refuse an economic order without holding cost', () => {
    expect(() => economicOrder(10, 0, 5)).toThrow('no economic order');
  });
});

describe('exactOrderRule', () => {
  test('gives the rule of Zheng & Federgruen (1991, table 1) for mean 10', () => {
    const rule = exactOrderRule(10, { fixed: 64, holding: 1, stockout: 9 });

    expect(rule).toMatchObject({ reorderPoint: 6, orderUpTo: 40 });
    expect(rule.cost).toBeCloseTo(35.022, 3);
  });

  test('orders up to the newsvendor each period where an order costs nothing', () => {
    const { reorderPoint, orderUpTo, cost } = exactOrderRule(6, { fixed: 0, holding: 1, stockout: 4 });

    expect(orderUpTo - reorderPoint).toBe(1);
    expect({ units: orderUpTo, cost: expect.closeTo(cost, 10) }).toEqual(
      newsvendorPoisson(6, { holding: 1, stockout: 4 }),
    );
  });

  test('refuses a demand that never comes', () => {
    expect(() => exactOrderRule(0, { fixed: 1, holding: 1, stockout: 1 })).toThrow(
      'no order rule for mean 0',
    );
  });
});

describe('planOrders', () => {
  test('covers each demand once, and orders together what costs less to carry than to order', () => {
    // carrying 10 units for a week costs 10, an order 15; the last 30 would cost 30
    expect(planOrders([10, 10, 30], { fixed: 15, holding: 1 })).toEqual({ orders: [20, 0, 30], cost: 40 });
  });

  test('orders nothing for weeks without demand, nor for no weeks', () => {
    expect(planOrders([0, 5, 0], { fixed: 3, holding: 1 })).toEqual({ orders: [0, 5, 0], cost: 3 });
    expect(planOrders([], { fixed: 3, holding: 1 })).toEqual({ orders: [], cost: 0 });
  });
});

describe('planReplenishment', () => {
  const input = {
    demand: sumOverMarkets(
      [{ days: 21, mean: 210, p50: 210, p90: 235.6, p95: 242.9, p99: 256.5 }],
      21,
      createRandom(1),
    ),
    dailyDemand: 10,
    leadTime: { meanDays: 14, sdDays: 0, source: 'receipts' as const, receipts: 5 },
    reviewDays: 7,
    serviceLevel: 0.95,
    lot: { packSize: 12, minimumOrderUnits: 24 },
    economicOrderUnits: 300,
    onHand: 300,
    onOrder: 0,
    asOf: '2024-06-30',
    supplier: null,
    markets: ['de'],
  };

  test('comes near the textbook where demand is normal: 210 + 1.645 · 20', () => {
    const plan = planReplenishment(input);

    expect(Math.abs(plan.reorderPoint - 242.9)).toBeLessThan(4);
    expect(plan.safetyStock).toBeCloseTo(plan.reorderPoint - 210, 6);
    expect(plan.orderUpTo).toBeCloseTo(plan.reorderPoint + 300, 6);
  });

  test('adds the variation of the lead time: √(SS² + (1.645 · 10 · 3)²)', () => {
    const fixed = planReplenishment(input).safetyStock;
    const varying = planReplenishment({ ...input, leadTime: { ...input.leadTime, sdDays: 3 } }).safetyStock;

    expect(varying).toBeCloseTo(Math.hypot(fixed, 1.6448536 * 30), 2);
  });

  test('dates the stock-out and the last day to order', () => {
    const plan = planReplenishment(input);

    // 300 units at 10 a day last 30 days; (300 − reorder point) / 10 days may pass before ordering
    expect(plan).toMatchObject({ daysOfCover: 30, stockOutDate: '2024-07-30' });
    expect(plan.latestOrderDate).toBe('2024-07-05');
  });

  test('dates the stock-out on the day on which the last unit goes', () => {
    // 300 of 301 units are gone by 30 July
    expect(planReplenishment({ ...input, onHand: 301 }).stockOutDate).toBe('2024-07-31');
    expect(planReplenishment({ ...input, onHand: 299, onOrder: 1 }).stockOutDate).toBe('2024-07-30');
  });

  test('says today when the stock is below the reorder point already', () => {
    expect(planReplenishment({ ...input, onHand: 0 })).toMatchObject({
      daysOfCover: 0,
      stockOutDate: '2024-06-30',
      latestOrderDate: '2024-06-30',
    });
  });

  test('gives no dates where nothing is asked for', () => {
    const none = sumOverMarkets([{ days: 21, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0 }], 21, createRandom(1));

    expect(
      planReplenishment({ ...input, demand: none, dailyDemand: 0, economicOrderUnits: 0 }),
    ).toMatchObject({
      reorderPoint: 0,
      orderUpTo: 0,
      daysOfCover: null,
      stockOutDate: null,
      latestOrderDate: null,
    });
  });
});
