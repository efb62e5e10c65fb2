import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { claimRun } from '../../../functions/plan/claim-run.ts';
import { type Run, runKey } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

const CANCEL = 'POST /v1/runs/{run}/cancel';
const runId = 'de-2025-01-31';
const path = { run: runId };

let api: Api;
beforeAll(async () => {
  api = await startApi();
}, 30_000);
afterAll(() => api.stop());
beforeEach(() => {
  api.stopped.length = 0;
});

const aRun = (given: Partial<Run> = {}): Run => ({
  ...{ merchant: 'demo', market: 'de', asOf: '2025-01-31', runId, state: 'running' },
  ...{ startedAt: '2025-02-01T08:30:00Z', execution: 'night-1', series: 12, shards: 2 },
  ...given,
});
const store = (run: Run) => api.stores.runs.put(runKey(run.merchant, run.runId), run);
const cancel = (body: object = {}) => api.ask(CANCEL, { path, body });

describe('a run that is cancelled', () => {
  test('has its execution stopped, says by whom and why, and keeps its progress', async () => {
    await store(aRun());
    await api.stores.progress.done('demo', runId, 'forecast', 's00001');

    const answer = await cancel({ reason: 'the price file was of last month' });
    const shown = await api.ok('GET /v1/runs/{run}', { path });

    expect(answer.statusCode).toBe(200);
    expect(api.stopped).toEqual(['arn:aws:states:eu-central-1:123456789012:execution:nightly:night-1']);
    expect(shown).toMatchObject({
      ...{ state: 'cancelled', finishedAt: api.clock.instant, series: 12 },
      reason: 'cancelled by client-1: the price file was of last month',
      progress: { forecast: { of: 2, done: ['s00001'] } },
    });
  });

  test('is cancelled once, whoever asks again', async () => {
    await store(aRun());

    const first = await cancel();
    const again = await cancel();

    expect(bodyOf(again)).toEqual(bodyOf(first));
    expect(api.stopped).toHaveLength(1);
  });

  test('is made again when a person asks, and not by the clock that had begun it', async () => {
    await store(aRun());
    await cancel();
    const name = { merchant: 'demo', market: 'de', asOf: '2025-01-31', runId };
    const deps = { runs: api.stores.runs, now: api.clock.instant };
    const due = { asOf: '2025-01-31', dueAt: '2025-02-01T02:30:00Z' };

    const byClock = await claimRun(deps, name, { execution: 'night-2', due });
    const started = await api.ask('POST /v1/markets/{market}/runs', {
      path: { market: 'de' },
      body: { asOf: '2025-01-31' },
    });
    const byPerson = await claimRun(deps, name, { execution: 'night-3', due: undefined });

    expect([byClock.kind, started.statusCode, byPerson.kind]).toEqual(['taken', 202, 'claimed']);
  });

  test('goes back to what its night came to where only the retry of its shards was under way', async () => {
    const summary = {
      ...{ forecasts: 9, policies: 9, buyers: 0, segments: 0, insufficientData: 0 },
      failedShards: [{ step: 'learn', shard: 's00002', reason: 'out of memory' }],
    };
    await store(aRun({ summary, retriedAt: '2025-02-01T08:45:00Z' }));

    const { state, reason, summary: kept } = bodyOf(await cancel());

    expect([state, kept]).toEqual(['finishedWithFailures', summary]);
    expect(reason).toBe('its retry was cancelled by client-1');
  });
});

describe('nothing is stopped', () => {
  test.each(['finished', 'finishedWithFailures', 'insufficientData', 'failed'] as const)(
    'of a run that has ended: %s',
    async (state) => {
      await store(aRun({ state, finishedAt: '2025-02-01T08:40:00Z' }));

      const answer = await cancel();

      expect([answer.statusCode, bodyOf(answer).detail]).toEqual([
        409,
        `the run ${runId} has ended: ${state}`,
      ]);
      expect(api.stopped).toEqual([]);
    },
  );

  test('of a run that is not there, or another merchant’s, in the same words', async () => {
    await store(aRun({ merchant: 'other', runId: 'de-2025-01-30' }));

    const absent = await api.ask(CANCEL, { path: { run: 'de-2025-01-29' }, body: {} });
    const foreign = await api.ask(CANCEL, { path: { run: 'de-2025-01-30' }, body: {} });

    expect([absent.statusCode, foreign.statusCode]).toEqual([404, 404]);
    expect(bodyOf(foreign).detail.replace('30', '29')).toBe(bodyOf(absent).detail);
    expect(api.stopped).toEqual([]);
  });

  test('by a token without the scope admin', async () => {
    await store(aRun());
    const claims = { merchant: 'demo', scope: 'read decide ingest', client_id: 'client-1' };

    const answer = await api.ask(CANCEL, { path, body: {}, claims });

    expect([answer.statusCode, api.stopped]).toEqual([403, []]);
  });
});

test('a run whose execution died a day ago without a word can be cancelled, and begun again', async () => {
  await store(aRun({ startedAt: '2025-01-31T06:00:00Z' }));

  expect(bodyOf(await cancel()).state).toBe('cancelled');
});
