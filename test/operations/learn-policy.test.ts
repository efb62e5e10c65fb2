import { describe, expect, test } from '@jest/globals';
import { type PolicyRow, policyDocumentSchema } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, learnPolicy } from '../../lib/operations/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro, someSettings } from './a-series.ts';

function aRow(
  ...changes: [series?: Parameters<typeof aSeries>[0], settings?: Parameters<typeof someSettings>[0]]
): PolicyRow {
  const { document } = learnPolicy(aSeries(changes[0]), aForecast(), aMarket(), someSettings(changes[1]));
  if (document.kind !== 'ready') throw new Error(document.detail);
  return document;
}

describe('learnPolicy', () => {
  const row = aRow();

  test('gives a row that its schema accepts, as it comes back from storage', () => {
    expect(policyDocumentSchema.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  });

  test('carries the name of the product, also where no policy can be learnt', () => {
    const lacking = learnPolicy(aSeries({ stock: null }), aForecast(), aMarket(), someSettings());
    const nameless = aRow({ product: { ...aSeries().product, name: null } });

    expect([row.name, lacking.document.name, nameless.name]).toEqual(['Bolt', 'Bolt', null]);
  });

  test('finds the elasticity that the history was made with, within its error', () => {
    expect(Math.abs(row.demand.elasticity + 2)).toBeLessThan(2 * row.demand.elasticityStandardError);
    expect(row.demand.elasticityStandardError).toBeLessThan(0.3);
    expect(row.evidence).toMatchObject({ weeks: 104, outcomes: 0 });
  });

  test('says how near its table is to the exact optimum of the fitted process', () => {
    expect(row.evidence.gapToOptimum).toBeLessThan(1e-6);
  });

  test('raises the price towards c·ε/(1+ε) = 12.00 as far as prices were tried: the history ends at 10.50', () => {
    const level = Math.round(120 / row.lotUnits);
    const best = row.actions[row.top[level]?.[0]?.[0] ?? -1];

    // 11.00 is in reach, and would earn 1 % more if demand stayed log-linear beyond all that was tried
    expect(row.priceMicros).toEqual([9 * euro, 9.5 * euro, 10 * euro, 10.5 * euro, 11 * euro]);
    expect(row.priceMicros[best?.price ?? -1]).toBe(10.5 * euro);
    expect(row.gainPerDay.meanMinor).toBeGreaterThan(0);
  });

  test('orders when stock is short and waits when there is plenty', () => {
    const orderAt = (level: number) => row.actions[row.top[level]?.[0]?.[0] ?? -1]?.orderUnits;

    expect(orderAt(0)).toBeGreaterThanOrEqual(210);
    expect(orderAt(row.stockLevels - 1)).toBe(0);
  });

  test('offers only orders that the supplier takes: whole packs of 12, from 24 units', () => {
    for (const { orderUnits } of row.actions) {
      expect(orderUnits % 12).toBe(0);
      expect(orderUnits === 0 || orderUnits >= 24).toBe(true);
    }
  });

  test('never offers a price below landed cost and minimum margin', () => {
    const dear = aRow({ product: { ...aSeries().product, landedCostMicros: 9.2 * euro } });

    // 9.20 / (1 − .05) = 9.6842…
    expect(Math.min(...dear.priceMicros)).toBeGreaterThanOrEqual(9_684_211);
    expect(dear.limits.floorMicros).toBe(9_684_211);
  });

  test('says when the rest after a move is over: with the first moment of the day in the market', () => {
    const rules = { ...DEFAULT_RULES, priceCoolDownDays: 30 };
    const restIn = (timeZone: string) => {
      const market = aMarket({ timeZone });
      const { document } = learnPolicy(aSeries(), aForecast(), market, someSettings({ rules }));
      return document.kind === 'ready' ? document.limits.coolDown : undefined;
    };
    // the history's last move was 13 days before its last day
    const moved = { days: 30, movedOn: '2024-06-17' };

    expect(restIn('Europe/Berlin')).toEqual({ ...moved, endsAt: '2024-07-16T22:00:00Z' });
    expect(restIn('Asia/Tokyo')).toEqual({ ...moved, endsAt: '2024-07-16T15:00:00Z' });
    expect(aRow({}, { rules: { ...rules, priceCoolDownDays: 14 } }).limits.coolDown).toEqual({
      ...{ days: 14, movedOn: null },
    });
  });

  test('gives the same bytes for the same arguments', () => {
    expect(JSON.stringify(aRow())).toBe(JSON.stringify(row));
  });

  test('keeps the price where it never moved, and still learns the order', () => {
    const { groups } = aSeries();
    const still = aRow({ groups: groups.map((group) => ({ ...group, priceSteps: [[0, 10 * euro]] })) });

    expect(still.priceMicros).toEqual([10 * euro]);
    expect(still.warnings.join()).toContain('does not show how demand answers');
    expect(still.actions.some(({ orderUnits }) => orderUnits > 0)).toBe(true);
  });

  test('takes paid prices for what they are: no ground for an elasticity', () => {
    const paid = aRow({ priceSource: 'paid' });

    expect(paid.demand).toMatchObject({
      // a list price of 10.00 and a cost of 6.00: Lerner's elasticity is 2.5
      elasticity: -2.75,
      elasticityStandardError: 0.625,
      model: expect.stringContaining('assumed'),
    });
    expect(paid.priceMicros).toEqual([10 * euro]);
  });

  test('orders for every market of the location', () => {
    const { start, demand } = aSeries();
    const tens = demand.map((_, day) => 8 + 4 * (day % 2));
    const shared = aRow({ siblings: [{ market: 'gb', start, demand: tens }] });

    expect(shared.replenishment.markets).toEqual(['de', 'gb']);
    expect(shared.replenishment.dailyDemand / row.replenishment.dailyDemand).toBeCloseTo(2, 1);
    // twice the mean, but less than twice the safety stock: the markets' peaks seldom meet
    expect(shared.replenishment.safetyStock).toBeLessThan(2 * row.replenishment.safetyStock);
  });

  test('raises demand by the units that outcomes report lost', () => {
    const lost = { key: 'k', sku: 'A-1', from: '2024-06-03', to: '2024-06-30', unitsLost: 560 };

    const told = aRow({}, { outcomes: [lost] });

    // 560 units over the newest 56 days are 10 a day on top of 10
    expect(told.demand.meanPerDay).toBeCloseTo(20, 8);
    expect(told.evidence.outcomes).toBe(1);
  });

  test('says why no other price was weighed where rounding leaves none', () => {
    const coarse = learnPolicy(
      aSeries(),
      aForecast(),
      aMarket({ priceRounding: { stepMicros: 20 * euro } }),
      someSettings(),
    ).document;

    expect(coarse).toMatchObject({ kind: 'ready', priceMicros: [10 * euro] });
    expect(coarse.kind === 'ready' && coarse.warnings.join()).toContain(
      'no price but 10.00 EUR lies within the limits and their rounding',
    );
  });

  test('counts what is reserved beyond the stock as owed, and nothing for an order below zero', () => {
    const stock = { onHand: 50, onOrder: -7, reserved: 500, asOf };

    const owing = aRow({ stock });

    expect(owing.lastKnown).toMatchObject({ onHand: -450, onOrder: 0 });
    expect(owing.replenishment).toMatchObject({ daysOfCover: 0, stockOutDate: asOf, latestOrderDate: asOf });
    expect(owing.warnings.join()).toContain('450 units more are owed to customers than are on hand');
  });

  test('keeps money within what can be stored, however absurd the volumes', () => {
    const absurd = aForecast({
      mean: new Array<number>(56).fill(1e14),
      leadTimeDemand: { days: 21, mean: 2.1e15, p50: 2.1e15, p90: 2.4e15, p95: 2.5e15, p99: 2.6e15 },
    });

    const { document, riskMinor } = learnPolicy(aSeries(), absurd, aMarket(), someSettings());

    expect(riskMinor).toBe(Number.MAX_SAFE_INTEGER);
    expect(policyDocumentSchema.safeParse(document).success).toBe(true);
  });

  test.each([
    ['history', { demand: [1, 2, 3] }],
    ['stock', { stock: null }],
    ['unit_cost', { product: { ...aSeries().product, unitCostMicros: null, landedCostMicros: null } }],
    ['unit_cost', { product: { ...aSeries().product, costCurrency: 'USD' } }],
    ['list_price', { priceList: [], groups: [], product: { ...aSeries().product, listPriceMicros: null } }],
  ])('names %s when it is missing', (missing, changes) => {
    const { document, table } = learnPolicy(aSeries(changes), aForecast(), aMarket(), someSettings());

    expect(document).toMatchObject({ kind: 'insufficientData', missing: [missing], asOf });
    expect(table).toBeNull();
    expect(policyDocumentSchema.safeParse(document).success).toBe(true);
  });

  test('names all that is missing at once, and what is known', () => {
    const product = { ...aSeries().product, unitCostMicros: null, landedCostMicros: null };
    const { document } = learnPolicy(aSeries({ stock: null, product }), undefined, aMarket(), someSettings());

    expect(document).toMatchObject({
      missing: ['history', 'unit_cost', 'stock'],
      lastKnown: { onHand: null, onOrder: null, unitPriceMicros: 10 * euro },
    });
  });

  test('answers for a SKU that nobody buys: no order, price kept or better, no gain invented', () => {
    const none = aSeries().demand.map(() => 0);
    const forecast = aForecast({
      mean: none.slice(0, 56),
      leadTimeDemand: { days: 21, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0 },
    });
    const series = aSeries({
      demand: none,
      groups: [{ priceGroup: '', demand: none, priceSteps: [[0, 10 * euro]] }],
    });

    const { document } = learnPolicy(series, forecast, aMarket(), someSettings());

    expect(document).toMatchObject({ kind: 'ready', gainPerDay: { meanMinor: 0 } });
    if (document.kind === 'ready')
      for (const [best] of document.top) expect(document.actions[best?.[0] ?? -1]?.orderUnits).toBe(0);
  });

  test('counts yen in whole yen', () => {
    const { document } = learnPolicy(
      aSeries({ product: { ...aSeries().product, costCurrency: 'JPY' } }),
      aForecast(),
      aMarket({ market: 'jp', currency: 'JPY', priceRounding: { stepMicros: 1 } }),
      someSettings(),
    );

    // the same figures in yen: a hundredth of the euro's minor units
    expect(document.kind === 'ready' && document.gainPerDay.meanMinor).toBe(
      Math.round(row.gainPerDay.meanMinor / 100),
    );
  });

  test('keeps the whole states × actions table for the audit', () => {
    const { table } = learnPolicy(aSeries(), aForecast(), aMarket(), someSettings());
    const states = row.stockLevels * row.priceMicros.length;

    expect(table?.q).toHaveLength(states * row.actions.length);
  });
});
