import { describe, expect, test } from '@jest/globals';
import { policyRowSchema, servePolicy, storePolicy } from '../../lib/domain/index.ts';
import {
  DEFAULT_RULES,
  learnPolicy,
  type PolicyRules,
  recommend,
  textbookOrder,
} from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro, someSettings } from './a-series.ts';

type Changes = Parameters<typeof aSeries>[0];
const learn = (rules: Partial<PolicyRules>, changes: Changes = {}, settings: object = {}) =>
  learnPolicy(
    aSeries(changes),
    aForecast(),
    aMarket(),
    someSettings({ rules: { ...DEFAULT_RULES, learning: false, ...rules }, ...settings }),
  );
const plain = (rules: Partial<PolicyRules> = {}, changes: Changes = {}, settings: object = {}) => {
  const { document } = learn(rules, changes, settings);
  if (document.kind !== 'ready') throw new Error(document.detail);
  return document;
};
const ask = (row: ReturnType<typeof plain>, query = {}) => {
  const answer = recommend(row, { market: 'de', query, now: '2024-07-01T00:00:00.000Z', guardPrice });
  if (answer.kind !== 'ready' || answer.proposal === null) throw new Error('nothing is proposed');
  return { ...answer, proposal: answer.proposal };
};

describe('a policy without learning', () => {
  test("keeps today's price and orders as the textbook does, and says that this is the merchant's wish", () => {
    const row = plain();
    const answer = ask(row);

    // 120 on hand; 210 asked for over lead time and review, and about 36 of safety
    expect(answer.proposal.price.micros).toBe(10 * euro);
    expect(answer.proposal.orderUnits).toBe(textbookOrder(120, row.replenishment));
    expect(answer.proposal.orderUnits).toBeGreaterThan(0);
    const text = answer.reasons.map((reason) => reason.text).join(' ');
    expect(text).toContain("10.00 EUR is kept: by the merchant's rules nothing is learnt for this SKU");
    expect(text).toContain('the textbook rule orders');
    expect(text).not.toContain('was learnt');
    expect(answer.expectedGain.perDay.minor).toBe(0);
  });

  test('orders nothing above the reorder point, whatever the stock, without a word of a table', () => {
    const answer = ask(plain(), { onHand: 1_000_000 });

    expect(answer.proposal.orderUnits).toBe(0);
    expect(answer.warnings.join()).not.toContain('table');
  });

  test('keeps the live price of a query, within the limits', () => {
    expect(ask(plain(), { price: 12 }).proposal.price.micros).toBe(12 * euro);
    // cost 6.00 and 5 % of margin: 6.3157…, rounded to what the market charges
    expect(ask(plain(), { price: 5 }).proposal.price.micros).toBeGreaterThanOrEqual(5 * euro);
  });

  test('goes by the measure of service that the rules name, and says which', () => {
    const byUnits = plain({ serviceMeasure: 'fillRate', fillRate: 0.99 });
    const byCost = plain({ serviceMeasure: 'cost' });

    expect(byUnits.replenishment).toMatchObject({ measure: 'fillRate', fillRate: 0.99 });
    expect(byUnits.replenishment.reorderPoint).not.toBe(plain().replenishment.reorderPoint);
    expect(
      ask(byUnits)
        .reasons.map(({ text }) => text)
        .join(),
    ).toContain('99 % of units from the shelf');
    expect(
      ask(byCost)
        .reasons.map(({ text }) => text)
        .join(),
    ).toContain('cost least');
  });

  test('orders at once what the cost of an order makes worth it: √(2KD/h)', () => {
    const { reorderPoint, orderUpTo } = plain({ orderCostMinor: 10_000 }).replenishment;

    // 100.00 an order, 10 a day, 6.00 · .25 / 365 a unit and day
    expect(orderUpTo - reorderPoint).toBeCloseTo(Math.sqrt((2 * 100 * 10) / ((6 * 0.25) / 365)), 2);
  });

  test('orders no more than there is room for, and than one order may hold', () => {
    const room = ask(plain({ largestStockUnits: 200 }));
    const small = ask(plain({ largestOrderUnits: 50 }));
    const none = ask(plain({ largestOrderUnits: 20 }));

    // 120 are there, packs of 12, at least 24
    expect(room.proposal.orderUnits).toBe(72);
    expect(small.proposal.orderUnits).toBe(48);
    expect(none.proposal.orderUnits).toBe(0);
    for (const answer of [room, small, none])
      expect(answer.limitsApplied.map(({ limit }) => limit)).toContain('orderBounds');
    expect(ask(plain()).limitsApplied).toEqual([]);
  });

  test('holds no more of a SKU that ends than it can still sell', () => {
    const events = [{ name: 'end', kind: 'delisting' as const, from: '2024-07-31', to: '2024-12-31' }];

    const ending = plain({}, { events });

    // 30 days of 10 a day are left at most
    expect(ending.replenishment.endsOn).toBe('2024-07-30');
    expect(ending.replenishment.orderUpTo).toBeLessThan(330);
    expect(plain().replenishment.orderUpTo).toBeGreaterThan(400);
    expect(
      ask(ending)
        .reasons.map(({ text }) => text)
        .join(),
    ).toContain('sold until 2024-07-30');
  });

  test('raises demand by lost units that outcomes report, as a learnt policy does', () => {
    const lost = { key: 'k', sku: 'A-1', from: '2024-06-03', to: '2024-06-30', unitsLost: 560 };

    expect(plain({}, {}, { outcomes: [lost] })).toMatchObject({
      demand: { meanPerDay: 20 },
      evidence: { outcomes: 1 },
    });
  });

  test('is a row like any other, the same bytes each time, logged with the one price that was open', () => {
    const { prices, table, document } = learn({});

    expect(policyRowSchema.parse(document)).toEqual(document);
    expect(JSON.stringify(learn({}))).toBe(JSON.stringify(learn({})));
    expect(table).toBeNull();
    expect(prices).toMatchObject([
      { unitPriceMicros: 10 * euro, chance: 1, inForce: true, priceTest: false },
    ]);
  });

  test('is answered alike as it is stored', () => {
    const row = plain();
    const stored = servePolicy(storePolicy(row));

    const answer = recommend(stored, {
      market: 'de',
      query: {},
      now: '2024-07-01T00:00:00.000Z',
      guardPrice,
    });

    expect(answer).toMatchObject({ proposal: ask(row).proposal, reasons: ask(row).reasons });
  });

  test('changes its name when the order changes', () => {
    expect(plain({ largestOrderUnits: 50 }).policyVersion).not.toBe(plain().policyVersion);
  });

  test.each([
    ['unit_cost', { product: { ...aSeries().product, landedCostMicros: null, unitCostMicros: null } }],
    ['stock', { stock: null }],
  ] as const)('says that %s is missing, as a learnt one does', (missing, changes) => {
    expect(learn({}, changes).document).toMatchObject({ kind: 'insufficientData', missing: [missing] });
  });

  test('orders what is owed to customers where nothing is in stock and nobody buys', () => {
    const idle = aSeries().demand.map(() => 0);
    const stock = { onHand: 0, onOrder: 0, reserved: 30, asOf };
    const forecast = aForecast({
      mean: Array(56).fill(0),
      leadTimeDemand: { days: 21, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0 },
    });
    const { document } = learnPolicy(
      aSeries({ demand: idle, stock }),
      forecast,
      aMarket(),
      someSettings({ rules: { ...DEFAULT_RULES, learning: false } }),
    );

    // 30 owed, packs of 12
    expect(document.kind === 'ready' && ask(document).proposal.orderUnits).toBe(36);
  });
});
