import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guardOrder, type OrderProposal } from '../../lib/operations/index.ts';

const euro = 1_000_000;

/** Packs of 12, at least 24, 10 units there. */
const anOrder = (changes: Partial<OrderProposal> = {}): OrderProposal => ({
  wantedUnits: 30,
  position: 10,
  lot: { packSize: 12, minimumOrderUnits: 24 },
  ...changes,
});

describe('guardOrder', () => {
  test('raises what is wanted to whole packs that reach the minimum order, and says so', () => {
    expect(guardOrder(anOrder())).toMatchObject({
      orderUnits: 36,
      limitsApplied: [
        { limit: 'orderLot', detail: 'raised from 30 to 36 units: whole packs, and the minimum order' },
      ],
      contradiction: null,
    });
  });

  test('orders nothing where nothing is wanted', () => {
    expect(guardOrder(anOrder({ wantedUnits: 0 }))).toEqual({
      orderUnits: 0,
      limitsApplied: [],
      contradiction: null,
    });
  });

  test('cuts to the room that is left, without a contradiction: tomorrow there may be more', () => {
    const guarded = guardOrder(anOrder({ largestStockUnits: 40, position: 20 }));

    expect(guarded).toMatchObject({ orderUnits: 0, contradiction: null });
    expect(guarded.limitsApplied.map(({ limit }) => limit)).toEqual(['orderLot', 'orderBounds']);
  });

  test.each([
    [
      'a largest order below the least one',
      { largestOrderUnits: 20 },
      'the least order of 24 units is above the 20 of the largest order',
    ],
    [
      'a location that may not hold it',
      { largestStockUnits: 23, position: 0 },
      'the least order of 24 units is above the 23 that the location may hold',
    ],
    [
      'a budget that does not pay for it',
      { budget: { largestMicros: 100 * euro, unitMicros: 5 * euro, currency: 'EUR' } },
      'the least order of 24 units costs 120.00 EUR, and one answer may order for 100.00 EUR',
    ],
  ])('orders nothing and names the contradiction: %s', (_, changes, contradiction) => {
    const guarded = guardOrder(anOrder(changes));

    expect(guarded).toMatchObject({ orderUnits: 0, contradiction });
    expect(guarded.limitsApplied.at(-1)).toMatchObject({
      limit: 'contradiction',
      detail: `${contradiction}: nothing is ordered`,
    });
  });

  test('orders for what the budget pays, in whole packs', () => {
    const budget = { largestMicros: 130 * euro, unitMicros: 5 * euro, currency: 'EUR' };

    expect(guardOrder(anOrder({ budget })).orderUnits).toBe(24);
  });

  test('orders what is owed alone where an order would come after the last day', () => {
    const end = { endsOn: '2024-07-10', daysLeft: 9, leadTimeDays: 14 };

    expect(guardOrder(anOrder({ end }))).toMatchObject({
      orderUnits: 0,
      limitsApplied: [{ limit: 'skuEnd' }],
    });
    expect(guardOrder(anOrder({ end, position: -30, wantedUnits: 60 })).orderUnits).toBe(36);
    expect(guardOrder(anOrder({ end: { ...end, daysLeft: 14 } })).orderUnits).toBe(36);
  });

  test('refuses a want that is no number, or that nobody can mean', () => {
    for (const wantedUnits of [Number.NaN, Infinity, -Infinity, 1e300])
      expect(guardOrder(anOrder({ wantedUnits }))).toMatchObject({
        orderUnits: 0,
        contradiction: expect.any(String),
      });
  });

  test('never breaks packs, minimum order, room, largest order or budget, whatever it is given', () => {
    const number = fc.oneof(
      { weight: 10, arbitrary: fc.integer({ min: 0, max: 5000 }) },
      fc.constantFrom(Number.NaN, Infinity, -Infinity, -7, 0, -0, 0.1, 1e-9, 5e-324, 1e15, 1e300),
      fc.double(),
    );
    const proposals = fc.record(
      {
        wantedUnits: number,
        position: fc.oneof(fc.integer({ min: -500, max: 500 }), number),
        lot: fc.record({
          packSize: fc.oneof(fc.integer({ min: -2, max: 60 }), fc.constantFrom(0.1, 2.5), number),
          minimumOrderUnits: number,
        }),
        largestStockUnits: number,
        largestOrderUnits: number,
        budget: fc.record({ largestMicros: number, unitMicros: number, currency: fc.constant('EUR') }),
        end: fc.record({ endsOn: fc.constant('2024-07-10'), daysLeft: number, leadTimeDays: number }),
      },
      { requiredKeys: ['wantedUnits', 'position', 'lot'] },
    );
    let ordered = 0;

    fc.assert(
      fc.property(proposals, (proposal) => {
        const { orderUnits, contradiction } = guardOrder(proposal);
        expect(Number.isFinite(orderUnits) && orderUnits >= 0).toBe(true);
        if (contradiction !== null) expect(orderUnits).toBe(0);
        if (orderUnits === 0) return;
        ordered++;
        expectLot(orderUnits, proposal);
        expectRoom(orderUnits, proposal);
      }),
      { seed: 11, numRuns: 10_000 },
    );

    expect(ordered).toBeGreaterThan(300);
  });
});

/** Fifteen digits are what a double holds of three packs of 0.1. */
const hair = (units: number) => 1e-9 * Math.max(1, Math.abs(units));

function expectLot(orderUnits: number, { lot: { packSize, minimumOrderUnits } }: OrderProposal): void {
  const packs = orderUnits / (packSize > 0 ? packSize : 1);
  expect(Math.abs(packs - Math.round(packs))).toBeLessThanOrEqual(hair(packs));
  expect(orderUnits).toBeGreaterThanOrEqual(minimumOrderUnits - hair(orderUnits));
}

function expectRoom(orderUnits: number, proposal: OrderProposal): void {
  const { position, largestStockUnits, largestOrderUnits, budget } = proposal;
  const { packSize } = proposal.lot;
  const packHair = hair(orderUnits) + 1e-9 * (packSize > 0 ? packSize : 1);
  if (largestOrderUnits !== undefined) expect(orderUnits).toBeLessThanOrEqual(largestOrderUnits + packHair);
  if (largestStockUnits !== undefined)
    expect(orderUnits).toBeLessThanOrEqual(largestStockUnits - position + packHair);
  if (budget !== undefined)
    expect(orderUnits * budget.unitMicros).toBeLessThanOrEqual(
      budget.largestMicros + hair(budget.largestMicros),
    );
}
