import { describe, expect, test } from '@jest/globals';
import { ConflictError, InputError, type LineChange, type PurchaseOrder } from '../../lib/domain/index.ts';
import { draftOrders, editOrder } from '../../lib/operations/index.ts';
import { aCandidate, aDraftRequest } from './a-candidate.ts';

const terms = { minimumOrderMicros: 600e6, orderDays: 'Wed', currency: 'EUR' };
const spare = aCandidate({
  sku: 'B-1',
  terms,
  minimumOrderUnits: 50,
  need: { proposedUnits: 0, onHand: 900 },
});
const editor = { by: 'ann', at: '2024-07-02T08:00:00Z' };

const aDraft = (changes: Partial<PurchaseOrder> = {}): PurchaseOrder => {
  const [draft] = draftOrders(aDraftRequest({ candidates: [aCandidate({ terms }), spare] })).drafts;
  if (draft === undefined) throw new Error('the candidate needs nothing');
  return { ...draft, id: 'PO-1', status: 'draft', ...changes };
};
const change = (sku: string, units: number | null): LineChange => ({
  sku,
  units,
  reason: 'the customer called',
});

describe('editOrder', () => {
  test('changes units and says who, when and why; sums and checks follow', () => {
    const next = editOrder(aDraft(), [change('A-1', 200)], editor);

    expect(next).toMatchObject({
      totals: { value: { minor: 40_000 }, units: 200 },
      checks: { minimumOrder: { reached: false, missing: { minor: 20_000 }, action: 'short' } },
      lines: [
        {
          units: 200,
          packs: 20,
          proposedUnits: 320,
          edited: { from: 320, ...editor, reason: 'the customer called' },
        },
      ],
    });
  });

  test('drops a line to nothing and keeps it to be seen', () => {
    expect(editOrder(aDraft(), [change('A-1', 0)], editor)).toMatchObject({
      totals: { units: 0, lines: 0 },
      lines: [{ sku: 'A-1', units: 0, edited: { from: 320 } }],
    });
  });

  test('adds a SKU that the supplier delivers', () => {
    expect(editOrder(aDraft(), [change('B-1', 60)], editor).lines).toMatchObject([
      { sku: 'A-1' },
      { sku: 'B-1', units: 60, urgency: 'byHand', proposedUnits: 0, edited: { from: 0 }, notes: [] },
    ]);
  });

  test('tells an order that lasts longer than a year', () => {
    const notesFor = (units: number) => editOrder(aDraft(), [change('A-1', units)], editor).lines[0]?.notes;

    // 10 a day are 3,650 a year
    expect(notesFor(3650)).toEqual([]);
    expect(notesFor(36_500)).toEqual([{ code: 'aboveYear', text: '10 years of demand' }]);
  });

  test('tells what the supplier may not take: a person may know better', () => {
    const [, line] = editOrder(aDraft(), [change('B-1', 45)], editor).lines;

    expect(line).toMatchObject({
      packs: null,
      notes: [
        { code: 'noWholePacks', text: 'no whole packs of 10' },
        { code: 'belowMinimum', text: 'below the minimum order of 50 units' },
      ],
    });
  });

  test('takes a change back', () => {
    const before = aDraft();
    const next = editOrder(before, [change('A-1', 7), change('B-1', 60)], editor);

    const back = editOrder(next, [change('A-1', null), change('B-1', null)], editor);

    expect(back.lines).toEqual(before.lines);
    expect(back.totals).toEqual(before.totals);
  });

  test('refuses a SKU of another supplier, by its place', () => {
    expect(() => editOrder(aDraft(), [change('A-1', 7), change('X-1', 1)], editor)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ pointer: '/lines/1/sku' })] }),
    );
  });

  test('refuses units whose value is no amount of money', () => {
    const dear = aDraft();
    const lines = dear.lines.map((line) => ({ ...line, unitCost: { micros: 9e12, currency: 'EUR' } }));

    expect(() => editOrder({ ...dear, lines }, [change('A-1', 1e9)], editor)).toThrow(InputError);
  });

  test('leaves alone what is no draft any more', () => {
    expect(() => editOrder(aDraft({ status: 'approved' }), [change('A-1', 7)], editor)).toThrow(
      ConflictError,
    );
  });

  test('changes nothing of what it was given', () => {
    const order = aDraft();
    const copy = structuredClone(order);

    editOrder(order, [change('A-1', 7)], editor);

    expect(order).toEqual(copy);
  });
});
