import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PolicyRow, recommendationSchema, servePolicy, storePolicy } from '../../lib/domain/index.ts';
import { aRow } from './a-row.ts';
import { askReady, automatic } from './ask.ts';

const units = fc.oneof(fc.constantFrom(0, 1, 1e12), fc.double({ min: 0, max: 1e9, noNaN: true }));
const signed = fc.oneof(units, fc.double({ min: -1e12, max: 1e12, noNaN: true }));
const micros = fc.oneof(fc.constantFrom(0, 1, 1e15), fc.integer({ min: 0, max: 1e9 }));
const limits = fc.record({
  floorMicros: micros,
  ceilingMicros: fc.option(micros),
  largestStep: fc.double({ min: 0, max: 2, noNaN: true }),
  roundingStepMicros: fc.integer({ min: 1, max: 1e7 }),
  charmEndingMicros: fc.option(fc.integer({ min: 0, max: 999_999 })),
});
const action = fc.record({ price: fc.integer({ min: -3, max: 9 }), orderUnits: signed });

/** What no learning would write: absurd values, indices of nothing, orders below zero or without end, prices beyond limits. */
const hostileRows: fc.Arbitrary<PolicyRow> = fc
  .record({
    priceMicros: fc.array(micros, { maxLength: 4 }),
    actions: fc.array(action, { maxLength: 6 }),
    top: fc.array(
      fc.array(
        fc.tuple(fc.integer({ min: -5, max: 99 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
        {
          maxLength: 3,
        },
      ),
      { maxLength: 6 },
    ),
    gainByLevel: fc.constantFrom([], undefined),
    lotUnits: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    stockLevels: fc.integer({ min: 1, max: 99 }),
    limits,
    unitPriceMicros: fc.integer({ min: 1, max: 1e12 }),
    onHand: signed,
    pack: fc.integer({ min: -2, max: 60 }),
    minimumOrderUnits: units,
    orderUpTo: signed,
    grid: fc.boolean(),
  })
  .map(({ unitPriceMicros, onHand, pack, minimumOrderUnits, orderUpTo, grid, gainByLevel, ...row }) => {
    const prices = row.priceMicros;
    const whole = aRow({
      ...row,
      ...(grid
        ? { actions: prices.flatMap((_, price) => [0, 1e9].map((orderUnits) => ({ price, orderUnits }))) }
        : {}),
      lastKnown: { ...aRow().lastKnown, onHand, unitPriceMicros },
      replenishment: {
        ...aRow().replenishment,
        packSize: pack,
        minimumOrderUnits,
        orderUpTo,
        reorderPoint: 50,
      },
    });
    return gainByLevel === undefined ? { ...whole, gainByLevel: [] } : whole;
  });
const queries = fc.record(
  {
    onHand: units,
    onOrder: units,
    price: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    customer: fc.constant('c1'),
  },
  { requiredKeys: [] },
);

describe('whatever a policy row says', () => {
  test('floor, ceiling, step, packs, minimum order and contract hold, and there is an answer', () => {
    fc.assert(
      fc.property(hostileRows, queries, (row, query) => {
        // an answer is given from the row as the table keeps it, packed where its actions are a grid
        const stored = JSON.parse(JSON.stringify(storePolicy(row)));
        const answer = askReady(query, { marketControl: automatic }, servePolicy(stored));

        expect(recommendationSchema.safeParse({ ...answer, decisionId: 'd' }).error).toBeUndefined();
        expectPriceWithin(row, answer);
        for (const ordered of [answer.proposal?.orderUnits, answer.fallback.orderUnits])
          expectLots(row, ordered ?? Number.NaN);
        if (query.customer === 'c1')
          expect(answer.effective).toMatchObject({ source: 'contract', price: { micros: 8_000_000 } });
      }),
      { seed: 23, numRuns: 2000 },
    );
  });
});

function expectPriceWithin({ limits: bounds }: PolicyRow, answer: ReturnType<typeof askReady>): void {
  const now = answer.state.price.micros;
  const proposed = answer.proposal?.price.micros ?? Number.NaN;
  if (answer.warnings.some((warning) => warning.includes('limits contradict'))) {
    expect(proposed).toBe(now);
    return;
  }
  expect(proposed).toBeGreaterThanOrEqual(bounds.floorMicros);
  if (bounds.ceilingMicros !== null) expect(proposed).toBeLessThanOrEqual(bounds.ceilingMicros);
  expect(Math.abs(proposed - now)).toBeLessThanOrEqual(now * bounds.largestStep + 1e-9 * now);
}

function expectLots({ replenishment: { packSize, minimumOrderUnits } }: PolicyRow, ordered: number): void {
  const pack = packSize > 0 ? packSize : 1;
  expect(ordered).toBeGreaterThanOrEqual(0);
  expect(ordered % pack).toBe(0);
  // a hair below, where a minimum of many decimals counts as reached
  if (ordered > 0) expect(ordered).toBeGreaterThanOrEqual(minimumOrderUnits * (1 - 1e-9));
}
