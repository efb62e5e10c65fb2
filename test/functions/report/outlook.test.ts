import { describe, expect, test } from '@jest/globals';
import { readOutlook } from '../../../functions/report/outlook.ts';
import { HORIZON_DAYS, lakeKeys, outlookSchema, type ReportRequest } from '../../../lib/domain/index.ts';
import { addSeries, emptyTotals } from '../../../lib/forecasting/index.ts';
import { type CategoryTotals, writeShardTotals } from '../../../lib/stores/index.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';

const run = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };
const shape = { days: HORIZON_DAYS, paths: 16, times: 52 };
const each = <T>(value: T) => Array<T>(HORIZON_DAYS).fill(value);

type Sku = { category: string | null; perDay: number };

/** A shard of SKUs that sell so much a day, give or take a third. */
function aShard(skus: readonly Sku[], seed: number): CategoryTotals[] {
  return [...Map.groupBy(skus, ({ category }) => category)].map(([category, members]) => {
    const totals = emptyTotals(shape);
    members.forEach(({ perDay }, place) => {
      const distribution = {
        centre: each(perDay),
        sd: each(perDay / 3),
        errorWeights: each(0).with(0, 1),
        sharedShare: each(0.1),
        nonNegative: true,
      };
      const shocks = Float64Array.from({ length: 52 }, (_, week) => perDay * Math.sin(week + place));
      addSeries(totals, { mean: each(perDay), distribution, shocks, seed: 100 * seed + place });
    });
    const perDay = members.reduce((sum, sku) => sum + sku.perDay, 0);
    return { category, totals, history: new Float64Array(200).fill(perDay, 100) };
  });
}

async function aRun(shards: readonly (readonly Sku[])[], failed: readonly string[] = []) {
  const objects = objectsInMemory();
  const names = shards.map((_, place) => `s${place + 1}`);
  for (const [place, skus] of shards.entries())
    await writeShardTotals(
      objects,
      lakeKeys.shardTotals(run.merchant, run.runId, names[place]!),
      aShard(skus, place + 1),
    );
  const manifest = { bucket: 'lake', key: lakeKeys.manifest(run.merchant, run.runId) };
  const refs = names.map((shard, place) => ({ ...run, shard, key: shard, series: shards[place]!.length }));
  await objects.put(manifest.key, JSON.stringify(refs), 'application/json');
  const request: ReportRequest = {
    ...run,
    ready: true,
    series: shards.flat().length,
    shards: names.length,
    manifest,
    forecast: names.map((shard, place) => ({
      shard,
      done: failed.includes(shard) ? 0 : shards[place]!.length,
      lacking: 0,
      ...(failed.includes(shard) ? { failed: 'out of memory' } : {}),
    })),
    segment: { buyers: 0, segments: 0 },
    learn: [],
  };
  return { objects, request };
}

const hinge = (perDay: number): Sku => ({ category: 'hinges', perDay });
const screw = (perDay: number): Sku => ({ category: 'screws', perDay });
const loose = (perDay: number): Sku => ({ category: null, perDay });

describe('readOutlook', () => {
  test('adds SKUs up to categories and the market, across shards, the largest category first', async () => {
    const { objects, request } = await aRun([
      [hinge(1), screw(10), screw(20)],
      [hinge(2.5), loose(0.125)],
    ]);

    const outlook = outlookSchema.parse(await readOutlook(objects, request));

    expect(outlook.categories.map(({ category, series }) => [category, series])).toEqual([
      ['screws', 2],
      ['hinges', 2],
      [null, 1],
    ]);
    expect(outlook.categories.map(({ mean }) => mean[0])).toEqual([30, 3.5, 0.125]);
    expect(outlook.market.mean).toEqual(each(33.625));
    expect(outlook.market).toMatchObject({ series: 5 });
    expect(outlook.market.cumulative.map(({ days, mean }) => [days, mean])).toEqual(
      [7, 14, 21, 28, 35, 42, 49, 56].map((days) => [days, days * 33.625]),
    );
    expect(outlook.lacking).toEqual({ series: 0, share: 0 });
  });

  test('tells quantiles of sums: in order, and closer to the mean than sums of quantiles', async () => {
    const { objects, request } = await aRun([[hinge(9), screw(12)], [loose(15)]]);

    const { market, categories } = outlookSchema.parse(await readOutlook(objects, request));

    const sumOfP90 = categories.reduce((sum, { p90 }) => sum + p90[0]!, 0);
    expect(market.p90[0]).toBeLessThan(sumOfP90);
    for (const { p10, p50, p90 } of [market, ...categories])
      p50.forEach((middle, day) => {
        expect(p10[day]).toBeLessThan(middle);
        expect(middle).toBeLessThan(p90[day]!);
      });
    const [week] = market.cumulative;
    expect(week!.p90).toBeLessThan(market.p90.slice(0, 7).reduce((sum, units) => sum + units, 0));
    expect(week!.p90).toBeGreaterThan(week!.mean);
  });

  test('sets the forecast of the market’s own sales beside the sum, and says how far they are apart', async () => {
    const { objects, request } = await aRun([[hinge(9), screw(12)], [loose(15)]]);

    const { direct } = outlookSchema.parse(await readOutlook(objects, request));

    // 100 days of 36 units each, then 56 more of the same: they agree
    expect(direct).toMatchObject({ days: 56, mean: 56 * 36, p10: 56 * 36, p90: 56 * 36, difference: 0 });
  });

  test('leaves a failed shard out, whatever an earlier try left, and says which share of SKUs is lacking', async () => {
    const { objects, request } = await aRun([[hinge(1), hinge(2), hinge(3)], [screw(5)]], ['s2']);

    const outlook = await readOutlook(objects, request);

    expect(outlook).toMatchObject({
      market: { series: 3 },
      lacking: { series: 1, share: 0.25 },
    });
    expect(outlook?.categories.map(({ category }) => category)).toEqual(['hinges']);
  });

  test('counts a shard that left no totals as lacking', async () => {
    const { objects, request } = await aRun([[hinge(1)], [screw(5)]]);
    const { put, get } = objectsInMemory();
    await put(request.manifest.key, await objects.get(request.manifest.key), 'application/json');

    expect(await readOutlook({ get }, request)).toBeUndefined();
  });

  test('gives the same bytes whatever order the shards ended in', async () => {
    const { objects, request } = await aRun([[hinge(1 / 3), screw(0.1)], [hinge(0.7)], [screw(1 / 7)]]);

    const once = await readOutlook(objects, request);
    const again = await readOutlook(objects, { ...request, forecast: request.forecast.toReversed() });

    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  });

  test('tells so many categories and no more: the last stands for all smaller ones', async () => {
    const many = [5, 4, 3, 2, 1].map((perDay): Sku => ({ category: `c${perDay}`, perDay }));
    const { objects, request } = await aRun([many]);

    const outlook = outlookSchema.parse(await readOutlook(objects, request, 3));

    expect(outlook.categories.map(({ category, smaller, mean }) => [category, smaller, mean[0]])).toEqual([
      ['c5', undefined, 5],
      ['c4', undefined, 4],
      ['c3', 2, 6],
    ]);
    expect(outlook.market.mean[0]).toBe(15);
    // a hundred lie in one item beside the analysis: 400 KB are the most
    expect(100 * Buffer.byteLength(JSON.stringify(outlook.categories[0]))).toBeLessThan(300_000);
  });
});
