import { describe, expect, test } from '@jest/globals';
import type { PurchaseOrder } from '../../lib/domain/index.ts';
import {
  draftOrders,
  joinCandidates,
  pendingUnits,
  supplierPerformance,
  withArrivals,
} from '../../lib/operations/index.ts';
import { aCandidate, aDraftRequest, asOf } from './a-candidate.ts';

const euro = (micros: number) => ({ micros, currency: 'EUR' });
const pound = (micros: number) => ({ micros, currency: 'GBP' });
const listed = ['de', 'gb'];

const anOrder = (changes: Partial<PurchaseOrder> = {}): PurchaseOrder => {
  const [draft] = draftOrders(aDraftRequest()).drafts;
  if (draft === undefined) throw new Error('the candidate needs nothing');
  return { ...draft, id: 'PO-1', status: 'approved', ...changes };
};

describe('joinCandidates', () => {
  const ofGb = (changes: Parameters<typeof aCandidate>[0] = {}) =>
    aCandidate({ market: 'gb', runId: `gb-${asOf}`, unitCost: pound(1_700_000), ...changes });

  test('makes one line of a SKU that several markets sell, and keeps what only one sells', () => {
    const joined = joinCandidates(
      [[aCandidate({ markets: ['de', 'gb'] })], [ofGb(), ofGb({ sku: 'G-1' })]],
      listed,
    );

    expect(joined.map(({ sku, market, markets }) => [sku, market, markets])).toEqual([
      ['A-1', 'de', ['de', 'gb']],
      ['G-1', 'gb', ['de']],
    ]);
  });

  test('lets the newest night decide what is needed, and the market listed first what it costs', () => {
    const newer = ofGb({ asOf: '2024-07-03', need: { proposedUnits: 50 } });

    const [joined] = joinCandidates([[newer], [aCandidate()]], listed);

    expect(joined).toMatchObject({ market: 'gb', need: { proposedUnits: 50 }, unitCost: euro(2_000_000) });
  });

  test('takes the cost from whoever knows one', () => {
    const unknown = aCandidate({ unitCost: null, missing: ['unit_cost'] });

    expect(joinCandidates([[unknown], [ofGb()]], listed)).toMatchObject([
      { market: 'de', unitCost: pound(1_700_000), missing: [] },
    ]);
  });

  test('does not depend on the order in which nights are given', () => {
    const nights = [[aCandidate(), aCandidate({ sku: 'B-1' })], [ofGb()]];

    expect(joinCandidates(nights.toReversed(), listed)).toEqual(joinCandidates(nights, listed));
  });
});

describe('pendingUnits', () => {
  const none = { uploaded: [], candidates: [aCandidate()], asOf };
  const row = { orderId: 'PO-1', sku: 'A-1', units: 320, receivedUnits: 0, receivedOn: null };

  test('counts approved and exported orders, no drafts and none that were called off', () => {
    const states = ['draft', 'approved', 'exported', 'received', 'expired', 'cancelled'] as const;
    const counted = states.filter((status) => pendingUnits([anOrder({ status })], none).size > 0);

    expect(counted).toEqual(['approved', 'exported']);
    expect(pendingUnits([anOrder()], none)).toEqual(new Map([['A-1', 320]]));
  });

  test('ends with a row of uploaded purchase orders, of that order and SKU alone', () => {
    expect(pendingUnits([anOrder()], { ...none, uploaded: [row] }).size).toBe(0);
    expect(pendingUnits([anOrder()], { ...none, uploaded: [{ ...row, sku: 'B-1' }] }).size).toBe(1);
    expect(pendingUnits([anOrder()], { ...none, uploaded: [{ ...row, orderId: 'PO-2' }] }).size).toBe(1);
  });

  test('ends with a later stock count that has as many units on order', () => {
    const counted = (onOrder: number, stockAsOf: string) =>
      pendingUnits([anOrder()], { ...none, candidates: [aCandidate({ need: { onOrder, stockAsOf } })] }).size;

    // sent on the 3rd
    expect(counted(320, '2024-07-04')).toBe(0);
    expect(counted(320, '2024-07-03')).toBe(1);
    expect(counted(319, '2024-07-04')).toBe(1);
  });

  test('ends a week after it should have come: an order that no file ever shows is lost', () => {
    expect(pendingUnits([anOrder()], { ...none, asOf: '2024-07-24' }).size).toBe(1);
    expect(pendingUnits([anOrder()], { ...none, asOf: '2024-07-25' }).size).toBe(0);
  });

  test('adds the units of several orders', () => {
    expect(pendingUnits([anOrder(), anOrder({ id: 'PO-2' })], none)).toEqual(new Map([['A-1', 640]]));
  });
});

describe('withArrivals', () => {
  const row = { orderId: 'PO-1', sku: 'A-1', units: 320, receivedUnits: 320, receivedOn: '2024-07-20' };

  test('tells what came and how late, and closes the order when all has come', () => {
    expect(withArrivals(anOrder(), [row], '2024-07-21')).toMatchObject({
      status: 'received',
      // expected on the 17th
      arrivals: [
        { sku: 'A-1', orderedUnits: 320, receivedUnits: 320, receivedOn: '2024-07-20', lateDays: 3 },
      ],
    });
  });

  test('leaves an order open that came short, for three months', () => {
    const short = { ...row, receivedUnits: 300 };

    expect(withArrivals(anOrder(), [short], '2024-07-21')).toMatchObject({
      status: 'approved',
      arrivals: [{ receivedUnits: 300 }],
    });
    expect(withArrivals(anOrder(), [short], '2024-10-16').status).toBe('received');
  });

  test('changes nothing of an order that no upload shows', () => {
    const order = anOrder();

    expect(withArrivals(order, [{ ...row, orderId: 'PO-2' }], '2024-07-21')).toBe(order);
  });
});

describe('supplierPerformance', () => {
  const counts = {
    ...{ supplier: 'Nord', judgedLines: 20, onTimeLines: 15, meanLatenessDays: 1.25 },
    ...{ dueUnits: 1000, missingUnits: 50, overdueLines: 2 },
  };

  test('shares what was in time and what has not come', () => {
    expect(supplierPerformance([counts], [], [], '2024-08-01')).toEqual([
      {
        ...{ supplier: 'Nord', from: '2023-08-03', to: '2024-08-01', judgedLines: 20, overdueLines: 2 },
        ...{ onTimeShare: 0.75, meanLatenessDays: 1.25, shortShare: 0.05 },
      },
    ]);
  });

  test('counts as short what an order of ours asked for and no upload holds', () => {
    const confirmed = {
      orderId: 'PO-1',
      sku: 'A-1',
      units: 220,
      receivedUnits: 220,
      receivedOn: '2024-07-16',
    };

    // 50 and 100 of 1,100
    expect(supplierPerformance([counts], [anOrder()], [confirmed], '2024-08-01')[0]?.shortShare).toBe(0.136);
    // before it is due, nothing is short yet
    expect(supplierPerformance([counts], [anOrder()], [confirmed], '2024-07-10')[0]?.shortShare).toBe(0.05);
  });

  test('judges nothing where nothing is due', () => {
    const nothing = {
      ...{ supplier: 'Ost', judgedLines: 0, onTimeLines: 0, meanLatenessDays: null },
      ...{ dueUnits: 0, missingUnits: 0, overdueLines: 0 },
    };

    expect(supplierPerformance([nothing], [], [], asOf)).toMatchObject([
      { onTimeShare: null, meanLatenessDays: null, shortShare: null },
    ]);
  });
});
