import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AccuracyEntry,
  addDays,
  catalogKey,
  decisionLogKeys,
  insightKeys,
  runKey,
} from '../../../lib/domain/index.ts';
import { aSegmentation } from '../../charts/some-results.ts';
import { bodyOf } from '../http-requests.ts';
import { aSeal } from '../report/a-seal.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const health = async (market: string) => {
  const answer = await api.ask('GET /v1/markets/{market}/health', { path: { market } });
  expect(answer.statusCode).toBe(200);
  return bodyOf(answer);
};

const anEntry = (asOf: string): AccuracyEntry => ({
  asOf,
  runId: `de-${asOf}`,
  horizons: [
    {
      ...{ days: 28, madeOn: addDays(asOf, -28), skus: 2, observations: 56, units: 300 },
      ...{ wape: 0.4, totalsWape: 0.2, bias: -0.05, weightedQuantileLoss: 0.3 },
      ...{ coverage80: 0.81, betterThanNaive: 1 },
    },
  ],
  worst: [
    {
      ...{ sku: 'A-1', days: 28, madeOn: addDays(asOf, -28), model: 'combination(6)' },
      ...{ forecastUnits: 90, actualUnits: 150, observedDays: 28, error: { minor: 60_000, currency: 'EUR' } },
    },
  ],
});

describe('the health of a market', () => {
  test('says of a market without data that it has none, and why no forecast can be judged', async () => {
    const { data, forecasts } = await health('jp');

    expect(data).toEqual({ newestOrder: null, daysBehind: null, kinds: [], lastRun: null });
    expect(forecasts).toMatchObject({ accuracy: [], worst: [] });
    expect(forecasts.reason).toMatch(/^no forecast has been met by what came yet/);
  });

  test('tells how old the data are in the market’s own calendar, by kind of file', async () => {
    const file = { market: 'de', rows: 40, firstDate: null, schemaVersion: 1 };
    const put = (kind: 'orders' | 'products', upload: string, lastDate: string | null) =>
      api.stores.catalog.put(catalogKey('demo', 'de', kind, upload), {
        ...{ ...file, kind, upload, key: upload, sequence: upload, lastDate },
      });
    await put('orders', 'u-1', '2025-01-30');
    await put('orders', 'u-2', '2025-01-29');
    await put('products', 'u-3', null);
    await api.stores.runs.put(runKey('demo', 'de-2025-01-30'), {
      ...{ merchant: 'demo', market: 'de', asOf: '2025-01-30', runId: 'de-2025-01-30', series: 2, shards: 1 },
      ...{ state: 'finished', startedAt: '2025-01-31T02:30:00Z' },
    });
    // half past midnight of the second in Berlin
    api.clock.instant = '2025-02-01T23:30:00.000Z';

    const { data } = await health('de');

    expect(data).toEqual({
      newestOrder: '2025-01-30',
      daysBehind: 3,
      kinds: [
        { kind: 'orders', files: 2, rows: 80, newestDate: '2025-01-30', upload: 'u-2' },
        { kind: 'products', files: 1, rows: 40, newestDate: null, upload: 'u-3' },
      ],
      lastRun: {
        ...{
          runId: 'de-2025-01-30',
          asOf: '2025-01-30',
          state: 'finished',
          startedAt: '2025-01-31T02:30:00Z',
        },
      },
    });
  });

  test('shows a quarter of nights of forecast accuracy, oldest first, and the worst SKUs of the newest', async () => {
    const nights = Array.from({ length: 95 }, (_, night) => addDays('2025-01-30', -night));
    for (const asOf of nights)
      await api.stores.accuracies.put(insightKeys.accuracy('demo', 'de', asOf), anEntry(asOf));

    const { forecasts } = await health('de');

    expect(forecasts.accuracy).toHaveLength(90);
    const { worst, ...newest } = anEntry('2025-01-30');
    expect(forecasts.accuracy.at(-1)).toEqual(newest);
    expect(forecasts.accuracy[0].asOf).toBe(addDays('2025-01-30', -89));
    expect(forecasts).toMatchObject({ reason: null, worst });
  });

  test('shows what drifts: a quarter of nights in counts, the newest alarms, and how far figures of buyers moved', async () => {
    const alarm = {
      ...{ sku: 'A-1', signal: 'level' as const, direction: -1 as const, size: -0.4, since: '2025-01-20' },
      ...{ daysSince: 11, raisedOn: '2025-01-28', qValue: 0.002, words: 'sells 40 % less than before' },
    };
    const counts = { tested: 40, raised: 1, standing: 1, ended: 0, priceMoves: 2, costMoves: 1 };
    for (let night = 0; night < 95; night++) {
      const asOf = addDays('2025-01-30', -night);
      const entry = { ...counts, asOf, runId: `de-${asOf}`, alarms: night === 0 ? [alarm] : [] };
      await api.stores.drifts.put(insightKeys.drift('demo', 'de', asOf), entry);
    }
    const feature = { feature: 'recencyDays', stabilityIndex: 0.4, distance: 0.3, qValue: 0.01 };
    const buyers = {
      against: '2025-01-02',
      features: [{ ...feature, direction: 1 as const, drifted: true }],
    };
    const segmentation = { ...aSegmentation(), drift: buyers };
    await api.stores.segmentations.put(insightKeys.segmentation('demo', 'de'), segmentation);

    const { drift } = await health('de');

    expect(drift).toMatchObject({ alarms: [alarm], buyers, reason: null });
    expect(drift.nights).toHaveLength(90);
    expect(drift.nights.at(-1)).toEqual({ ...counts, asOf: '2025-01-30', runId: 'de-2025-01-30' });
    expect(drift.nights[0].asOf).toBe(addDays('2025-01-30', -89));
  });

  test('says why nothing was looked for: no night yet, or no SKU with enough days', async () => {
    const nothing = { tested: 0, raised: 0, standing: 0, ended: 0, priceMoves: 0, costMoves: 0, alarms: [] };

    const before = await health('jp');
    const entry = { ...nothing, asOf: '2025-01-30', runId: 'jp-2025-01-30' };
    await api.stores.drifts.put(insightKeys.drift('demo', 'jp', '2025-01-30'), entry);
    const after = await health('jp');

    expect(before.drift).toMatchObject({ nights: [], alarms: [], buyers: null });
    expect(before.drift.reason).toBe('no night has checked the market for drift yet: the next run does');
    expect(after.drift.reason).toBe('no SKU has the 36 observed days that a change is looked for in');
    const chinese = await api.ok('GET /v1/markets/{market}/health', {
      path: { market: 'jp' },
      query: { language: 'zh' },
    });
    expect(chinese.drift.reason).toBe('没有SKU具备查找变化所需的36个观测日');
  });

  test('shows the newest proof of the rules, and none before the first night', async () => {
    const rule = {
      ...{ kind: 'noEvidence' as const, withdrawn: false, nightsAboveZero: 0, skus: 3, weeks: 78 },
      text: 'Only 3 of at least 8 SKUs have been replayed: each night adds others.',
    };
    const aProof = (asOf: string) => ({ asOf, runId: `de-${asOf}`, orders: rule, prices: rule });

    expect((await health('de')).proof).toBeNull();
    await api.stores.proofs.put(insightKeys.proof('demo', 'de', '2025-01-30'), aProof('2025-01-30'));
    await api.stores.proofs.put(insightKeys.proof('demo', 'de', '2025-01-29'), aProof('2025-01-29'));

    expect((await health('de')).proof).toEqual(aProof('2025-01-30'));
    expect((await health('jp')).proof).toBeNull();
  });

  test('tells the newest seal of the decision log, whose digest is to be kept elsewhere', async () => {
    const put = (number: number, digest: string) => {
      const { pk, sk } = decisionLogKeys.seal('demo', 'de', number);
      return api.stores.seals.put({ pk, sk }, { ...aSeal, number, digest });
    };
    expect((await health('de')).decisionLog).toBeNull();

    await put(1, 'a1'.repeat(32));
    await put(2, 'b2'.repeat(32));

    expect((await health('de')).decisionLog).toEqual({ number: 2, entries: 4, digest: 'b2'.repeat(32) });
    expect((await health('jp')).decisionLog).toBeNull();
  });
});
