import { describe, expect, test } from '@jest/globals';
import type { PolicyRow, SeriesRecord } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, learnPolicy } from '../../lib/operations/index.ts';
import { learnOrderRule } from '../../lib/operations/learn-order-rule.ts';
import { judgeState, proposeAction } from '../../lib/operations/propose-action.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, euro, someSettings } from './a-series.ts';

const product = aSeries().product;
const twin = { market: 'gb', start: aSeries().start, demand: aSeries().demand };
const soldOut = Array.from({ length: 40 }, (_, day) => 600 + 3 * day);

const CASES: readonly [what: string, series: Partial<SeriesRecord>, rules: Partial<typeof DEFAULT_RULES>][] =
  [
    ['a SKU whose price moved', {}, {}],
    ['one that often sold out', { censoredDays: soldOut }, {}],
    ['one that two markets share', { siblings: [twin] }, {}],
    ['one of large packs', { product: { ...product, packSize: 100, minimumOrderUnits: 300 } }, {}],
    ['one that is soon delisted', { events: [endOfSale()] }, {}],
    [
      'buyers that wait, orders that cost, and little room',
      {},
      { backorderShare: 0.6, orderCostMinor: 4000 },
    ],
    ['room for no more than 150 units', {}, { largestStockUnits: 150 }],
    ['a merchant who wants nothing learnt', {}, { learning: false }],
    // today's price is not allowed, so that it moves whatever the largest step is
    ['a price below its floor', { product: { ...product, floorPriceMicros: 11 * euro } }, {}],
  ];

function endOfSale() {
  return {
    kind: 'delisting' as const,
    name: 'end',
    from: '2024-08-10',
    to: '2030-01-01',
    scope: 'sku' as const,
  };
}

describe('learnOrderRule', () => {
  test.each(CASES)('orders from every stock as the whole policy does, for %s', (_, series, rules) => {
    const settings = someSettings({ rules: { ...DEFAULT_RULES, ...rules, largestStep: 0 } });
    const given = [aSeries(series), aForecast(), aMarket(), settings] as const;

    const rule = learnOrderRule(...given);
    const policy = learnPolicy(...given).document;

    if (rule.kind !== 'ready' || policy.kind !== 'ready') throw new Error('nothing was learnt');
    expect(ordersOf(rule)).toEqual(ordersOf(policy));
    expect(Math.max(...ordersOf(rule))).toBeGreaterThan(0);
    expect([rule.replenishment, rule.lastKnown, rule.demand.meanPerDay]).toEqual([
      ...[policy.replenishment, policy.lastKnown, policy.demand.meanPerDay],
    ]);
  });

  test('says what is missing as the whole policy does', () => {
    const given = [aSeries({ stock: null }), aForecast(), aMarket(), someSettings()] as const;

    expect(learnOrderRule(...given)).toEqual(learnPolicy(...given).document);
  });
});

const ordersOf = (row: PolicyRow) =>
  Array.from(
    { length: 60 },
    (_, place) =>
      proposeAction(row, judgeState(row, { onHand: 12 * (place - 5), onOrder: 0 }), guardPrice).orderUnits,
  );
