import { describe, expect, test } from '@jest/globals';
import {
  addDays,
  openPolicy,
  type PolicyRow,
  type SeriesRecord,
  type StoredForecast,
  storePolicy,
} from '../../lib/domain/index.ts';
import {
  DEFAULT_RULES,
  learnPolicy,
  otherMarketsOf,
  type PolicyRules,
  planStockFuture,
  type SiblingForecast,
  type StockFuture,
  type StockGround,
} from '../../lib/operations/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, someSettings } from './a-series.ts';

/** A night's row as the table gives it back, and what a question is answered from. */
function groundOf({
  series = {},
  rules = {},
  siblings = [],
  today = siblings,
  forecast = aForecast(),
  expected = [],
}: {
  series?: Partial<SeriesRecord>;
  rules?: Partial<PolicyRules>;
  /** Of the night. */
  siblings?: SiblingForecast[];
  /** Of the other markets when the question is asked. */
  today?: SiblingForecast[];
  forecast?: StoredForecast;
  expected?: StockGround['expected'];
} = {}): StockGround & { row: PolicyRow } {
  const settings = someSettings({ rules: { ...DEFAULT_RULES, learning: false, ...rules }, siblings });
  const { document } = learnPolicy(aSeries(series), forecast, aMarket(), settings);
  const row = openPolicy(storePolicy(document));
  if (row.kind !== 'ready') throw new Error('no policy could be learnt');
  const { onHand, onOrder } = row.lastKnown;
  return {
    ...{ row, asOf, planned: forecast, seed: settings.seed, expected },
    others: otherMarketsOf(row, new Map(today.map(({ market, forecast }) => [market, forecast])), {
      ...{ market: aMarket().market, horizon: forecast.mean.length },
    }),
    stock: { onHand, onOrder, day: asOf },
  };
}

function plannedBy(ground: StockGround, future: Partial<StockFuture> = {}) {
  const planned = planStockFuture(ground, { own: ground.planned, ...future });
  if (planned === null) throw new Error('costs are not known');
  return planned;
}

/** Units over three weeks, within a fifth of them in nineteen of twenty cases. */
const asksFor = (mean: number) =>
  aForecast({
    mean: Array(56).fill(mean / 21),
    leadTimeDemand: {
      ...{ days: 21, mean, p50: mean, p90: mean * 1.16, p95: mean * 1.2, p99: mean * 1.28 },
    },
  });

const withoutOrder = ({ orderUnits, ...rule }: ReturnType<typeof plannedBy>['plan']) => rule;

describe('the stock of a future that changes nothing', () => {
  test.each<[string, Parameters<typeof groundOf>[0]]>([
    ['by the service level', {}],
    ['by the fill rate', { rules: { serviceMeasure: 'fillRate' } }],
    ['by cost where buyers leave', { rules: { serviceMeasure: 'cost' } }],
    ['by cost where buyers wait', { rules: { serviceMeasure: 'cost', backorderShare: 1 } }],
    ['with the cost of an order', { rules: { orderCostMinor: 4500, setByMerchant: ['orderCostMinor'] } }],
    ['with bounds of the merchant', { rules: { largestStockUnits: 300, largestOrderUnits: 60 } }],
    [
      'until the SKU ends',
      { series: { events: [{ name: 'x', kind: 'delisting', from: '2024-08-15', to: '2024-08-15' }] } },
    ],
    [
      'with another market of the location',
      {
        series: { siblings: [{ market: 'at', start: addDays(asOf, -27), demand: Array(28).fill(4) }] },
        siblings: [
          {
            market: 'at',
            forecast: aForecast({
              leadTimeDemand: { days: 21, mean: 84, p50: 84, p90: 97, p95: 101, p99: 108 },
            }),
          },
        ],
      },
    ],
  ])('is that of the night, %s', (_, given) => {
    const ground = groundOf(given);

    const { plan } = plannedBy(ground);

    // costs are kept to the minor unit
    const rounded = Object.entries(withoutOrder(plan)).map(([name, value]) => [
      name,
      typeof value === 'number' ? expect.closeTo(value, 0) : value,
    ]);
    expect(ground.row.replenishment).toEqual(Object.fromEntries(rounded));
  });

  test.each([
    ['had no forecast when the night came, and has one by now', []],
    ['has a newer forecast than the night knew', [{ market: 'at', forecast: asksFor(70) }]],
  ])('is that of the night where another market %s', (_, siblings) => {
    const series = { siblings: [{ market: 'at', start: addDays(asOf, -90), demand: Array(91).fill(4) }] };
    const today = [{ market: 'at', forecast: asksFor(105) }];
    const ground = groundOf({ series, siblings, today });

    const { plan, notes } = plannedBy(ground);

    expect(plan.reorderPoint).toBeCloseTo(ground.row.replenishment.reorderPoint, 1);
    expect(plan.dailyDemand).toBeCloseTo(ground.row.replenishment.dailyDemand, 2);
    expect(notes).not.toContain('marketsEstimated');
  });

  test('estimates a market without a forecast where an older row says only what the night counted of all', () => {
    const siblings = [{ market: 'at', start: addDays(asOf, -90), demand: Array(91).fill(4) }];
    const known = groundOf({ series: { siblings } });
    const { otherMarkets, ...demand } = known.row.demand;
    const row = { ...known.row, demand };
    const ground = { ...known, row, others: otherMarketsOf(row, new Map(), { market: 'de', horizon: 56 }) };

    const { plan, notes } = plannedBy(ground);

    expect(plan.dailyDemand).toBeCloseTo(14, 2);
    expect(plan.reorderPoint / ground.row.replenishment.reorderPoint).toBeCloseTo(1, 1);
    expect(notes).toContain('marketsEstimated');
  });
});

describe('the reorder point under another future', () => {
  // sampled sums: P99 of 21 days is 257, P95 243; the lead time varies by 2 days of 10 units
  test('covers the demand at the service level asked for, and a lead time that varies', () => {
    const { plan } = plannedBy(groundOf(), { serviceLevel: 0.99 });

    expect(plan.reorderPoint).toBeCloseTo(210 + Math.hypot(257 - 210, 2.3263 * 10 * 2), -0.5);
    expect(plan.safetyStock).toBeCloseTo(plan.reorderPoint - 210, 2);
    expect(plan.serviceLevel).toBe(0.99);
  });

  test('covers a longer lead time: the mean by the days, what is unsure by their square root', () => {
    const { plan } = plannedBy(groundOf(), { leadTimeDays: 28 });

    expect(plan.reorderPoint).toBeCloseTo(350 + Math.hypot(33 * Math.sqrt(35 / 21), 1.6449 * 10 * 2), -0.5);
    expect(plan.leadTime.meanDays).toBe(28);
  });

  test('covers the demand that a change of price leaves', () => {
    const half = aForecast({
      mean: Array(56).fill(5),
      leadTimeDemand: { days: 21, mean: 105, p50: 105, p90: 118, p95: 121.5, p99: 128.5 },
    });

    const { plan } = plannedBy(groundOf(), { own: half });

    expect(plan.dailyDemand).toBe(5);
    expect(plan.reorderPoint).toBeCloseTo(105 + Math.hypot(16.5, 1.6449 * 5 * 2), -0.5);
  });

  test('is by the service level asked for in the place of another measure, and says so', () => {
    const ground = groundOf({ rules: { serviceMeasure: 'fillRate' } });

    const { plan, notes } = plannedBy(ground, { serviceLevel: 0.95 });

    expect(plan.measure).toBeUndefined();
    expect(plan.reorderPoint).toBe(plannedBy(groundOf()).plan.reorderPoint);
    expect(notes).toEqual(['measureReplaced']);
  });

  test('orders whole packs up to the level, at least the minimum, and nothing above the reorder point', () => {
    const due = groundOf();
    const full = groundOf({ series: { stock: { onHand: 900, onOrder: 0, reserved: 0, asOf } } });

    const { plan } = plannedBy(due);

    expect(plan.orderUnits).toBe(Math.ceil((plan.orderUpTo - 120) / 12) * 12);
    expect(plannedBy(full).plan.orderUnits).toBe(0);
  });

  test('cannot be told by cost for a row that keeps no costs', () => {
    const ground = groundOf({ rules: { serviceMeasure: 'cost' } });
    const { landedCostMicros, ...older } = ground.row;

    expect(planStockFuture({ ...ground, row: older }, { own: ground.planned })).toBeNull();
  });
});

describe('what is on order', () => {
  const onItsWay = { stock: { onHand: 120, onOrder: 240, reserved: 0, asOf } };

  test('comes on the days of approved purchase orders, and the rest after one lead time', () => {
    const expected = [
      { date: addDays(asOf, -2), units: 60 },
      { date: addDays(asOf, 5), units: 100 },
    ];

    const { course, notes } = plannedBy(groundOf({ series: onItsWay, expected }));

    expect(course.arrivals).toEqual([
      { date: addDays(asOf, 1), units: 60, known: true },
      { date: addDays(asOf, 5), units: 100, known: true },
      { date: addDays(asOf, 14), units: 80, known: false },
    ]);
    expect(notes).toEqual(['arrivalsAssumed']);
  });

  test('never comes to more than the stock file says is on order', () => {
    const expected = [{ date: addDays(asOf, 5), units: 999 }];

    const { course, notes } = plannedBy(groundOf({ series: onItsWay, expected }));

    expect(course.arrivals).toEqual([{ date: addDays(asOf, 5), units: 240, known: true }]);
    expect(notes).toEqual([]);
  });

  test('is projected with the order of today beside it', () => {
    const stock = { onHand: 120, onOrder: 60, reserved: 0, asOf };

    const { course, plan } = plannedBy(groundOf({ series: { stock } }));

    expect(course.p50.slice(0, 3).map(Math.round)).toEqual([110, 100, 90]);
    // nothing is left after twelve days; what comes on the fourteenth is there for its buyers
    expect(course.p50[12]).toBe(0);
    expect(course.p50[13]).toBeCloseTo(50, -0.5);
    expect(course.ordered?.units).toBe(plan.orderUnits);
    expect(course.ordered?.date).toBe(addDays(asOf, 14));
    expect(course.ordered?.p50[13]).toBeCloseTo((course.p50[13] ?? 0) + plan.orderUnits, 2);
  });

  test('is projected from the day on which stock was counted last', () => {
    const ground = groundOf({ series: onItsWay });

    const { course } = plannedBy({ ...ground, stock: { onHand: 70, onOrder: 0, day: addDays(asOf, 6) } });

    expect(course.p50).toHaveLength(50);
    expect(course.p50[0]).toBeCloseTo(60, 0);
  });
});
