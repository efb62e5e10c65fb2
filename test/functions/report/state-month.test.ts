import { describe, expect, test } from '@jest/globals';
import { type MonthDependencies, stateMonth } from '../../../functions/report/state-month.ts';
import { type Assignment, lakeKeys, type MonthEarnings } from '../../../lib/domain/index.ts';
import type { LoggedGain, MonthSpan } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';

const skus = Array.from({ length: 200 }, (_, n) => `S${n}`);
const anAssignment = (unit: string, n: number): Assignment => ({
  ...{ unit, kind: 'sku', stratum: '', experiment: null, cluster: unit, since: null },
  ...{ holdout: n < 10, arm: n < 10 ? 'human' : 'ai' },
});

/** 200 SKUs of which ten are held out since a night; those that Tradewind operates make 100 more a month. */
function aRoom(given: { since?: string; decisions?: LoggedGain[]; assigned?: Assignment[] } = {}) {
  const { since = '2026-06-15', decisions = [] } = given;
  const stored = new Map<string, MonthEarnings>();
  const items: { sk: string; lines: number }[] = [];
  const asked: Omit<MonthSpan, 'locationMarkets'>[] = [];
  const nights = [since, '2026-10-30'].map((night) => lakeKeys.assignments('demo', 'de', night));
  const dependencies: MonthDependencies = {
    objects: { list: async () => (since === '' ? [] : nights) },
    readAssignments: async () => given.assigned ?? skus.map(anAssignment),
    readUnits: async (_, span) => {
      asked.push(span);
      const units = skus.map((sku, n) => ({
        ...{
          sku,
          earnedMinor: 1000 + ((n * 37) % 41) + (n < 10 ? 0 : 100),
          beforeMinor: 1000 + ((n * 37) % 41),
        },
      }));
      return { units, stockCounted: true };
    },
    readDecisions: async () => decisions,
    months: {
      get: async ({ sk }) => {
        const value = stored.get(sk);
        return value === undefined ? undefined : { value, version: 1 };
      },
      put: async ({ sk }, value) => void stored.set(sk, value),
    },
    lines: {
      putAll: async (entries) => {
        for (const { key, value } of entries) items.push({ sk: key.sk, lines: value.lines.length });
      },
    },
    rules: { get: async () => undefined },
  };
  const night = async (asOf: string) => {
    const request = {
      ...{ merchant: 'demo', market: 'de', asOf, runId: `de-${asOf}`, ready: true, series: 1, shards: 1 },
      ...{ manifest: { bucket: 'lake', key: 'k' }, forecast: [], learn: [] },
      segment: { buyers: 0, segments: 0 },
    };
    // the event that starts the step names files; what it becomes once they are read has these parts
    await stateMonth(dependencies, request as unknown as Parameters<typeof stateMonth>[1], aMarket());
  };
  return { stored, items, asked, night };
}

describe('stateMonth', () => {
  test('states the month that is over, against those held out, compared with the time before the holdout', async () => {
    const { night, stored, asked } = aRoom();

    await night('2026-11-03');

    expect(asked).toEqual([
      expect.objectContaining({
        ...{ from: '2026-10-01', to: '2026-10-31', beforeFrom: '2026-03-17', beforeTo: '2026-06-15' },
        holdingRatePerYear: 0.25,
      }),
    ]);
    expect(stored.get('earnings#2026-10')).toMatchObject({
      kind: 'measured',
      units: { ai: 190, human: 10 },
    });
    const month = stored.get('earnings#2026-10');
    if (month?.kind !== 'measured') throw new Error('not measured');
    // 190 SKUs gain 100 each; the outermost hundredths are cut
    expect(Math.abs(month.total.amount.minor - 19_000)).toBeLessThan(500);
  });

  test('counts a month in which the holdout began from the day after', async () => {
    const { night, asked } = aRoom({ since: '2026-09-30' });
    await night('2026-11-03');
    const { night: later, stored } = aRoom({ since: '2026-10-25' });
    await later('2026-11-03');

    expect(asked[0]?.from).toBe('2026-10-01');
    expect(stored.get('earnings#2026-10')).toMatchObject({ kind: 'notMeasured', reason: 'fewDays', days: 6 });
  });

  test('says that nobody was held out where no night assigned arms', async () => {
    const { night, stored } = aRoom({ since: '' });

    await night('2026-11-03');

    expect(stored.get('earnings#2026-10')).toMatchObject({ kind: 'notMeasured', reason: 'noHoldout' });
  });

  test('states anew while late files come, and never again after the eighth night', async () => {
    const { night, asked } = aRoom();

    for (const day of ['01', '08', '09', '20']) await night(`2026-11-${day}`);

    expect(asked).toHaveLength(2);
  });

  test('traces lines of decisions to the SKUs that Tradewind operates, 200 to an item', async () => {
    const decisions = Array.from(
      { length: 450 },
      (_, n): LoggedGain => ({
        ...{
          decision: `d${n}`,
          sku: `S${n % 200}`,
          subject: 'price',
          from: '2026-10-05',
          until: '2026-10-15',
        },
        expectedGainPerDayMinor: 2,
      }),
    );
    const { night, stored, items } = aRoom({ decisions });

    await night('2026-11-03');

    // ten SKUs of 200 are people's: 450 decisions less two or three of each
    const month = stored.get('earnings#2026-10');
    if (month?.kind !== 'measured') throw new Error('not measured');
    expect(month.decisions.count).toBe(420);
    expect(month.decisions.earned.minor).toBe(420 * 2 * 10);
    expect(month.decisions.earned.minor + month.decisions.rest.minor).toBe(month.total.amount.minor);
    expect(items).toEqual([
      { sk: 'earnings-lines#2026-10#00000', lines: 200 },
      { sk: 'earnings-lines#2026-10#00001', lines: 200 },
      { sk: 'earnings-lines#2026-10#00002', lines: 20 },
    ]);
    expect(month.lines).toHaveLength(20);
  });

  test('counts a SKU under people for an experiment for neither side', async () => {
    const assigned = skus.map((sku, n) =>
      n >= 10 && n < 15
        ? { ...anAssignment(sku, n), arm: 'human' as const, experiment: 'x1' }
        : anAssignment(sku, n),
    );
    const { night, stored } = aRoom({ assigned });

    await night('2026-11-03');

    expect(stored.get('earnings#2026-10')).toMatchObject({
      units: { ai: 185, human: 10 },
      cannotKnow: expect.arrayContaining([{ code: 'experimentsApart', skus: 5 }]),
    });
  });
});
