import { describe, expect, test } from '@jest/globals';
import { draftOrders } from '../../lib/operations/index.ts';
import { aCandidate, aDraftRequest } from './a-candidate.ts';
import { draft, unitsOf } from './one-draft.ts';

type Changes = Parameters<typeof aDraftRequest>[0];

describe('a minimum order value', () => {
  const of = (euros: number, currency: string | null = 'EUR') => ({
    minimumOrderMicros: euros * 1e6,
    orderDays: 'Wed',
    currency,
  });
  /** Needs nothing for four days; may be filled to 440 and four weeks more. */
  const spare = (terms: ReturnType<typeof of>) =>
    aCandidate({ sku: 'B-1', terms, need: { proposedUnits: 0, onHand: 270 } });
  const checkOf = (changes: Changes) => draft(changes).checks.minimumOrder;

  test('is said to be reached where it is', () => {
    expect(checkOf({ candidates: [aCandidate({ terms: of(640) })] })).toMatchObject({
      reached: true,
      action: 'none',
      text: 'the minimum order of 640.00 EUR is reached',
    });
  });

  test('is reached with what is needed soonest, where waiting costs more than holding', () => {
    const terms = of(700);
    const filled = draft({ candidates: [aCandidate({ terms }), spare(terms)] });

    // A-1 lies at 440, 21 days above its reorder point; B-1 is due in 4: three packs of 20.00 reach 700.00
    expect(filled.lines).toMatchObject([
      { sku: 'A-1', units: 320 },
      { sku: 'B-1', units: 30, proposedUnits: 0, fillerUnits: 30, urgency: 'filler' },
    ]);
    expect(filled.checks.minimumOrder).toMatchObject({ reached: true, action: 'filled' });
    // 10 · (4 + 5 + 6) unit days of 2.00 EUR at 25 % a year: 0.21 EUR
    expect(filled.checks.minimumOrder?.costOfFilling).toEqual({ minor: 21, currency: 'EUR' });
    expect(filled.checks.minimumOrder?.costOfWaiting?.minor).toBeGreaterThan(21);
  });

  test('is waited for where nothing runs out before', () => {
    const terms = of(700);
    const lasting = aCandidate({
      terms,
      need: { onHand: 225, safetyStock: 60, lostUnit: { micros: 0, currency: 'EUR' } },
    });
    const waiting = draft({ candidates: [lasting, spare(terms)] });

    expect(waiting.checks.minimumOrder).toMatchObject({ reached: false, action: 'waits' });
    expect([waiting.orderDate, waiting.nextOrderDate]).toEqual(['2024-07-10', '2024-07-17']);
    expect(waiting.checks.minimumOrder?.text).toContain('waits until 2024-07-10');
  });

  test('is left to a person where nothing that is needed soon reaches it and stock runs out', () => {
    const check = checkOf({ candidates: [aCandidate({ terms: of(5000) })] });

    expect(check).toMatchObject({
      reached: false,
      action: 'short',
      missing: { minor: 436_000, currency: 'EUR' },
    });
    expect(check?.text).toContain('4,360.00 EUR are missing');
  });

  test('is never converted without an uploaded rate, and that is said', () => {
    const candidates = [aCandidate({ terms: of(500, 'USD') })];

    expect(checkOf({ candidates })).toMatchObject({
      reached: null,
      action: 'unknown',
      text: 'the minimum of 500.00 USD cannot be held against costs in EUR: no rate was uploaded',
    });
    const rates = [
      { base: 'EUR', quote: 'USD', rate: 2, date: '2024-05-31' },
      { base: 'EUR', quote: 'USD', rate: 1.25, date: '2024-06-30' },
    ];
    expect(checkOf({ candidates, rates })).toMatchObject({
      reached: true,
      minimum: { minor: 40_000, currency: 'EUR' },
      text: expect.stringContaining('500.00 USD at the rate uploaded for 2024-06-30'),
    });
  });
});

describe('a budget', () => {
  const two = [
    aCandidate({ need: { lostUnit: { micros: 9_000_000, currency: 'EUR' } } }),
    aCandidate({ sku: 'B-1', need: { lostUnit: { micros: 1_000_000, currency: 'EUR' } } }),
  ];
  const euros = (amount: number) => ({ budgets: [{ minor: amount * 100, currency: 'EUR' }], containers: [] });

  test('changes nothing where it is enough', () => {
    expect(unitsOf({ candidates: two, rules: euros(1280) })).toEqual({ 'A-1': 320, 'B-1': 320 });
  });

  test('buys whole packs of what saves most for its money', () => {
    const cut = draft({ candidates: two, rules: euros(640) });

    expect(cut.totals.value.minor).toBeLessThanOrEqual(64_000);
    const [first, second] = cut.lines;
    expect([first?.sku, (first?.units ?? 0) > (second?.units ?? 0)]).toEqual(['A-1', true]);
    for (const { packs } of cut.lines) expect(packs).not.toBeNull();
    expect(cut.checks.budget).toMatchObject({ wanted: { minor: 128_000 }, budget: { minor: 64_000 } });
  });

  test('of nothing orders nothing, and says what is left out', () => {
    const none = draft({ candidates: two, rules: euros(0) });

    expect(none.totals.value.minor).toBe(0);
    expect(
      none.lines.map(({ units, proposedUnits, notes }) => [units, proposedUnits, notes[0]?.code]),
    ).toEqual([
      [0, 320, 'budget'],
      [0, 320, 'budget'],
    ]);
    expect(none.checks.budget?.unitsLeftOut).toBe(640);
  });

  test('is of a day: orders of other days do not share it', () => {
    const friday = aCandidate({
      sku: 'C-1',
      supplier: 'Ost',
      terms: { minimumOrderMicros: null, orderDays: 'Fri', currency: 'EUR' },
    });

    const { drafts } = draftOrders(aDraftRequest({ candidates: [aCandidate(), friday], rules: euros(700) }));

    expect(drafts.map(({ totals }) => totals.value.minor)).toEqual([64_000, 70_000]);
  });
});

describe('containers', () => {
  const rules = { budgets: [], containers: [{ supplier: 'Nord', cartons: 10 }] };

  test('are filled with what is needed soonest where they are more than half full', () => {
    // 320 units are 8 cartons of 40; 80 units more fill the container
    const candidates = [aCandidate({ unitsPerCarton: 40 })];

    expect(draft({ candidates, rules })).toMatchObject({
      totals: { units: 400, cartons: 10 },
      checks: { container: { containers: 1, lastFill: 1, cartons: 10 } },
    });
  });

  test('are left as they are where they are nearly empty, or cartons are not known', () => {
    const few = draft({ candidates: [aCandidate({ unitsPerCarton: 320 })], rules });
    const unknown = draft({ rules });

    expect(few).toMatchObject({ totals: { units: 320 }, checks: { container: { lastFill: 0.1 } } });
    expect(unknown).toMatchObject({
      totals: { units: 320, cartons: null },
      checks: { container: { uncountedLines: 1 } },
    });
  });
});
