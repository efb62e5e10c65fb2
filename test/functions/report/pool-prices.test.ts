import { describe, expect, test } from '@jest/globals';
import { poolPrices } from '../../../functions/report/pool-prices.ts';
import type { OwnAnswer, PriceTest, ReportRequest } from '../../../lib/domain/index.ts';
import { readPricePriorsBefore, writeShardPrices } from '../../../lib/stores/index.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';

const run = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };

const answers = (shard: string, count: number, value: number): OwnAnswer[] =>
  Array.from({ length: count }, (_, place) => ({
    sku: `${shard}-${place}`,
    category: 'bolts',
    weeks: 80,
    elasticity: { value, standardError: 0.5 },
    told: null,
    wave: null,
  }));

async function aRun(
  shards: readonly { shard: string; value: number; failed?: string }[],
  tests: Record<string, PriceTest[]> = {},
) {
  const objects = objectsInMemory();
  for (const { shard, value } of shards)
    await writeShardPrices(
      objects,
      { ...run, shard },
      { answers: answers(shard, 4, value), tests: tests[shard] ?? [] },
    );
  const request: ReportRequest = {
    ...run,
    ready: true,
    series: 8,
    shards: shards.length,
    manifest: { bucket: 'lake', key: 'manifest' },
    forecast: [],
    segment: { buyers: 0, segments: 0 },
    learn: shards.map(({ shard, failed }) => ({
      shard,
      done: 4,
      lacking: 0,
      ...(failed === undefined ? {} : { failed }),
    })),
  };
  return { objects, request };
}

const bodyOf = async (objects: ReturnType<typeof objectsInMemory>) =>
  Buffer.from(await objects.get('price-priors/demo/de/2025-06-30.json')).toString();

describe('poolPrices', () => {
  test("keeps what the run's shards told together, for the nights after it and not for its own", async () => {
    const { objects, request } = await aRun([
      { shard: 's1', value: -2 },
      { shard: 's2', value: -4 },
    ]);

    await poolPrices(objects, request);

    const next = await readPricePriorsBefore(objects, { ...run, asOf: '2025-07-01' });
    expect(next).toMatchObject({
      asOf: '2025-06-30',
      categories: [{ category: 'bolts', pooled: { skus: 8 } }],
    });
    expect(next?.all?.elasticity.mean).toBeCloseTo(-3, 12);
    expect(await readPricePriorsBefore(objects, run)).toBeNull();
    expect(await readPricePriorsBefore(objects, { ...run, asOf: '2025-07-01', market: 'gb' })).toBeNull();
    expect(await readPricePriorsBefore(objects, { ...run, asOf: '2025-07-01', merchant: 'x' })).toBeNull();
  });

  test('leaves out a shard that failed, whatever an earlier try of it left', async () => {
    const { objects, request } = await aRun([
      { shard: 's1', value: -2 },
      { shard: 's2', value: -2 },
      { shard: 's3', value: -9, failed: 'out of memory' },
    ]);

    await poolPrices(objects, request);

    expect(JSON.parse(await bodyOf(objects)).all).toMatchObject({ skus: 8, elasticity: { mean: -2 } });
  });

  const aTest = (sku: string, changes: Partial<PriceTest> = {}): PriceTest => ({
    sku,
    priceMicros: 9_500_000,
    baseMicros: 10_000_000,
    from: '2025-06-20',
    until: '2025-07-03',
    chances: [{ priceMicros: 9_500_000, chance: 1 }],
    ...changes,
  });

  test('hands tests on: of its shards, and of SKUs of a shard that failed as long as they rest', async () => {
    const { objects, request } = await aRun(
      [
        { shard: 's1', value: -2 },
        { shard: 's2', value: -2, failed: 'out of memory' },
      ],
      { s1: [aTest('b'), aTest('a', { priceMicros: 9_000_000 })] },
    );
    const before = [
      aTest('a'),
      aTest('lost'),
      aTest('over', { from: '2025-06-01', until: '2025-06-14' }),
      aTest('resting', { from: '2025-06-05', until: '2025-06-18' }),
    ];
    const night = { ...request, asOf: '2025-06-29', learn: [] };
    await poolPrices(objects, night);
    const known = JSON.parse(
      Buffer.from(await objects.get('price-priors/demo/de/2025-06-29.json')).toString(),
    );
    const key = 'price-priors/demo/de/2025-06-29.json';
    await objects.put(key, JSON.stringify({ ...known, tests: before }), 'application/json');

    await poolPrices(objects, request);

    const { tests } = JSON.parse(await bodyOf(objects));
    expect(tests.map(({ sku }: PriceTest) => sku)).toEqual(['a', 'b', 'lost', 'resting']);
    expect(tests[0].priceMicros).toBe(9_000_000);
  });

  test('writes the same bytes in whatever order the shards ended, and none are needed', async () => {
    const one = await aRun([
      { shard: 's1', value: -2.1 },
      { shard: 's2', value: -3.3 },
    ]);
    const other = await aRun([
      { shard: 's2', value: -3.3 },
      { shard: 's1', value: -2.1 },
    ]);
    const none = await aRun([]);

    await poolPrices(one.objects, one.request);
    await poolPrices(other.objects, other.request);
    await poolPrices(none.objects, none.request);

    expect(await bodyOf(other.objects)).toBe(await bodyOf(one.objects));
    expect(JSON.parse(await bodyOf(none.objects))).toMatchObject({ all: null, categories: [] });
  });
});
