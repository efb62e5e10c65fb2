import { describe, expect, test } from '@jest/globals';
import { planRetry } from '../../../functions/plan/plan-retry.ts';
import { seriesAShard } from '../../../functions/plan/write-shards.ts';
import { lakeKeys, type Run } from '../../../lib/domain/index.ts';

const name = { merchant: 'demo', market: 'de', asOf: '2026-06-30', runId: 'de-2026-06-30' };
const refs = ['s00001', 's00002', 's00003'].map((shard) => ({ ...name, shard, key: shard, series: 24 }));
const summary = { forecasts: 1, policies: 1, buyers: 7, segments: 2, insufficientData: 0 };
const aRun = (failed: [step: string, shard: string][], changes: Partial<Run> = {}): Run => ({
  ...{ ...name, state: 'finishedWithFailures', startedAt: '2026-07-01T01:30:00Z', series: 72, shards: 3 },
  ...{ finishedAt: '2026-07-01T02:00:00Z', reason: 'failed', execution: 'first' },
  summary: { ...summary, failedShards: failed.map(([step, shard]) => ({ step, shard, reason: 'why' })) },
  ...changes,
});

/** Plan the retry of a run as stored. */
async function retry(stored: Run | undefined, kept: object = {}) {
  let row = stored;
  const put: Record<string, string> = {};
  const planned = await planRetry(
    {
      objects: {
        bucket: 'lake',
        get: async (key) =>
          new TextEncoder().encode(
            JSON.stringify(key === lakeKeys.runResults('demo', name.runId) ? kept : refs),
          ),
        put: async (key, body) => void Object.assign(put, { [key]: String(body) }),
      },
      runs: {
        get: async () => (row === undefined ? undefined : { value: row, version: 3, numbers: {} }),
        replace: async (_key, value) => {
          row = value;
          return true;
        },
      },
      keys: { get: async () => undefined },
      now: () => '2026-07-01T08:00:00Z',
    },
    { ...name, retry: true },
    'second',
  );
  return { planned, row, put };
}

describe('planRetry', () => {
  test('names the shards that failed in any step, once each, and keeps the segments', async () => {
    const stored = aRun([
      ['forecast', 's00002'],
      ['learn', 's00002'],
      ['learn', 's00003'],
    ]);

    const { planned, put } = await retry(stored);

    const key = lakeKeys.retryManifest('demo', name.runId);
    expect(planned).toEqual({
      ...{ ...name, ready: true, series: 72, shards: 3, manifest: { bucket: 'lake', key } },
      ...{ retried: ['s00002', 's00003'], keptSegment: { buyers: 7, segments: 2 } },
    });
    expect(JSON.parse(put[key] ?? '')).toEqual(refs.slice(1));
  });

  test('claims the run for its execution and keeps its summary, so that a retry that fails can be retried', async () => {
    const stored = aRun([['learn', 's00003']]);

    const { row } = await retry(stored);

    const { finishedAt: _, reason: __, ...kept } = stored;
    const claimed = { state: 'running', execution: 'second', retriedAt: '2026-07-01T08:00:00Z' };
    expect(row).toEqual({ ...kept, ...claimed });
  });

  test('takes the names from the answers that the report kept where more have failed than the run tells', async () => {
    const stored = aRun([['forecast', 's00001']]);
    const told = { ...summary, failedShards: stored.summary?.failedShards ?? [], failures: 3 };
    const answer = (shard: string) => ({ shard, done: 0, lacking: 0 });
    const failed = (shard: string) => ({ ...answer(shard), failed: 'why' });

    const { planned } = await retry(
      { ...stored, summary: told },
      {
        forecast: [failed('s00001'), answer('s00002'), answer('s00003')],
        learn: [failed('s00001'), answer('s00002'), failed('s00003')],
      },
    );

    expect(planned.retried).toEqual(['s00001', 's00003']);
  });

  test('makes the segments again where they alone had failed, with the first shard for the maps', async () => {
    const { planned } = await retry(aRun([['segment', 'segment']]));

    expect(planned).toMatchObject({ retried: ['s00001'], keptSegment: null });
  });

  test('leaves a run alone that another execution is making', async () => {
    const startedAt = '2026-07-01T07:00:00Z';
    const { planned, put } = await retry(aRun([['learn', 's00003']], { state: 'running', startedAt }));

    expect(planned).toMatchObject({ ready: false, madeBy: 'first' });
    expect(put).toEqual({});
  });

  test.each([
    ['that never was', undefined],
    ['of which nothing has failed', aRun([])],
  ])('refuses a run %s', async (_, stored) => {
    await expect(retry(stored)).rejects.toThrow(/de-2026-06-30/);
  });
});

test.each([
  [60, 24],
  [9_600, 24],
  [64_000, 160],
  [1_000_000, 240],
])('seriesAShard cuts a market of %i series into shards of %i', (series, most) => {
  expect(seriesAShard(series)).toBe(most);
  expect(series / most).toBeLessThan(5000);
});
