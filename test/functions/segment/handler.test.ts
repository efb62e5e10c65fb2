import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/segment/handler.ts';
import {
  buyerAdviceSchema,
  customerDocumentSchema,
  dayNumber,
  NotFoundError,
  type RunName,
  targetIndexSchema,
  targetListSchema,
} from '../../../lib/domain/index.ts';
import { keepSegmentNight, type OrderDayRows, readSegmentNightBefore } from '../../../lib/stores/index.ts';
import { aggregatesOf, type SomeBuyer, aBuyer as someBuyer } from '../../clustering/some-buyers.ts';
import { aMarket } from '../../domain/a-market.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';

const run = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };

const germany = aMarket();

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

/** Stores that keep what they are given, by key, and a lake that holds these buyers. */
function createFakes(buyers: SomeBuyer[], groups: Record<string, string> = {}, objects = objectsInMemory()) {
  const stored = new Map<string, unknown>();
  const advised = new Map<string, unknown>();
  const listed = new Map<string, unknown>();
  const files = new Map<string, Uint8Array | string>();
  const done: string[] = [];
  const asked: RunName[] = [];
  const keep = async ({ pk, sk }: { pk: string; sk: string }, value: unknown) => {
    stored.set(`${pk} ${sk}`, value);
  };
  const handler = createHandler({
    lake: {
      reading: async (name, read) => {
        asked.push(name);
        return read({
          aggregates: async () => aggregatesOf(buyers, { orderLines: 10 * buyers.length }),
          priceGroups: async () => new Map(Object.entries(groups)),
          orderDays: async () => orderDaysOf(buyers),
          purchases: async () =>
            buyers.map(({ customer }) => ({
              ...{
                customer,
                sku: 'A-1',
                day: dayNumber('2025-01-01'),
                quantity: 1,
                price: 2,
                invoice: customer,
              },
            })),
        });
      },
    },
    objects: {
      put: async (key, body) => {
        files.set(key, body);
      },
    },
    nights: {
      before: (name) => readSegmentNightBefore({ objects, temporaryDirectory: tmpdir() }, name),
      keep: (name, night) => keepSegmentNight({ objects }, name, night),
    },
    segmentations: { put: keep },
    buyers: {
      putAll: async (entries) => {
        for (const { key, value } of entries) await keep(key, value);
      },
    },
    advice: {
      putAll: async (entries) => {
        for (const { key, value } of entries) advised.set(key.sk, value);
      },
    },
    targetLists: {
      putAll: async (entries) => {
        for (const { key, value } of entries) listed.set(key.sk, value);
      },
    },
    targetIndexes: {
      put: async ({ sk }, value) => {
        listed.set(sk, value);
      },
    },
    progress: {
      done: async (...names) => {
        done.push(names.join(' '));
      },
    },
    markets: [germany],
  });
  return { handler, stored, advised, listed, files, done, asked, objects };
}

/** Every buyer ordered on its first and its last day. */
const orderDaysOf = (buyers: readonly SomeBuyer[]): OrderDayRows => ({
  customers: buyers.map(({ customer }) => customer),
  start: Int32Array.from({ length: buyers.length + 1 }, (_, c) => 2 * c),
  day: Int32Array.from(buyers.flatMap(({ firstDay = 0, lastDay = 0 }) => [firstDay, lastDay])),
  amountMinor: new Float64Array(2 * buyers.length).fill(100),
});

const twelveBuyers = Array.from({ length: 12 }, (_, i) => aBuyer(i));

describe('the segment handler', () => {
  test('stores the segmentation and every buyer under the merchant and market', async () => {
    const { handler, stored, done, asked } = createFakes(twelveBuyers);

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
    expect(stored.get('demo#de buyer#buyer-00')).toMatchObject({
      yearRevenue: { minor: 100_000, currency: 'EUR' },
      recencyDays: 1,
    });
    expect(done).toEqual(['demo de-2025-06-30 segment segment']);
  });

  test('stores with each buyer what it will do and what to offer it', async () => {
    const { handler, advised } = createFakes(twelveBuyers);

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

  test('lists the buyers to act on in words that are those of their own pages', async () => {
    const { handler, advised, listed, stored } = createFakes(twelveBuyers);

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
      expect(stored.get(`demo#de buyer#${customer}`)).toMatchObject({ segment });
    }
    expect(targetListSchema.parse(listed.get('targets#sku#A-1'))).toMatchObject({ buyers: 12 });
  });

  test('stores the same when it is called again', async () => {
    const first = createFakes(twelveBuyers);
    await first.handler(run);
    const written = () => structuredClone([...first.stored, ...first.listed, ...first.files]);
    const before = written();

    await first.handler(run);

    expect(written()).toEqual(before);
    expect([...first.files.keys()]).toEqual(['buyers/demo/de/2025-06-30.parquet']);
  });

  test('goes on from the night before: a buyer that has moved says so, whence and why', async () => {
    const yesterday = createFakes(twelveBuyers);
    await yesterday.handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });
    const awakened = { ...aBuyer(3), customer: 'buyer-07' };
    const today = createFakes(
      twelveBuyers.map((buyer) => (buyer.customer === 'buyer-07' ? awakened : buyer)),
      {},
      yesterday.objects,
    );

    await today.handler(run);

    expect(today.stored.get('demo#de segmentation')).toMatchObject({
      previous: '2025-06-29',
      stayed: 11,
      moves: [{ from: 's2', to: 's1', buyers: 1 }],
      changes: [],
    });
    expect(today.stored.get('demo#de buyer#buyer-07')).toMatchObject({
      segment: 's1',
      moved: { on: '2025-06-30', from: 's2', to: 's1', why: expect.stringMatching(/ instead of /) },
    });
  });

  test('a repeat of a date goes on from the night before it again, with the same bytes', async () => {
    const { handler, stored, objects } = createFakes(twelveBuyers);
    await handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });
    await handler(run);
    const parquet = 'segments/demo/de/2025-06-30.parquet';
    const before = [structuredClone([...stored]), await objects.get(parquet)];

    await handler(run);

    expect([[...stored], await objects.get(parquet)]).toEqual(before);
  });

  test('a run of an older date does not read what came after it', async () => {
    const { handler, stored } = createFakes(twelveBuyers);
    await handler(run);

    await handler({ ...run, asOf: '2025-06-29', runId: 'de-2025-06-29' });

    expect(stored.get('demo#de segmentation')).toMatchObject({ asOf: '2025-06-29', previous: null });
  });

  test('stores with each buyer the price group that the customers file gives it', async () => {
    const { handler, stored } = createFakes(twelveBuyers, { 'buyer-00': 'gold', 'buyer-01': '' });

    await handler(run);

    expect(stored.get('demo#de buyer#buyer-00')).toMatchObject({ orders: 20, priceGroup: 'gold' });
    for (const name of ['buyer-01', 'buyer-02']) {
      expect(stored.get(`demo#de buyer#${name}`)).toMatchObject({ customer: name });
      expect(stored.get(`demo#de buyer#${name}`)).not.toHaveProperty('priceGroup');
    }
    for (const [key, value] of stored)
      if (key.includes('buyer#')) expect(customerDocumentSchema.parse(value)).toEqual(value);
  });

  test('stores customers that have not ordered, apart from buyers', async () => {
    const { handler, stored } = createFakes(twelveBuyers, { newcomer: 'silver', nobody: '' });

    const result = await handler(run);

    const { runId, asOf } = run;
    expect(result).toEqual({ buyers: 12, segments: 2 });
    expect(stored.size).toBe(15);
    for (const [customer, rest] of [
      ['newcomer', { priceGroup: 'silver' }],
      ['nobody', {}],
    ] as const)
      expect(stored.get(`demo#de buyer#${customer}`)).toEqual({
        kind: 'unsegmented',
        ...{ customer, runId, asOf },
        ...rest,
      });
  });

  test('stores what is missing when buyers are too few, and each customer without a segment', async () => {
    const { handler, stored } = createFakes([aBuyer(1), aBuyer(2)], { 'buyer-01': 'gold', newcomer: 'gold' });

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
    const { handler, stored } = createFakes(twelveBuyers);

    await expect(handler({ merchant: 'demo' })).rejects.toThrow(/the segment event does not fit: \/market/);
    expect(stored.size).toBe(0);
  });

  test('refuses a market that is not homed here', async () => {
    const { handler } = createFakes(twelveBuyers);

    await expect(handler({ ...run, market: 'jp' })).rejects.toThrow(NotFoundError);
  });
});
