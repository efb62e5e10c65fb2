import { describe, expect, test } from '@jest/globals';
import { createTargetLists } from '../../../functions/segment/target-lists.ts';
import {
  type BuyerAdvice,
  LIST_BUYERS,
  type PurchasePrediction,
  SKU_LIST_BUYERS,
  type TargetListName,
} from '../../../lib/domain/index.ts';

const run = { runId: 'de-2025-06-30', asOf: '2025-06-30' };
const segments = [
  { segment: 's-1', name: 'Anchors' },
  { segment: 's-2', name: 'Seldom' },
];

const aPrediction = (given: Partial<PurchasePrediction> = {}): PurchasePrediction => ({
  model: 'nbd',
  chanceWithin30Days: 0.5,
  chanceWithin90Days: 0.9,
  expectedOrders90Days: 2,
  expectedSpend90Days: { minor: 1000, currency: 'EUR' },
  nextOrder: { median: '2025-07-10' },
  reason: '3 order days',
  ...given,
});
const anAdvice = (customer: string, given: Partial<BuyerAdvice> = {}): BuyerAdvice => ({
  ...{ customer, ...run, prediction: aPrediction(), offers: [] },
  ...given,
});
const worth = (customer: string, minor: number, given: Partial<PurchasePrediction> = {}) =>
  anAdvice(customer, {
    prediction: aPrediction({ expectedSpend90Days: { minor, currency: 'EUR' }, ...given }),
  });

/** List these buyers, all of one segment. */
function listsOf(advised: readonly BuyerAdvice[], segment: string | undefined = 's-1') {
  const targets = createTargetLists(run, segments);
  for (const advice of advised) targets.add(advice, segment);
  const { lists, index } = targets.finish();
  const listOf = (name: TargetListName) =>
    lists.find((one) => JSON.stringify(one.name) === JSON.stringify(name))?.list;
  const names = (name: TargetListName) => listOf(name)?.targets.map(({ customer }) => customer);
  return { lists, index, listOf, names };
}

describe('createTargetLists', () => {
  test('orders by expected spend, by chance, by due date and by the spend that hangs on staying', () => {
    const { names, listOf } = listsOf([
      worth('a', 1000, { chanceWithin30Days: 0.2, chanceAlive: 1, nextOrder: { median: '2025-07-09' } }),
      worth('b', 800, { chanceWithin30Days: 0.9, chanceAlive: 0.5, nextOrder: { median: '2025-07-01' } }),
      worth('c', 600, { chanceWithin30Days: 0.5, chanceAlive: 0.2, nextOrder: { median: '2025-08-01' } }),
    ]);

    expect(names({ of: 'market', order: 'spend' })).toEqual(['a', 'b', 'c']);
    expect(names({ of: 'market', order: 'chance' })).toEqual(['b', 'c', 'a']);
    expect(names({ of: 'market', order: 'due' })).toEqual(['b', 'a', 'c']);
    // 600 × 0.8 before 800 × 0.5; what is sure to stay is not at risk
    expect(names({ of: 'market', order: 'risk' })).toEqual(['c', 'b']);
    expect(listOf({ of: 'market', order: 'risk' })?.targets[0]?.valueAtRisk).toEqual({
      minor: 480,
      currency: 'EUR',
    });
  });

  test('puts nobody at risk where the market shows no buyer leave, and nobody due who has no date', () => {
    const { names } = listsOf([worth('a', 1000, { nextOrder: {} })]);

    expect(names({ of: 'market', order: 'risk' })).toEqual([]);
    expect(names({ of: 'market', order: 'due' })).toEqual([]);
    expect(names({ of: 'market', order: 'spend' })).toEqual(['a']);
  });

  test('lists a segment apart, and a buyer without one in the market alone', () => {
    const targets = createTargetLists(run, segments);
    targets.add(worth('a', 1), 's-1');
    targets.add(worth('b', 2), 's-2');
    targets.add(worth('c', 3), undefined);

    const { lists } = targets.finish();

    const customers = Object.fromEntries(
      lists
        .filter(({ name }) => name.of !== 'sku' && name.order === 'spend')
        .map(({ name, list }) => [
          name.of === 'segment' ? name.segment : name.of,
          list.targets.map(({ customer }) => customer),
        ]),
    );
    expect(customers).toEqual({ market: ['c', 'b', 'a'], 's-1': ['a'], 's-2': ['b'] });
  });

  test('lists for each SKU the buyers whose offers it is in, by score, with its own reason', () => {
    const offer = (sku: string, score: number) => ({
      ...{ sku, score, kind: 'new' as const, reason: `${sku} at ${score}` },
    });
    const { names, listOf } = listsOf([
      anAdvice('a', { offers: [offer('X', 3), offer('Y', 1)] }),
      anAdvice('b', { offers: [offer('Y', 2)] }),
    ]);

    expect(names({ of: 'sku', sku: 'Y' })).toEqual(['b', 'a']);
    expect(listOf({ of: 'sku', sku: 'Y' })?.targets[1]?.offer).toEqual(offer('Y', 1));
    expect(names({ of: 'sku', sku: 'Z' })).toBeUndefined();
  });

  test('ends lists, and says how many buyers there would be', () => {
    const many = Array.from({ length: LIST_BUYERS + 20 }, (_, i) => ({
      ...worth(`buyer-${i}`, i + 1),
      offers: [{ sku: 'X', score: i + 1, kind: 'repeat' as const, reason: 'due' }],
    }));
    const { listOf } = listsOf(many);

    const market = listOf({ of: 'market', order: 'spend' });
    const sku = listOf({ of: 'sku', sku: 'X' });
    expect([market?.targets.length, market?.buyers]).toEqual([LIST_BUYERS, LIST_BUYERS + 20]);
    expect([sku?.targets.length, sku?.buyers]).toEqual([SKU_LIST_BUYERS, LIST_BUYERS + 20]);
    expect(market?.targets[0]?.customer).toBe(`buyer-${LIST_BUYERS + 19}`);
  });

  test('gives ties to the lesser pseudonym, whatever order buyers come in', () => {
    const tied = ['c', 'a', 'b'].map((customer) => worth(customer, 7));

    const one = listsOf(tied);
    const other = listsOf(tied.toReversed());

    expect(one.names({ of: 'market', order: 'spend' })).toEqual(['a', 'b', 'c']);
    expect(one.lists).toEqual(other.lists);
  });

  test('gives the same lists the same version, and others another', () => {
    const version = (advised: BuyerAdvice[]) => listsOf(advised).index.version;

    expect(version([worth('a', 1)])).toBe(version([worth('a', 1)]));
    expect(version([worth('a', 1)])).not.toBe(version([worth('a', 2)]));
  });

  test('makes empty lists of a market without buyers', () => {
    const { lists, index } = listsOf([]);

    expect(lists.every(({ list }) => list.targets.length === 0)).toBe(true);
    expect(index).toMatchObject({ ...run, segments });
  });
});
