import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import { addDays, type Rivals, type SeriesRecord, storedForecastSchema } from '../../../lib/domain/index.ts';
import { createRandom } from '../../../lib/numeric/index.ts';
import { aSeries, shard } from './a-series.ts';

const DAYS = 203;
const START = '2024-01-01';
const dateOf = (day: number) => addDays(START, day);

/** Twenty units a day, and sixty in every week in which somebody who can't be foreseen orders: about two in five. */
const random = createRandom(8);
const weeks = Array.from({ length: 60 }, () => (random() < 0.4 ? 60 : 20));
const unitsOn = (day: number) => weeks[Math.floor(day / 7)] ?? 20;
const demand = Array.from({ length: DAYS }, (_, day) => unitsOn(day) + (day % 3));

const product = { ...aSeries().product, unitCostMicros: 6_000_000, listPriceMicros: 10_000_000 };
const aRecord = (rivals: Partial<Rivals>, changes: Partial<SeriesRecord> = {}) =>
  aSeries({
    start: START,
    demand,
    product,
    rivals: { uploaded: [], adjustments: [], serve: 'whenItPays', currency: 'EUR', ...rivals },
    ...changes,
  });

/** What somebody who knows uploads every Sunday: the five weeks to come. */
const knowing = Array.from({ length: 28 }, (_, week) => {
  const mean = Array.from({ length: 35 }, (_, day) => unitsOn(7 * (week + 1) + day) + 1);
  return {
    source: 'sales',
    madeOn: dateOf(7 * week + 6),
    start: dateOf(7 * week + 7),
    stepDays: 1 as const,
    mean,
    p10: mean.map((units) => units - 1),
    p50: mean,
    p90: mean.map((units) => units + 1),
  };
});

const documentOf = (record: SeriesRecord) => {
  const { document } = forecastSeries({ shard, record });
  return storedForecastSchema.parse(document);
};
const standingOf = (document: ReturnType<typeof documentOf>, name: string) =>
  document.contest?.contestants.find((contestant) => contestant.name === name);

describe('a series whose forecast has rivals', () => {
  const { rivals: _, ...alone } = aRecord({});
  const byDefault = documentOf(alone);

  test('is as ever where there is none', () => {
    expect(byDefault).not.toHaveProperty('contest');
  });

  test('is served by who knew better, and says what that was worth', () => {
    const document = documentOf(aRecord({ uploaded: knowing }));

    expect(document.contest?.served).toBe('sales');
    expect(document.model).toBe('sales');
    expect(document.reason).toMatch(/^sales serves: over 12 reviews .* less .*; the default: /);
    expect(document.mean.slice(0, 14)).toEqual(knowing.at(-1)?.mean.slice(7, 21));
    expect(document.p90[0]).toBe((knowing.at(-1)?.mean[7] ?? 0) + 1);
    const sales = standingOf(document, 'sales');
    expect(sales).toMatchObject({ kind: 'uploaded', weight: 1, weeks: 12, spokenWeeks: 12 });
    // each is rounded by itself
    expect(sales?.valueAddedMinor).toBeCloseTo(
      (standingOf(document, 'default')?.costMinor ?? 0) - (sales?.costMinor ?? 0),
      -1,
    );
    expect(sales?.valueAddedMinor).toBeGreaterThan(2 * (sales?.standardErrorMinor ?? 0));
    // ⌈9.2⌉ + 7 days; as sure as it says, and not as the default was
    const { days, mean, p99 } = document.leadTimeDemand;
    const said = document.mean.slice(0, 17).reduce((sum, units) => sum + units, 0);
    expect([days, mean / said]).toEqual([17, expect.closeTo(1, 1)]);
    expect(p99 - mean).toBeLessThan((byDefault.leadTimeDemand.p99 - byDefault.leadTimeDemand.mean) / 3);
  });

  test('is the default’s where all knowledge came with hindsight', () => {
    const late = knowing.map((forecast) => ({ ...forecast, madeOn: '2024-07-25' }));
    const document = documentOf(aRecord({ uploaded: late }));

    const { contest, ...rest } = document;
    expect(contest).toMatchObject({ served: 'default' });
    expect(contest?.reason).toContain('nobody else had spoken in time');
    expect(standingOf(document, 'sales')).toMatchObject({ spokenWeeks: 0, valueAddedMinor: 0, weight: 0 });
    expect(rest).toEqual(byDefault);
  });

  test('is a person’s where the person wants it so, with what it would be without', () => {
    const adjustment = {
      from: dateOf(DAYS + 1),
      to: dateOf(DAYS + 2),
      unitsPerDay: 100,
      reason: 'a large order was announced',
      author: 'client-1',
      madeAt: '2024-07-22T09:00:00Z',
      madeOn: '2024-07-22',
    };
    const wanted = documentOf(aRecord({ adjustments: [adjustment], serve: 'always' }));
    const offered = documentOf(aRecord({ adjustments: [adjustment] }));

    expect(wanted.contest?.served).toBe('adjustments');
    expect(wanted.mean.slice(0, 4)).toEqual([byDefault.mean[0], 100, 100, byDefault.mean[3]]);
    expect(wanted.contest?.unadjusted?.mean).toEqual(byDefault.mean);
    const added = 200 - (byDefault.mean[1] ?? 0) - (byDefault.mean[2] ?? 0);
    expect(wanted.leadTimeDemand.mean).toBeCloseTo(byDefault.leadTimeDemand.mean + added, 1);
    expect(wanted.reason).toMatch(
      /^adjustments serve because a person wants it so; by cost alone: the default/,
    );
    expect(offered.contest?.served).toBe('default');
    expect(offered.mean).toEqual(byDefault.mean);
  });

  test('takes note of a forecast that is too new to be judged', () => {
    const total = [700, 700];
    const weekly = {
      source: 'sheet',
      madeOn: dateOf(DAYS - 1),
      start: dateOf(DAYS),
      stepDays: 7 as const,
      mean: total,
    };
    const document = documentOf(aRecord({ uploaded: [weekly] }));

    expect(standingOf(document, 'sheet')).toMatchObject({ spokenWeeks: 0 });
    expect(document.contest?.served).toBe('default');
  });

  test('is judged by a margin of 30 % where the cost is not known, and by nothing where the price is not either', () => {
    const noCost = { ...product, unitCostMicros: null };
    const assumed = documentOf(aRecord({ uploaded: knowing }, { product: noCost }));
    const nothing = documentOf(
      aRecord({ uploaded: knowing }, { product: { ...noCost, listPriceMicros: null } }),
    );

    expect(assumed.contest?.reason).toContain('judged by a margin of 30 %');
    expect(nothing.contest?.served).toBe('default');
    expect(nothing.contest?.reason).toContain('without a cost or a price nobody can be judged');
  });

  test('gives the same bytes each time', () => {
    const record = aRecord({ uploaded: knowing });

    expect(documentOf(record)).toEqual(documentOf(record));
  });
});
