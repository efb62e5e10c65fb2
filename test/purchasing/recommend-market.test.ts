import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../lib/numeric/index.ts';
import { type Purchase, recommend, recommendByColumns, toColumns } from '../../lib/purchasing/index.ts';

const ASOF = 200;
const SKUS = Array.from({ length: 12 }, (_, i) => `sku${String(i).padStart(2, '0')}`);

/** A market large enough to train on: 60 buyers, each with its own few items at its own rhythm, and now and then another. */
function aMarket(seed: number): Purchase[] {
  const random = createRandom(seed);
  return Array.from({ length: 60 }, (_, i) => `buyer${String(i).padStart(2, '0')}`).flatMap((customer, i) => {
    const rhythm = 8 + (i % 7) * 4;
    const visits = Array.from({ length: Math.floor((ASOF - (i % 9)) / rhythm) }, (_, k) => i + k * rhythm);
    return visits
      .filter((day) => day < ASOF)
      .flatMap((day) =>
        [i % 12, (i + 1) % 12, Math.floor(12 * random())].map((item) =>
          Object.freeze({
            ...{ customer, sku: SKUS[item] ?? '', day, quantity: 1 + (i % 3), price: 1 + item },
            ...{ invoice: `${customer}-${day}`, country: i % 2 === 0 ? 'France' : 'Spain' },
          }),
        ),
      );
  });
}
const market = aMarket(1);
const customers = [...new Set(market.map(({ customer }) => customer))];
const bought = new Set(market.map(({ customer, sku }) => `${customer} ${sku}`));

describe('recommend, with enough history to train on', () => {
  test('says of each item whether it is a repeat, when its rhythm makes it due, and how likely it is taken', () => {
    const lists = recommend(market, { customers, k: 5, asOf: ASOF });

    for (const [customer, list] of lists)
      for (const { sku, kind, chance, dueDay, reason } of list) {
        const days = market
          .filter((row) => row.customer === customer && row.sku === sku)
          .map(({ day }) => day);
        const distinct = [...new Set(days)];
        expect(kind).toBe(days.length > 0 ? 'repeat' : 'new');
        expect(chance).toBeGreaterThan(0);
        expect(chance).toBeLessThan(1);
        const [first = 0, last = 0] = [Math.min(...distinct), Math.max(...distinct)];
        const every = Math.round((last - first) / (distinct.length - 1));
        expect(dueDay).toBe(distinct.length > 1 ? last + every : undefined);
        expect(reason).toMatch(/bought|take it|orders of the last/);
      }
  });

  test('is moved by nothing that lies on or after the day: no row, no new buyer, no new item', () => {
    const before = recommend(market, { customers, k: 10, asOf: ASOF });
    const later = fc.record({
      customer: fc.constantFrom('aaron', 'buyer00', 'buyer31', 'zoe'),
      sku: fc.constantFrom('aaa', 'sku03', 'zzz'),
      day: fc.integer({ min: ASOF, max: ASOF + 400 }),
      quantity: fc.integer({ min: -5, max: 50 }),
    });

    fc.assert(
      fc.property(fc.array(later, { maxLength: 30 }), (rows) => {
        const future = rows.map((row) => ({ ...row, price: 2, invoice: 'later', country: 'Peru' }));
        const after = recommend([...future, ...market], { customers, k: 10, asOf: ASOF });
        expect([...after]).toEqual([...before]);
      }),
      { seed: 5, numRuns: 4 },
    );
  });

  test('offers nothing twice, nothing excluded, nothing out of stock and no more than k, whatever is asked', () => {
    const some = fc.uniqueArray(fc.constantFrom(...SKUS), { maxLength: 11 });
    const asked = fc.record({ excluded: some, gone: some, k: fc.nat(12), newPlaces: fc.nat(12) });

    fc.assert(
      fc.property(asked, ({ excluded, gone, k, newPlaces }) => {
        const stockUnits = Object.fromEntries(gone.map((sku) => [sku, 0]));
        const assortment = { excludedSkus: excluded, stockUnits };
        for (const list of recommend(market, { customers, k, asOf: ASOF, newPlaces, assortment }).values()) {
          const skus = list.map(({ sku }) => sku);
          expect(skus.length).toBeLessThanOrEqual(k);
          expect(new Set(skus).size).toBe(skus.length);
          expect(skus.filter((sku) => excluded.includes(sku) || gone.includes(sku))).toEqual([]);
          const scores = list.map(({ score }) => score);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        }
      }),
      { seed: 5, numRuns: 5 },
    );
  });

  test('keeps places for new items as far as there are any, and leaves the rest as it was', () => {
    const options = { customers, k: 4, asOf: ASOF };
    const mixed = recommend(market, options);
    const kept = recommend(market, { ...options, newPlaces: 2 });

    for (const customer of customers) {
      const isNew = ({ sku }: { sku: string }) => !bought.has(`${customer} ${sku}`);
      const list = kept.get(customer) ?? [];
      const unbought = SKUS.filter((sku) => isNew({ sku })).length;
      expect(list.filter(isNew).length).toBeGreaterThanOrEqual(Math.min(2, unbought));
      const repeats = (mixed.get(customer) ?? []).filter((item) => !isNew(item));
      const keptRepeats = list.filter((item) => !isNew(item));
      expect(keptRepeats).toEqual(repeats.slice(0, keptRepeats.length));
    }
  });
});

describe('recommendByColumns', () => {
  test('gives every buyer the list that it has by rows', () => {
    const columns = toColumns(market);
    const byRows = recommend(market, { customers, k: 6, asOf: ASOF, seed: 3 });

    const { listFor, leftOut } = recommendByColumns(columns, { asOf: ASOF, k: 6, seed: 3 });

    expect(leftOut).toBe(0);
    columns.customers.forEach((customer, number) => {
      expect(listFor(number)).toEqual(byRows.get(customer));
    });
  });

  test('beyond its budget serves those who spend least in plain order, without a chance, and counts them', () => {
    const columns = toColumns(market);
    const spent = columns.customers.map((customer) =>
      market
        .filter((row) => row.customer === customer)
        .reduce((sum, { quantity, price }) => sum + quantity * price, 0),
    );
    const richest = spent.indexOf(Math.max(...spent));
    const poorest = spent.indexOf(Math.min(...spent));

    const { listFor, leftOut } = recommendByColumns(columns, { asOf: ASOF, k: 3, seed: 3, mostRanked: 20 });

    expect(leftOut).toBe(columns.customers.length - 20);
    expect(listFor(richest)[0]?.chance).toBeGreaterThan(0);
    expect(listFor(poorest)[0]).toMatchObject({ kind: 'repeat' });
    expect(listFor(poorest)[0]).not.toHaveProperty('chance');
  });
});
