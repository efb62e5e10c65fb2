import { describe, expect, test } from '@jest/globals';
import { addDays, type PolicyRow, policyDocumentSchema, type SeriesRecord } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, learnPolicy, type PolicyRules, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro, someSettings } from './a-series.ts';

function learn(
  changes: Partial<SeriesRecord>,
  {
    rules = {},
    forecast = aForecast(),
  }: { rules?: Partial<PolicyRules>; forecast?: ReturnType<typeof aForecast> } = {},
): PolicyRow {
  const settings = someSettings({ rules: { ...DEFAULT_RULES, ...rules } });
  const { document } = learnPolicy(aSeries(changes), forecast, aMarket(), settings);
  if (document.kind !== 'ready') throw new Error(document.detail);
  expect(policyDocumentSchema.safeParse(document).success).toBe(true);
  return document;
}

/** What is ordered in a state. */
function orderAt(row: PolicyRow, onHand: number): number {
  const context = { market: 'de', query: { onHand, onOrder: 0 }, now: '2024-07-01T00:00:00Z', guardPrice };
  const answer = recommend(row, context);
  return answer.kind === 'ready' ? (answer.proposal?.orderUnits ?? -1) : -1;
}

const product = aSeries().product;
const delisted = (days: number): Partial<SeriesRecord> => ({
  events: [{ name: 'end', kind: 'delisting', from: addDays(asOf, days + 1), to: addDays(asOf, 400) }],
});

describe('learnPolicy for odd SKUs', () => {
  test('says how many months a minimum order above a year’s demand is', () => {
    // 10 a day are 3,653 a year; 5,004 is the next whole pack of 12
    const row = learn({ product: { ...product, minimumOrderUnits: 5000 } });

    expect(row.warnings).toContain('the minimum order of 5,004 units is 16 months of demand');
    expect(orderAt(row, 0)).toBe(5004);
  });

  test('says that a lead time longer than the history makes a guess of the order', () => {
    const leadTime = { meanDays: 900, sdDays: 0, source: 'product' as const, receipts: 0 };

    expect(learn({ leadTime }).warnings.join()).toContain('900 days is longer than the history of 728');
  });

  test('counts stock below zero as owed, and orders it on top', () => {
    const row = learn({ stock: { onHand: -60, onOrder: 0, reserved: 0, asOf } });

    expect(row.lastKnown.onHand).toBe(-60);
    expect(row.warnings.join()).toContain('60 units more are owed to customers than are on hand');
  });

  test('orders no more than the location holds or an order may bring, and says where that is nothing', () => {
    const bounded = learn({}, { rules: { largestStockUnits: 200, largestOrderUnits: 100 } });
    const shut = learn({}, { rules: { largestOrderUnits: 12 } });

    for (const { orderUnits } of bounded.actions) expect(orderUnits).toBeLessThanOrEqual(100);
    for (const onHand of [0, 30, 110, 150, 190]) {
      const order = orderAt(bounded, onHand);
      expect(order).toBeLessThanOrEqual(100);
      expect(onHand + order).toBeLessThanOrEqual(200);
    }
    expect(shut.warnings).toContain('nothing can be ordered: the minimum order is 24 units, 12 are allowed');
    expect(orderAt(shut, 0)).toBe(0);
  });

  test('orders nothing that would come after the SKU’s end, and says so', () => {
    const row = learn(delisted(10));

    for (const onHand of [0, 50, 120]) expect(orderAt(row, onHand)).toBe(0);
    expect(row.warnings).toContain(
      'it is sold for 10 more days, an order would come after 14: nothing is ordered',
    );
  });

  test('orders less for a SKU that ends than for one that stays, the less the sooner and the less what is left is worth', () => {
    const stays = orderAt(learn({}), 0);
    const later = orderAt(learn(delisted(40)), 0);
    const soon = orderAt(learn(delisted(24)), 0);

    expect(soon).toBeGreaterThan(0);
    expect(soon).toBeLessThan(later);
    expect(later).toBeLessThanOrEqual(stays);
    expect(orderAt(learn(delisted(24), { rules: { salvageRate: 1 } }), 0)).toBeGreaterThanOrEqual(soon);
  });

  test('orders more ahead of a season than without it, though the days until it comes are the same', () => {
    const ahead = aForecast({ mean: Array.from({ length: 56 }, (_, day) => (day < 14 ? 10 : 30)) });

    expect(orderAt(learn({}, { forecast: ahead }), 300)).toBeGreaterThan(orderAt(learn({}), 300));
  });

  test('says that the cost is in another currency, when a SKU’s cost changes its currency', () => {
    const usd = aSeries({ product: { ...product, costCurrency: 'USD' } });

    const { document } = learnPolicy(usd, aForecast(), aMarket(), someSettings());

    expect(document).toMatchObject({ kind: 'insufficientData', missing: ['unit_cost'] });
    expect(document.kind === 'insufficientData' && document.detail).toContain('its cost is in USD');
  });

  test.each([
    ['a cost above the price', { product: { ...product, landedCostMicros: 12 * euro } }],
    ['no cost at all', { product: { ...product, landedCostMicros: 0 } }],
    ['a lead time of ten years', { leadTime: { ...aSeries().leadTime, meanDays: 3650, sdDays: 400 } }],
    ['a pack of a thousandth', { product: { ...product, packSize: 0.001, minimumOrderUnits: 0 } }],
    ['a billion on hand', { stock: { onHand: 1e9, onOrder: 0, reserved: 0, asOf } }],
  ])('answers with finite figures for %s', (_, changes) => {
    const row = learn(changes);

    for (const [, worth] of row.top.flat()) expect(Number.isFinite(worth)).toBe(true);
    expect(orderAt(row, 0)).toBeGreaterThanOrEqual(0);
  });
});

describe('markets that share a location', () => {
  const { start, demand } = aSeries();
  const forecast = aForecast();
  const forMarket = (own: string, other: string): PolicyRow => {
    const settings = someSettings({ siblings: [{ market: other, forecast }] });
    const record = aSeries({ siblings: [{ market: other, start, demand }] });
    const { document } = learnPolicy(record, forecast, aMarket({ market: own }), settings);
    if (document.kind !== 'ready') throw new Error(document.detail);
    return document;
  };
  const german = forMarket('de', 'gb');
  const british = forMarket('gb', 'de');

  test('come to the same order, that of the location, and name each other in it', () => {
    expect(german.replenishment.markets).toEqual(['de', 'gb']);
    expect(british.replenishment).toEqual(german.replenishment);
    for (const onHand of [0, 100, 250, 400, 600])
      expect(orderAt(british, onHand)).toBe(orderAt(german, onHand));
  });

  test('order for both in one order, not each the whole: what two of the size would need together', () => {
    const alone = learn({});
    const upTo = (row: PolicyRow) => orderAt(row, 0);

    expect(upTo(german) / upTo(alone)).toBeGreaterThan(1.5);
    expect(upTo(german) / upTo(alone)).toBeLessThan(2.5);
  });
});
