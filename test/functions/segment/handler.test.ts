import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  buyerAdviceSchema,
  customerDocumentSchema,
  dayNumber,
  insightKeys,
  NotFoundError,
  targetIndexSchema,
  targetListSchema,
} from '../../../lib/domain/index.ts';
import { openDatabase } from '../../../lib/stores/lake-database.ts';
import { type SomeBuyer, aBuyer as someBuyer } from '../../clustering/some-buyers.ts';
import { openSegmentRoom } from './segment-room.ts';

const buyerKey = (customer: string) => {
  const { pk, sk } = insightKeys.buyer('demo', 'de', customer);
  return `${pk} ${sk}`;
};

const run = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };

const aBuyer = (i: number): SomeBuyer =>
  someBuyer({
    customer: `buyer-${String(i).padStart(2, '0')}`,
    firstDay: dayNumber('2025-01-01'),
    lastDay: dayNumber(i < 5 ? '2025-06-29' : '2025-02-01'),
    orders: i < 5 ? 20 : 2,
    orderDays: i < 5 ? 20 : 2,
    yearOrders: i < 5 ? 20 : 2,
    yearRevenueMinor: i < 5 ? 100_000 : 1_000,
  });

const twelveBuyers = Array.from({ length: 12 }, (_, i) => aBuyer(i));

describe('the segment handler', () => {
  test('stores the segmentation and every buyer under the merchant and market', async () => {
    const { handler, stored, done, asked } = openSegmentRoom(twelveBuyers);

    const result = await handler({ ...run, ready: true, series: 3, shards: 1 });

    expect(asked).toEqual([run]);
    expect(result).toEqual({ buyers: 12, segments: 2 });
    expect(stored.size).toBe(13);
    expect(stored.get('demo#de segmentation')).toMatchObject({
      kind: 'ready',
      runId: run.runId,
      asOf: run.asOf,
      k: 2,
    });
    expect(stored.get(buyerKey('buyer-00'))).toMatchObject({
      yearRevenue: { minor: 100_000, currency: 'EUR' },
      recencyDays: 1,
    });
    expect(done).toEqual(['demo de-2025-06-30 segment segment']);
  });

  test('stores with each buyer what it will do and what to offer it', async () => {
    const { handler, advised } = openSegmentRoom(twelveBuyers);

    await handler(run);

    expect(advised.size).toBe(12);
    expect(advised.get('advice#buyer-00')).toMatchObject({
      customer: 'buyer-00',
      asOf: run.asOf,
      offers: [{ sku: 'A-1', kind: 'repeat' }],
    });
    for (const value of advised.values()) {
      const { prediction } = buyerAdviceSchema.parse(value);
      expect(prediction?.chanceWithin30Days).toBeLessThan(prediction?.chanceWithin90Days ?? 0);
    }
  });

  test('leaves a buyer who has opted out of decisions by machine without offers and out of every list', async () => {
    const { handler, stored, advised, listed } = openSegmentRoom(twelveBuyers, {
      optedOut: async () => new Set(['buyer-00']),
    });

    await handler(run);

    expect(advised.has('advice#buyer-00')).toBe(false);
    expect(advised.size).toBe(11);
    expect(JSON.stringify([...listed.values()])).not.toContain('buyer-00');
    expect(stored.get(buyerKey('buyer-00'))).toMatchObject({ automated: false });
  });

  test('keeps the choice of a buyer who opts out while the night writes it', async () => {
    let asked = 0;
    const { handler, stored } = openSegmentRoom(twelveBuyers, {
      optedOut: async () => new Set(asked++ === 0 ? [] : ['buyer-03']),
    });

    await handler(run);

    expect(stored.get(buyerKey('buyer-03'))).toMatchObject({ automated: false });
    expect(stored.get(buyerKey('buyer-04'))).not.toHaveProperty('automated');
  });

  test('offers what was looked at, also to whom has never ordered, and lists it under the SKU', async () => {
    const looked = {
      ...{ sku: 'B-2', orderedBefore: false, looks: 3, since: '2025-06-03' },
      ...{ quotedUnits: null, quotedUntil: null },
    };
    const { handler, advised, listed, stored } = openSegmentRoom(twelveBuyers, {
      items: [
        { customer: 'buyer-00', ...looked },
        { customer: 'prospect', ...looked },
      ],
    });

    await handler(run);

    const reason = 'looked at 3 times since 2025-06-03, not bought';
    const offersOf = (customer: string) => buyerAdviceSchema.parse(advised.get(`advice#${customer}`)).offers;
    expect(offersOf('buyer-00').map(({ sku }) => sku)).toEqual(['A-1', 'B-2']);
    expect(offersOf('prospect')).toMatchObject([{ sku: 'B-2', kind: 'new', score: 0.75, reason }]);
    expect(offersOf('prospect')).toHaveLength(1);
    expect(stored.get(buyerKey('prospect'))).toMatchObject({ kind: 'unsegmented' });
    expect(advised.get('advice#prospect')).toMatchObject({ interest: { views30Days: 1 } });
    const { targets } = targetListSchema.parse(listed.get('targets#sku#B-2'));
    expect(targets.map(({ customer }) => customer).sort()).toEqual(['buyer-00', 'prospect']);
  });

  test('lists the buyers to act on in words that are those of their own pages', async () => {
    const { handler, advised, listed, stored } = openSegmentRoom(twelveBuyers);

    await handler(run);

    const index = targetIndexSchema.parse(listed.get('targets'));
    const bySpend = targetListSchema.parse(listed.get('targets#market#spend'));
    expect(index).toMatchObject({ runId: run.runId, asOf: run.asOf, version: bySpend.version });
    expect(index.segments).toHaveLength(2);
    expect(bySpend.targets.length).toBeGreaterThan(4);
    for (const { customer, segment, offer, expectedSpend90Days, reason } of bySpend.targets) {
      const { prediction, offers } = buyerAdviceSchema.parse(advised.get(`advice#${customer}`));
      expect({ expectedSpend90Days, reason }).toEqual({
        expectedSpend90Days: prediction?.expectedSpend90Days,
        reason: prediction?.reason,
      });
      expect(offer).toEqual(offers[0]);
      expect(stored.get(buyerKey(customer))).toMatchObject({ segment });
    }
    expect(targetListSchema.parse(listed.get('targets#sku#A-1'))).toMatchObject({ buyers: 12 });
  });

  test('stores the same when it is called again', async () => {
    const first = openSegmentRoom(twelveBuyers);
    await first.handler(run);
    const buyers = () => first.objects.get('buyers/demo/de/2025-06-30.parquet');
    const written = async () => structuredClone([...first.stored, ...first.listed, await buyers()]);
    const before = await written();

    await first.handler(run);

    expect(await written()).toEqual(before);
  });

  test('goes on from the night before: a buyer that has moved says so, whence and why', async () => {
    const yesterday = openSegmentRoom(twelveBuyers);
    await yesterday.handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });
    const awakened = { ...aBuyer(3), customer: 'buyer-07' };
    const today = openSegmentRoom(
      twelveBuyers.map((buyer) => (buyer.customer === 'buyer-07' ? awakened : buyer)),
      { objects: yesterday.objects },
    );

    await today.handler(run);

    expect(today.stored.get('demo#de segmentation')).toMatchObject({
      previous: '2025-06-29',
      stayed: 11,
      moves: [{ from: 's2', to: 's1', buyers: 1 }],
      changes: [],
    });
    expect(today.stored.get(buyerKey('buyer-07'))).toMatchObject({
      segment: 's1',
      moved: { on: '2025-06-30', from: 's2', to: 's1', why: expect.stringMatching(/ instead of /) },
    });
  });

  test('a repeat of a date goes on from the night before it again, with the same bytes', async () => {
    const { handler, stored, objects } = openSegmentRoom(twelveBuyers);
    await handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });
    await handler(run);
    const parquet = 'segments/demo/de/2025-06-30.parquet';
    const before = [structuredClone([...stored]), await objects.get(parquet)];

    await handler(run);

    expect([[...stored], await objects.get(parquet)]).toEqual(before);
  });

  test('a run of an older date does not read what came after it', async () => {
    const { handler, stored } = openSegmentRoom(twelveBuyers);
    await handler(run);

    await handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });

    expect(stored.get('demo#de segmentation')).toMatchObject({ asOf: '2025-06-29', previous: null });
  });

  test('stores with each buyer the price group that the customers file gives it', async () => {
    const { handler, stored } = openSegmentRoom(twelveBuyers, {
      groups: { 'buyer-00': 'gold', 'buyer-01': '' },
    });

    await handler(run);

    expect(stored.get(buyerKey('buyer-00'))).toMatchObject({ orders: 20, priceGroup: 'gold' });
    for (const name of ['buyer-01', 'buyer-02']) {
      expect(stored.get(buyerKey(name))).toMatchObject({ customer: name });
      expect(stored.get(buyerKey(name))).not.toHaveProperty('priceGroup');
    }
    for (const [key, value] of stored)
      if (key.includes('buyer#')) expect(customerDocumentSchema.parse(value)).toEqual(value);
  });

  test('leaves the price group in the file of buyers too', async () => {
    const { handler, objects } = openSegmentRoom(twelveBuyers, {
      groups: { 'buyer-00': 'gold', 'buyer-01': '' },
    });

    await handler(run);

    const directory = mkdtempSync(join(tmpdir(), 'price-groups-'));
    await objects.download('buyers/demo/de/2025-06-30.parquet', join(directory, 'buyers.parquet'));
    const database = await openDatabase({ directory, memoryMib: 128 });
    const rows = await database.run(
      `SELECT customer, price_group FROM read_parquet('${join(directory, 'buyers.parquet')}') ORDER BY customer LIMIT 2`,
    );
    database.close();
    rmSync(directory, { recursive: true });
    expect(rows).toEqual([
      { customer: 'buyer-00', price_group: 'gold' },
      { customer: 'buyer-01', price_group: null },
    ]);
  });

  test('stores customers that have not ordered, apart from buyers', async () => {
    const { handler, stored } = openSegmentRoom(twelveBuyers, { groups: { newcomer: 'silver', nobody: '' } });

    const result = await handler(run);

    const { runId, asOf } = run;
    expect(result).toEqual({ buyers: 12, segments: 2 });
    expect(stored.size).toBe(15);
    for (const [customer, rest] of [
      ['newcomer', { priceGroup: 'silver' }],
      ['nobody', {}],
    ] as const)
      expect(stored.get(buyerKey(customer))).toEqual({
        kind: 'unsegmented',
        ...{ customer, runId, asOf },
        ...rest,
      });
  });

  test('stores what is missing when buyers are too few, and each customer without a segment', async () => {
    const { handler, stored } = openSegmentRoom([aBuyer(1), aBuyer(2)], {
      groups: { 'buyer-01': 'gold', newcomer: 'gold' },
    });

    const result = await handler(run);

    expect(result).toEqual({ buyers: 0, segments: 0 });
    expect([...stored.values()]).toMatchObject([
      { kind: 'unsegmented', customer: 'buyer-01', priceGroup: 'gold' },
      { kind: 'unsegmented', customer: 'buyer-02' },
      { kind: 'unsegmented', customer: 'newcomer', priceGroup: 'gold' },
      { kind: 'insufficientData', missing: ['buyers'] },
    ]);
  });

  test('refuses an event that names no run', async () => {
    const { handler, stored } = openSegmentRoom(twelveBuyers);

    await expect(handler({ merchant: 'demo' })).rejects.toThrow(/the segment event does not fit: \/market/);
    expect(stored.size).toBe(0);
  });

  test('refuses a market that is not homed here', async () => {
    const { handler } = openSegmentRoom(twelveBuyers);

    await expect(handler({ ...run, market: 'jp' })).rejects.toThrow(NotFoundError);
  });
});
