import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/report/handler.ts';
import { NotFoundError, type Run, runSchema } from '../../../lib/domain/index.ts';
import type { MarketAggregates } from '../../../lib/insight/index.ts';
import type { PastRun } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { aSeal } from './a-seal.ts';
import { noFairness, nothingToState } from './nothing-to-state.ts';
import { someMarket, someTotals } from './some-market.ts';

const name = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };
const startedAt = '2025-07-01T01:30:00.000Z';
const finishedAt = '2025-07-01T01:42:00.000Z';

const germany = aMarket();
const never = () => Promise.reject(new Error('not asked for'));

const running: Run = { ...name, state: 'running', startedAt, series: 5, shards: 2 };

const aDone = (shard: string) => ({ shard, done: 3, lacking: 0 });
const shards = ['0', '1'].map((shard) => ({ ...name, shard, key: shard, series: 3 }));
const aRequest = (changes: object = {}) => ({
  ...name,
  ready: true,
  series: 5,
  shards: 2,
  manifest: { bucket: 'lake', key: 'runs/demo/de-2025-06-30/manifest.json' },
  forecast: [
    { shard: '0', done: 3, lacking: 1 },
    { shard: '1', done: 2, lacking: 0 },
  ],
  segment: { buyers: 30, segments: 3 },
  learn: [
    { shard: '0', done: 3, lacking: 0 },
    { shard: '1', done: 1, lacking: 1 },
  ],
  ...changes,
});

/** Tables that keep what they are given; a lake that answers these aggregates, or fails. */
function createFakes({ run, market }: { run?: Run; market?: MarketAggregates } = { run: running }) {
  const runs = new Map<string, Run>(run === undefined ? [] : [[`${run.merchant} ${run.runId}`, run]]);
  const analyses = new Map<string, unknown>();
  const keyOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;
  const get = async (key: { pk: string; sk: string }) => {
    const value = runs.get(keyOf(key));
    return value === undefined ? undefined : { value, version: 1, numbers: {} };
  };
  const asked: PastRun[] = [];
  const files: string[] = [];
  const proven: string[] = [];
  const handler = createHandler({
    lake: { marketAggregates: async () => market ?? someMarket() },
    objects: {
      get: async (key) => {
        if (!key.endsWith('manifest.json')) throw new NotFoundError(`no object ${key}`);
        return new TextEncoder().encode(JSON.stringify(shards));
      },
      list: async () => [],
      put: async (key) => {
        files.push(key);
      },
    },
    ...{ fairness: noFairness, earnings: nothingToState },
    analyses: {
      put: async (key, value) => {
        analyses.set(keyOf(key), value);
      },
    },
    runs: {
      get,
      put: async (key, value) => {
        runs.set(keyOf(key), runSchema.parse(value));
      },
      putNew: async (key, value) => {
        if (runs.has(keyOf(key))) return false;
        runs.set(keyOf(key), runSchema.parse(value));
        return true;
      },
    },
    judge: {
      measure: async ({ past }) => {
        asked.push(...past);
        return { horizons: [], worst: [] };
      },
      accuracies: { put: async () => undefined },
      runs: { get },
      epochSeconds: () => 1_751_333_000,
    },
    drift: { drifts: { put: never }, segmentations: { get: never }, epochSeconds: () => 0 },
    prove: {
      objects: { get: async () => new Uint8Array(), list: async () => [] },
      priceWeeks: async () => ({ exploring: [], logged: { skus: 0, weeks: 0 } }),
      proofs: {
        getAll: async () => new Map(),
        put: async (key) => {
          proven.push(key.sk);
        },
      },
      epochSeconds: () => 1_751_333_000,
    },
    ...{ compare: async () => [], draftOrders: async () => 0 },
    sealDecisions: async () => aSeal,
    events: { announce: async () => undefined },
    markets: [germany],
    now: () => finishedAt,
  });
  return { handler, runs, analyses, asked, files, proven };
}

describe('the report handler', () => {
  test('stores the analysis and closes the run with sums of what its steps did', async () => {
    const { handler, runs, analyses, proven } = createFakes();

    const closed = await handler(aRequest());

    expect(proven).toEqual(['proof#2025-06-30']);
    expect(analyses.get('demo#de analysis')).toMatchObject({
      kind: 'ready',
      revenue: { minor: 900, currency: 'EUR' },
    });
    expect(closed).toEqual({
      ...name,
      state: 'finished',
      sealed: { number: 7, entries: 4, digest: aSeal.digest },
      startedAt,
      finishedAt,
      series: 5,
      shards: 2,
      summary: {
        forecasts: 5,
        policies: 4,
        buyers: 30,
        segments: 3,
        insufficientData: 1,
        failedShards: [],
      },
    });
    expect(runs.get('demo de-2025-06-30')).toEqual(closed);
  });

  test('leaves the analysis in the lake as tables', async () => {
    const { handler, files } = createFakes();

    await handler(aRequest());

    expect(files.filter((key) => key.startsWith('analysis/')).toSorted()).toEqual(
      ['baskets', 'categories', 'cohorts', 'months', 'positioning'].map(
        (table) => `analysis/demo/de/${table}/2025-06-30.parquet`,
      ),
    );
  });

  test('has the forecasts of the run of a week ago judged', async () => {
    const { handler, runs, asked } = createFakes();
    const weekAgo = { asOf: '2025-06-23', runId: 'de-2025-06-23', state: 'finished' as const, shards: 3 };
    runs.set('demo de-2025-06-23', { ...running, ...weekAgo });

    await handler(aRequest());

    expect(asked).toEqual([{ days: 7, asOf: '2025-06-23', shards: 3 }]);
  });

  test('names every failed shard with its step and reason, without a stack', async () => {
    const { handler } = createFakes();
    const Cause = JSON.stringify({ errorMessage: 'no lake', trace: ['at secret.ts:1'] });
    const noLake = JSON.stringify({ Error: 'UpstreamError', Cause });

    const closed = await handler(
      aRequest({
        forecast: [aDone('0'), { shard: '1', done: 0, lacking: 0, failed: 'out of memory' }],
        segment: { buyers: 0, segments: 0, failed: noLake },
      }),
    );

    expect(closed).toMatchObject({
      state: 'finishedWithFailures',
      reason: '2 shards failed; to retry: npm run retry -- --run de-2025-06-30',
    });
    expect(closed.summary?.failedShards).toEqual([
      { step: 'segment', shard: 'segment', reason: 'UpstreamError: no lake' },
      { step: 'forecast', shard: '1', reason: 'out of memory' },
    ]);
  });

  test('closes a run that was not ready as insufficient data, with what is missing', async () => {
    const market = someMarket({ firstOrder: null, totals: { ...someTotals, orders: 0 } });
    const { handler, analyses } = createFakes({ run: running, market });

    const closed = await handler(
      aRequest({ ready: false, forecast: [], learn: [], segment: { buyers: 0, segments: 0 } }),
    );

    expect(closed).toMatchObject({
      state: 'insufficientData',
      reason: 'there are no orders up to 2025-06-30',
    });
    expect(analyses.get('demo#de analysis')).toMatchObject({
      kind: 'insufficientData',
      missing: ['orders'],
    });
  });

  test('closes a run whose row was lost', async () => {
    const { handler, runs } = createFakes({});

    await handler(aRequest());

    expect(runs.get('demo de-2025-06-30')).toMatchObject({ state: 'finished', startedAt: finishedAt });
  });

  test('refuses an event of neither form', async () => {
    const { handler } = createFakes();

    await expect(handler({ ...name, ready: true })).rejects.toThrow(/the report event does not fit/);
  });
});

describe('the report handler, given the error of the catch-all', () => {
  const failed = { merchant: 'demo', market: 'de', asOf: '2025-06-30', error: 'E' };

  test('marks the run failed with the message of the cause, without its stack', async () => {
    const { handler, runs } = createFakes();
    const Cause = JSON.stringify({ errorMessage: 'the lake is gone', trace: ['at secret.ts:1'] });

    const failed = { ...aRequest(), error: { Error: 'UpstreamError', Cause } };
    const closed = await handler({ failed, execution: 'first' });

    expect(closed).toEqual({
      ...running,
      execution: 'first',
      state: 'failed',
      finishedAt,
      reason: 'UpstreamError: the lake is gone',
    });
    expect(runs.get('demo de-2025-06-30')).toEqual(closed);
  });

  test.each([
    [{ error: 'States.Timeout' }, 'States.Timeout'],
    [{ error: 'States.TaskFailed', cause: 'half a text {' }, 'States.TaskFailed: half a text {'],
    [{ error: { Error: 'E', Cause: '{"errorMess' } }, 'E: {"errorMess'],
    [{ error: {} }, 'unknown error'],
  ])('puts %j into words', async (failure, reason) => {
    const { handler } = createFakes();

    expect(await handler({ failed: { ...name, ...failure }, execution: 'first' })).toMatchObject({
      state: 'failed',
      reason,
    });
  });

  test('shows a run that failed before it had a name under the business date that its schedule stands for', async () => {
    const { handler, runs } = createFakes({});
    const failed = { merchant: 'demo', market: 'de', scheduledAt: '2025-07-01T01:30:00Z', error: 'E' };

    await handler({ failed, execution: 'first' });

    expect(runs.get('demo de-2025-06-30')).toMatchObject({ ...name, state: 'failed', reason: 'E' });
  });

  test('leaves alone the run that another execution makes', async () => {
    const others: Run = { ...running, execution: 'other' };
    const { handler, runs } = createFakes({ run: others });

    await handler({ failed, execution: 'second' });

    expect(runs.get('demo de-2025-06-30')).toEqual(others);
  });

  test('leaves a finished run alone when a later one failed before it had a name', async () => {
    const finished: Run = { ...running, state: 'finished' };
    const { handler, runs } = createFakes({ run: finished });
    await handler({ failed, execution: 'second' });

    expect(runs.get('demo de-2025-06-30')).toEqual(finished);
  });
});
