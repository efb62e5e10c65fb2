import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  type Control,
  type Money,
  type PolicyRow,
  type RecommendationQuery,
  recommendationSchema,
  servePolicy,
  storePolicy,
} from '../../lib/domain/index.ts';
import { aRow } from './a-row.ts';
import { askReady } from './ask.ts';

const units = fc.oneof(fc.constantFrom(0, 1, 1e12), fc.double({ min: 0, max: 1e9, noNaN: true }));
const signed = fc.oneof(units, fc.double({ min: -1e12, max: 1e12, noNaN: true }));
const micros = fc.oneof(fc.constantFrom(0, 1, 1e15), fc.integer({ min: 0, max: 1e9 }));
const day = fc.constantFrom('2024-06-01', '2024-06-29', '2024-06-30', '2024-07-01', '2025-01-01');
const limits = fc.record(
  {
    floorMicros: micros,
    ceilingMicros: fc.option(micros),
    largestStep: fc.double({ min: 0, max: 2, noNaN: true }),
    roundingStepMicros: fc.integer({ min: 1, max: 1e7 }),
    charmEndingMicros: fc.option(fc.integer({ min: 0, max: 999_999 })),
    coolDown: fc.record({ days: fc.integer({ min: 1, max: 60 }), movedOn: fc.option(day) }),
    parity: fc.record({
      lowestMicros: micros,
      highestMicros: micros,
      largestGap: fc.double({ min: 0, max: 5, noNaN: true }),
    }),
  },
  {
    requiredKeys: ['floorMicros', 'ceilingMicros', 'largestStep', 'roundingStepMicros', 'charmEndingMicros'],
  },
);
const quotes = fc.array(
  fc.record({
    customer: fc.constantFrom('c1', 'c3'),
    minQuantity: fc.integer({ min: 1, max: 3 }),
    unitPriceMicros: micros,
    validTo: fc.option(day),
  }),
  { maxLength: 3 },
);
const money = fc.record({ minor: fc.integer({ min: 0, max: 1e9 }), currency: fc.constantFrom('EUR', 'USD') });
const controls: fc.Arbitrary<Control> = fc.record({
  mode: fc.constantFrom('off', 'suggest', 'automatic'),
  killed: fc.boolean(),
  limits: fc.record(
    { largestStep: fc.double({ min: 0, max: 1, noNaN: true }), largestOrder: money },
    { requiredKeys: [] },
  ),
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
    quotes,
    bounds: fc.record(
      { largestStockUnits: units, largestOrderUnits: units, endsOn: day },
      { requiredKeys: [] },
    ),
  })
  .map(
    ({ unitPriceMicros, onHand, pack, minimumOrderUnits, orderUpTo, grid, gainByLevel, bounds, ...row }) => {
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
          ...bounds,
        },
      });
      return gainByLevel === undefined ? { ...whole, gainByLevel: [] } : whole;
    },
  );
const queries = fc.record(
  {
    onHand: units,
    onOrder: units,
    price: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    customer: fc.constantFrom('c1', 'c3', 'c9'),
    quantity: fc.integer({ min: 1, max: 500 }),
  },
  { requiredKeys: [] },
);

describe('whatever a policy row, the controls and a caller say', () => {
  test('floor, ceiling, step, rest, packs, minimum order, room, budget, contract and quote hold, and there is an answer', () => {
    fc.assert(
      fc.property(hostileRows, queries, controls, (row, query, marketControl) => {
        // an answer is given from the row as the table keeps it, packed where its actions are a grid
        const stored = JSON.parse(JSON.stringify(storePolicy(row)));
        const answer = askReady(query, { marketControl }, servePolicy(stored));

        expect(recommendationSchema.safeParse({ ...answer, decisionId: 'd' }).error).toBeUndefined();
        const { largestStep = row.limits.largestStep, largestOrder } = marketControl.limits ?? {};
        const bounds = { ...row.limits, largestStep: Math.min(largestStep, row.limits.largestStep) };
        if (answer.proposal !== null) expectPriceWithin({ ...row, limits: bounds }, answer);
        for (const ordered of [
          answer.proposal?.orderUnits ?? 0,
          answer.fallback.orderUnits,
          answer.effective.orderUnits ?? 0,
        ])
          expectLots(row, ordered, answer.state, largestOrder);
        expectAgreed(row, query, answer);
      }),
      { seed: 23, numRuns: 3000 },
    );
  });
});

type Answer = ReturnType<typeof askReady>;

function expectPriceWithin({ limits: bounds, lastKnown }: PolicyRow, answer: Answer): void {
  const now = answer.state.price.micros;
  const proposed = answer.proposal?.price.micros ?? Number.NaN;
  if (answer.warnings.some((warning) => warning.includes('price limits contradict'))) {
    expect(proposed).toBe(now);
    expect(answer.effective.source).not.toBe('automatic');
    return;
  }
  expect(proposed).toBeGreaterThanOrEqual(bounds.floorMicros);
  if (bounds.ceilingMicros !== null) expect(proposed).toBeLessThanOrEqual(bounds.ceilingMicros);
  expect(Math.abs(proposed - now)).toBeLessThanOrEqual(now * bounds.largestStep + 1e-9 * now);
  const { coolDown } = bounds;
  const moved = coolDown?.movedOn ?? '2000-01-01';
  const rests = now !== lastKnown.unitPriceMicros || addDays(moved, coolDown?.days ?? 0) > '2024-07-01';
  if (coolDown !== undefined && rests) expect(proposed).toBe(now);
}

function expectLots(
  { replenishment, limits: { floorMicros } }: PolicyRow,
  ordered: number,
  { onHand, onOrder, price }: Answer['state'],
  largestOrder: Money | undefined,
): void {
  const { packSize, minimumOrderUnits, largestStockUnits, largestOrderUnits } = replenishment;
  const pack = packSize > 0 ? packSize : 1;
  expect(ordered).toBeGreaterThanOrEqual(0);
  expect(ordered % pack).toBe(0);
  if (ordered === 0) return;
  // a hair below, where a minimum of many decimals counts as reached
  expect(ordered).toBeGreaterThanOrEqual(minimumOrderUnits * (1 - 1e-9));
  const hair = 1e-9 * (pack + ordered);
  expect(ordered).toBeLessThanOrEqual((largestOrderUnits ?? Infinity) + hair);
  expect(ordered).toBeLessThanOrEqual((largestStockUnits ?? Infinity) - onHand - onOrder + hair);
  if (largestOrder?.currency !== 'EUR') return;
  const unitMicros = floorMicros > 0 ? floorMicros : price.micros;
  expect(ordered * unitMicros).toBeLessThanOrEqual(largestOrder.minor * 10_000 * (1 + 1e-9));
}

/** Of contract and open quote the lower is what is in force, and nothing else. */
function expectAgreed(
  { contracts, quotes: open = [], asOf }: PolicyRow,
  { customer, quantity = 1 }: RecommendationQuery,
  { effective }: Answer,
): void {
  const agreed = [contracts, open].flatMap((entries) => {
    const held = entries.filter(
      (entry) =>
        entry.customer === customer &&
        entry.minQuantity <= quantity &&
        (entry.validTo === null || entry.validTo >= asOf),
    );
    const most = Math.max(...held.map(({ minQuantity }) => minQuantity));
    const prices = held.filter(({ minQuantity }) => minQuantity === most);
    return prices.length === 0 ? [] : [Math.min(...prices.map(({ unitPriceMicros }) => unitPriceMicros))];
  });
  if (agreed.length > 0) expect(effective.price?.micros).toBe(Math.min(...agreed));
}
