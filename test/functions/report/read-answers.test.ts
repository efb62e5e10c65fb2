import { describe, expect, test } from '@jest/globals';
import { readAnswers } from '../../../functions/report/read-answers.ts';
import { lakeKeys, NotFoundError, type ReportEvent } from '../../../lib/domain/index.ts';

const name = { merchant: 'demo', market: 'de', asOf: '2026-06-30', runId: 'de-2026-06-30' };
const whole = lakeKeys.manifest('demo', name.runId);
const left = lakeKeys.runResults('demo', name.runId);
const refs = ['s1', 's2', 's3'].map((shard) => ({ ...name, shard, key: shard, series: 24 }));
const done = (shard: string, count = 24) => ({ shard, done: count, lacking: 0 });
const mapRun = (files: Partial<Record<'SUCCEEDED' | 'FAILED', string[]>>) => ({
  ResultFiles: Object.fromEntries(
    ['SUCCEEDED', 'FAILED', 'PENDING'].map((status) => [
      status,
      (files[status as 'FAILED'] ?? []).map((Key) => ({ Key, Size: 1 })),
    ]),
  ),
});
const anEvent = (changes: Partial<ReportEvent> = {}): ReportEvent => ({
  ...{ ...name, ready: true, series: 72, shards: 3, manifest: { bucket: 'lake', key: whole }, retried: null },
  forecast: { bucket: 'lake', key: 'forecast.json' },
  segment: { buyers: 1, segments: 1 },
  learn: { bucket: 'lake', key: 'learn.json' },
  ...changes,
});

/** Read from a bucket with these objects; what is kept goes into it. */
const read = (bucket: Record<string, unknown>, event = anEvent()) =>
  readAnswers(
    {
      get: async (key) => {
        if (!(key in bucket)) throw new NotFoundError(`no object ${key}`);
        return new TextEncoder().encode(JSON.stringify(bucket[key]));
      },
      put: async (key, body) => void Object.assign(bucket, { [key]: JSON.parse(String(body)) }),
    },
    event,
  );
const aBucket = (more: object = {}): Record<string, unknown> => ({
  [whole]: refs,
  'forecast.json': mapRun({ SUCCEEDED: ['f0'] }),
  f0: [done('s3'), done('s1'), done('s2')],
  'learn.json': mapRun({ SUCCEEDED: ['l0'], FAILED: ['l1'] }),
  l0: [done('s2')],
  l1: [{ Input: JSON.stringify(refs[0]), Error: 'States.Runtime', Cause: 'no such path', Status: 'FAILED' }],
  ...more,
});

describe('readAnswers', () => {
  test('reads every file that the manifests of the Map Runs name, in the order of the run’s manifest', async () => {
    const { forecast } = await read(aBucket());

    expect(forecast).toEqual([done('s1'), done('s2'), done('s3')]);
  });

  test('names the shard of a child that failed by itself, and one of which there is no answer', async () => {
    const { learn } = await read(aBucket());

    expect(learn).toEqual([
      { ...done('s1', 0), failed: JSON.stringify({ Error: 'States.Runtime', Cause: 'no such path' }) },
      done('s2'),
      { ...done('s3', 0), failed: 'it left no answer' },
    ]);
  });

  test('puts a retry’s answers in the place of those before, so that the whole equals an undisturbed run’s', async () => {
    const bucket = aBucket();
    await read(bucket);
    const retried = ['s1', 's3'];
    Object.assign(bucket, {
      'forecast.json': mapRun({ SUCCEEDED: ['f0'] }),
      f0: [done('s3'), done('s1')],
      'learn.json': mapRun({ SUCCEEDED: ['l0'] }),
      l0: [done('s1'), done('s3')],
    });
    const manifest = { bucket: 'lake', key: lakeKeys.retryManifest('demo', name.runId) };

    const request = await read(bucket, anEvent({ retried, manifest }));

    const all = [done('s1'), done('s2'), done('s3')];
    expect(request).toMatchObject({ forecast: all, learn: all, manifest: { key: whole } });
    expect(bucket[left]).toEqual({ forecast: all, learn: all });
  });

  test('asks for the whole run where a retry has nothing to go on from', async () => {
    await expect(read(aBucket(), anEvent({ retried: ['s1'] }))).rejects.toThrow(/run it again whole/);
  });
});
