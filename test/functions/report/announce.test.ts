import { describe, expect, test } from '@jest/globals';
import { createHandler, type ReportDependencies } from '../../../functions/report/handler.ts';
import type { FairnessFound } from '../../../functions/report/report-fairness.ts';
import { type Run, type TradewindEvent, UpstreamError } from '../../../lib/domain/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { aSeal } from './a-seal.ts';
import { noFairness, nothingToState } from './nothing-to-state.ts';

const name = { merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30' };
const running: Run = {
  ...name,
  state: 'running',
  startedAt: '2025-07-01T01:30:00.000Z',
  series: 5,
  shards: 0,
};
const failure = (error: string) => ({ execution: 'night', failed: { ...name, error: { Error: error } } });
const request = {
  ...{ ...name, ready: false, series: 5, shards: 0, forecast: [], learn: [] },
  manifest: { bucket: 'lake', key: 'runs/demo/de-2025-06-30/manifest.json' },
  segment: { buyers: 0, segments: 0 },
};

/** A market without orders, one table of runs, and a bus that may be down. */
function openReport(fairness?: { found: FairnessFound } & Pick<ReportDependencies, 'fairness'>) {
  const kept = new Map<string, Run>([[name.runId, running]]);
  const announced: TradewindEvent[] = [];
  const bus = { down: false };
  const never = () => Promise.reject(new Error('a run that lacks data asks for nothing'));
  const runs: ReportDependencies['runs'] = {
    get: async ({ sk }) => {
      const value = kept.get(sk);
      return value === undefined ? undefined : { value, version: 1, numbers: {} };
    },
    put: async ({ sk }, run) => void kept.set(sk, run),
    putNew: never,
  };
  const aggregates = {
    ...{ from: '2024-07-01', firstOrder: null, periods: null, trailing: null },
    totals: {
      ...{ revenueMinor: 0, salesMinor: 0, returnsMinor: 0, anonymousRevenueMinor: 0 },
      ...{ orders: 0, orderLines: 0, units: 0 },
    },
    buyers: { revenueMinor: [], new: 0 },
    skus: { revenueMinor: [], periods: [], unitsSum: [], unitsSquareSum: [] },
    ...{ months: [], weekdays: [], cohorts: [] },
    ...(fairness === undefined ? {} : { fairness: fairness.found }),
  };
  const handler = createHandler({
    lake: { marketAggregates: async () => aggregates },
    objects: { get: async () => new TextEncoder().encode('[]'), list: async () => [], put: never },
    fairness: fairness?.fairness ?? noFairness,
    analyses: { put: async () => undefined },
    judge: { measure: never, accuracies: { put: never }, runs, epochSeconds: () => 0 },
    drift: { drifts: { put: never }, segmentations: { get: never }, epochSeconds: () => 0 },
    prove: {
      ...{ objects: { get: never, list: never }, priceWeeks: never, epochSeconds: () => 0 },
      proofs: { getAll: never, put: never },
    },
    earnings: nothingToState,
    compare: async () => [],
    draftOrders: async () => 0,
    sealDecisions: async () => aSeal,
    runs,
    events: {
      announce: async (events) => {
        if (bus.down) throw new UpstreamError('the event bus does not answer');
        announced.push(...events);
      },
    },
    markets: [aMarket()],
    now: () => '2025-07-01T01:42:00.000Z',
  });
  return { handler, kept, announced, bus };
}

describe('what a run says aloud', () => {
  test('is how it ended, and the same again when the step is repeated', async () => {
    const { handler, announced } = openReport();

    await handler(request);
    await handler(request);

    const [first, second] = announced;
    expect(first).toMatchObject({
      ...{ type: 'run.finished', merchant: 'demo', market: 'de', at: '2025-07-01T01:42:00.000Z' },
      data: { runId: 'de-2025-06-30', asOf: '2025-06-30', state: 'insufficientData', series: 5 },
    });
    expect(second?.id).toBe(first?.id);
  });

  test('is, before how it ended, that buyers or segments are too far apart, once for a market and night', async () => {
    const gap = { sku: 'A-1', volumeBand: '1e3', terms: '', units: 1, listPriceMicros: 10, market: 'de' };
    const rows = [10, 8].map((unitPriceMicros, n) => ({
      ...{ ...gap, unitPriceMicros, buyer: `buyer-${n}`, source: 'list' as const },
    }));
    const parity = { days: 90, rows, compared: 1, alarms: 1, unlisted: 0 };
    const limits = { largestGap: 0.1, leastRatio: 0.8 };
    const { handler, kept, announced } = openReport({
      found: { parity, segmentOf: new Map(), limits },
      fairness: {
        entries: { put: async () => undefined, query: async () => ({ items: [] }) },
        readDecided: async () => ({ skus: [], byPeople: new Set(), offered: [] }),
        epochSeconds: () => 0,
      },
    });

    await handler(request);
    await handler(request);

    expect(announced.map(({ type }) => type)).toEqual([
      ...['fairness.raised', 'run.finished', 'fairness.raised', 'run.finished'],
    ]);
    expect(announced[0]).toMatchObject({
      ...{ id: 'fairness_raised:demo:de:2025-06-30', merchant: 'demo', market: 'de' },
      data: { runId: name.runId, asOf: '2025-06-30', gaps: 1, largestGap: 0.1, widestGap: 0.25, rates: 0 },
    });
    expect(announced[2]?.id).toBe(announced[0]?.id);
    expect(JSON.stringify(announced)).not.toContain('buyer-');
    expect(kept.get(name.runId)?.summary?.unfair).toEqual({ gaps: 1, rates: 0 });
  });

  test('is that it failed', async () => {
    const { handler, announced } = openReport();

    await handler(failure('InputError'));

    expect(announced).toMatchObject([{ type: 'run.failed', data: { runId: 'de-2025-06-30' } }]);
  });

  test('does not make a run that is done a failed one when nobody can hear it, and is told later', async () => {
    const { handler, kept, announced, bus } = openReport();
    bus.down = true;
    await expect(handler(request)).rejects.toThrow(UpstreamError);

    bus.down = false;
    await handler(failure('UpstreamError'));

    expect(kept.get(name.runId)).toMatchObject({ state: 'insufficientData' });
    expect(announced).toMatchObject([{ type: 'run.finished' }]);
  });
});
