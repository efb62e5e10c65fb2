import { describe, expect, test } from '@jest/globals';
import type { PurchaseOrder } from '../../lib/domain/index.ts';
import { draftOrders } from '../../lib/operations/index.ts';
import { aCandidate, aDraftRequest, asOf } from './a-candidate.ts';
import { draft, unitsOf } from './one-draft.ts';

/** A draft as it was stored, with a person's change of A-1 to so many units. */
const edited = (units: number, from: number): PurchaseOrder => {
  const stored = draft();
  const change = { from, by: 'ann', at: '2024-07-02T08:00:00Z', reason: 'the customer called' };
  return {
    ...stored,
    id: 'PO-1',
    status: 'draft',
    lines: stored.lines.map((line) => ({ ...line, units, edited: change })),
  };
};

describe('draftOrders', () => {
  test('drafts what the night proposes, with its value, dates and why', () => {
    expect(draft()).toMatchObject({
      location: 'hamburg',
      supplier: 'Nord',
      currency: 'EUR',
      // Wednesday, and two weeks on the way
      orderDate: '2024-07-03',
      nextOrderDate: '2024-07-10',
      expectedArrival: '2024-07-17',
      totals: { value: { minor: 64_000, currency: 'EUR' }, units: 320, lines: 1 },
      lines: [
        {
          sku: 'A-1',
          units: 320,
          packs: 32,
          value: { minor: 64_000, currency: 'EUR' },
          // 120 units at 10 a day end on the 14th, before it arrives
          urgency: 'runsOut',
          coverDays: 44,
          ground: { position: 120, reorderPoint: 230, stockOutDate: '2024-07-14' },
        },
      ],
    });
  });

  test('gives the same drafts for the same nights, whatever order SKUs come in', () => {
    const candidates = ['A', 'B', 'C'].map((sku) => aCandidate({ sku }));

    const drafts = draftOrders(aDraftRequest({ candidates }));

    expect(draftOrders(aDraftRequest({ candidates }))).toEqual(drafts);
    expect(draftOrders(aDraftRequest({ candidates: candidates.toReversed() }))).toEqual(drafts);
  });

  test('drafts nothing for an empty market, or where nothing is needed', () => {
    const enough = aCandidate({ need: { proposedUnits: 0, onHand: 900, stockOutDate: null } });

    expect(draftOrders(aDraftRequest({ candidates: [] }))).toEqual({ drafts: [], unplaced: [] });
    expect(draftOrders(aDraftRequest({ candidates: [enough] }))).toEqual({ drafts: [], unplaced: [] });
  });

  test('orders more where the supplier takes orders more seldom than stock is looked at', () => {
    // taken on Wednesdays as well as on any day, it is the night's own 320
    expect(unitsOf({ candidates: [aCandidate({ terms: null })] })).toEqual({ 'A-1': 320 });
    // on Fridays it waits two days more: 20 units, and the spread of 23 days in place of 21
    const friday = { minimumOrderMicros: null, orderDays: 'Fri', currency: null };
    expect(unitsOf({ candidates: [aCandidate({ terms: friday })] })).toEqual({ 'A-1': 350 });
  });

  test('says on a line why it differs from the recommendation', () => {
    const friday = { minimumOrderMicros: null, orderDays: 'Fri', currency: null };
    const candidates = [aCandidate({ terms: friday, need: { proposedBy: 'replenishment' } })];

    expect(draft({ candidates }).lines[0]?.notes).toEqual([
      { code: 'textbook', text: 'no policy could be learnt: the textbook rule orders this much' },
      {
        code: 'orderDays',
        text: "320 units without the supplier's order days, which leave 2 more days to cover",
      },
    ]);
    expect(draft({ candidates: [aCandidate()] }).lines[0]?.notes).toEqual([]);
  });

  test('orders what is not due yet but will be before the order day after the next', () => {
    const terms = { minimumOrderMicros: null, orderDays: 'Tue', currency: null };
    // at 260 the point of 230 is not reached; six days until Tuesday raise it by 60 and more
    const need = { proposedUnits: 0, onHand: 260 };

    expect(unitsOf({ candidates: [aCandidate({ terms, need })] })['A-1']).toBeGreaterThan(0);
    expect(draftOrders(aDraftRequest({ candidates: [aCandidate({ need })] })).drafts).toEqual([]);
  });

  test('makes one draft for each currency of costs', () => {
    const dollars = aCandidate({ sku: 'B-1', unitCost: { micros: 3_000_000, currency: 'USD' } });

    const { drafts } = draftOrders(aDraftRequest({ candidates: [aCandidate(), dollars] }));

    expect(drafts.map(({ currency, totals }) => [currency, totals.value.minor])).toEqual([
      ['EUR', 64_000],
      ['USD', 96_000],
    ]);
  });

  test('says of a supplier that no file knows that its days and minimum are not kept', () => {
    expect(draft({ candidates: [aCandidate({ terms: null })] })).toMatchObject({
      orderDate: '2024-07-03',
      notes: [{ code: 'unknownSupplier' }],
    });
  });

  test('covers what is owed to customers where more is owed than is there', () => {
    const need = { proposedUnits: 480, onHand: -40, stockOutDate: asOf };

    expect(draft({ candidates: [aCandidate({ need })] }).lines).toMatchObject([
      { units: 480, urgency: 'runsOut', ground: { position: -40, stockOutDate: asOf } },
    ]);
  });

  test('counts approved units that no upload shows: they are not ordered again', () => {
    const drafts = (pending: number) =>
      draftOrders(aDraftRequest({ pending: new Map([['A-1', pending]]) })).drafts;

    expect(drafts(320)).toEqual([]);
    // 120 and 100 are below the reorder point still: up to 440
    expect(drafts(100)[0]?.lines).toMatchObject([
      { units: 220, ground: { pendingUnits: 100, position: 220 } },
    ]);
  });

  test('rounds up to whole cartons where that adds little, and not where it adds much', () => {
    expect(unitsOf({ candidates: [aCandidate({ unitsPerCarton: 110 })] })).toEqual({ 'A-1': 330 });
    expect(unitsOf({ candidates: [aCandidate({ unitsPerCarton: 300 })] })).toEqual({ 'A-1': 320 });
  });

  test('flags a minimum order above a year of demand instead of ordering it', () => {
    const [line] = draft({ candidates: [aCandidate({ minimumOrderUnits: 4000 })] }).lines;

    expect(line).toMatchObject({
      units: 0,
      proposedUnits: 0,
      notes: [
        {
          code: 'minimumAboveYear',
          text: 'the minimum order of 4,000 units is 1.1 years of demand: nothing is ordered unless a person does',
        },
      ],
    });
  });
});

describe('what no order can hold', () => {
  test.each([
    [
      'supplier',
      aCandidate({ supplier: null, missing: ['supplier'] }),
      '320 units are needed: no products file names its supplier',
    ],
    [
      'unit_cost',
      aCandidate({ unitCost: null, missing: ['unit_cost'] }),
      '320 units are needed: no products file gives its unit cost',
    ],
    [
      'stock',
      aCandidate({ need: null, missing: ['stock'] }),
      'whether it is needed cannot be told: no file gives its stock',
    ],
  ])('is told with what is missing: %s', (name, candidate, detail) => {
    expect(draftOrders(aDraftRequest({ candidates: [candidate] }))).toMatchObject({
      drafts: [],
      unplaced: [{ sku: 'A-1', missing: [name], detail }],
    });
  });

  test("stands in the supplier's draft too", () => {
    const noCost = aCandidate({ sku: 'B-1', unitCost: null, missing: ['unit_cost'] });

    expect(draft({ candidates: [aCandidate(), noCost] }).lacking).toMatchObject([{ sku: 'B-1' }]);
  });

  test('is silent of what needs nothing', () => {
    const idle = aCandidate({ supplier: null, missing: ['supplier'], need: { proposedUnits: 0 } });

    expect(draftOrders(aDraftRequest({ candidates: [idle] })).unplaced).toEqual([]);
  });

  test('holds an order of a thousand million units: a file is wrong', () => {
    const absurd = aCandidate({ need: { proposedUnits: 1e9, orderUpTo: 1e9 } });

    expect(draftOrders(aDraftRequest({ candidates: [absurd] }))).toMatchObject({
      drafts: [],
      unplaced: [{ missing: ['quantity'], detail: expect.stringContaining('beyond belief') }],
    });
  });
});

describe("a person's change", () => {
  test('survives the night where the ground is the same', () => {
    const [line] = draft({ open: [edited(100, 320)] }).lines;

    expect(line).toMatchObject({
      units: 100,
      proposedUnits: 320,
      edited: { from: 320, by: 'ann' },
      notes: [],
    });
  });

  test('stays with a note where the ground has changed, the new proposal beside it', () => {
    const candidates = [aCandidate({ need: { proposedUnits: 400 } })];

    expect(draft({ candidates, open: [edited(100, 320)] }).lines).toMatchObject([
      { units: 100, proposedUnits: 400, notes: [{ code: 'proposalChanged' }] },
    ]);
  });

  test('keeps a dropped line dropped, and a line of a SKU that no night knows', () => {
    expect(draft({ open: [edited(0, 320)] }).lines).toMatchObject([{ units: 0, edited: { from: 320 } }]);
    const other = aCandidate({ sku: 'B-1' });
    expect(draft({ candidates: [other], open: [edited(100, 320)] }).lines).toMatchObject([
      { sku: 'A-1', units: 100, notes: [{ code: 'notPlanned' }] },
      { sku: 'B-1', units: 320 },
    ]);
  });

  test('is paid before anything else is bought, and never filled up', () => {
    const minimum = { minimumOrderMicros: 1e9, orderDays: 'Wed', currency: 'EUR' };
    const [line] = draft({ candidates: [aCandidate({ terms: minimum })], open: [edited(100, 320)] }).lines;

    expect(line).toMatchObject({ units: 100, fillerUnits: 0 });
  });
});
