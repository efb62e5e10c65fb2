import { describe, expect, test } from '@jest/globals';
import { createLimitsReader } from '../../../functions/report/fairness-rules.ts';
import { type FairnessDependencies, reportFairness } from '../../../functions/report/report-fairness.ts';
import type { FairnessEntry, StoredRules } from '../../../lib/domain/index.ts';

const limits = { largestGap: 0.1, leastRatio: 0.8 };
const parity = { days: 90, rows: [], compared: 0, alarms: 0, unlisted: 0 };
const segmentOf = new Map([
  ['A', 's1'],
  ['B', 's2'],
]);

const aNight = (asOf: string) => ({ merchant: 'demo', market: 'de', asOf, runId: `de-${asOf}` });

/** Entries as the table keeps them, by night; every night two decisions about each SKU end, with these approved. */
function openReport(approved: { A: number; B: number }) {
  const kept = new Map<string, FairnessEntry>();
  const dependencies: FairnessDependencies = {
    entries: {
      put: async ({ sk }, entry) => {
        kept.set(sk, entry);
      },
      query: async (_pk, { limit = Infinity } = {}) => ({
        items: [...kept]
          .sort(([one], [other]) => (one < other ? 1 : -1))
          .slice(0, limit)
          .map(([sk, value]) => ({ sk, value, version: 1, numbers: {} })),
      }),
    },
    readDecided: async () => ({
      skus: (['A', 'B'] as const).map((sku) => ({
        ...{ sku, proposed: true, ended: 2, approved: approved[sku] },
      })),
      byPeople: new Set(),
      offered: [],
    }),
    epochSeconds: () => 1_780_000_000,
  };
  const report = (asOf: string) => reportFairness(dependencies, aNight(asOf), { parity, segmentOf, limits });
  return { report, kept };
}

const nights = Array.from({ length: 30 }, (_, n) => `2026-06-${String(n + 1).padStart(2, '0')}`);

describe('reportFairness', () => {
  test('judges the decisions of 28 nights, which one night alone could not tell apart', async () => {
    const { report } = openReport({ A: 0, B: 2 });

    const entries: FairnessEntry[] = [];
    for (const night of nights) entries.push(await report(night));

    expect(entries[0]?.rates?.alarms).toBe(0);
    const approved = entries.at(-1)?.rates?.segments.filter(({ kind }) => kind === 'approved');
    expect(approved).toMatchObject([
      { segment: 's1', cases: 56, done: 0, alarm: true },
      { segment: 's2', cases: 56, done: 56, alarm: true },
    ]);
  });

  test('says the same when a night is repeated, and counts none of its decisions twice', async () => {
    const { report, kept } = openReport({ A: 1, B: 2 });
    for (const night of nights.slice(0, 5)) await report(night);

    const first = await report('2026-06-03');
    const again = await report('2026-06-03');

    expect(again).toEqual(first);
    expect(first.rates?.segments.find(({ kind }) => kind === 'approved')?.cases).toBe(6);
    expect(kept.size).toBe(5);
  });
});

describe('createLimitsReader', () => {
  const reader = (rows: Record<string, StoredRules['rules']['fairness']>) =>
    createLimitsReader({
      get: async ({ sk }) => {
        const fairness = rows[sk];
        const rules = fairness === undefined ? {} : { fairness };
        return { value: { rules, changedAt: '', author: 'x' }, version: 1, numbers: {} };
      },
    });

  test('gives a market its own limits, else those for all, else Tradewind’s', async () => {
    const rows = { 'rules#de': { largestGap: 0.2, leastRatio: 0.5 }, rules: { largestGap: 0.3 } };

    expect(await reader(rows)('demo', 'de')).toEqual({ largestGap: 0.2, leastRatio: 0.5 });
    expect(await reader(rows)('demo', 'jp')).toEqual({ largestGap: 0.3, leastRatio: 0.8 });
    expect(await reader({})('demo', 'de')).toEqual(limits);
  });
});
