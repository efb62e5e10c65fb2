import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import { knownFutures } from '../../../functions/forecast/known-futures.ts';
import {
  addDays,
  forecastDocumentSchema,
  HORIZON_DAYS,
  type MarketEvent,
  type SeriesRecord,
  type StoredForecast,
} from '../../../lib/domain/index.ts';
import { profileOf } from '../../../lib/forecasting/index.ts';
import { createRandom, samplePoisson } from '../../../lib/numeric/index.ts';
import { aSeries } from './a-series.ts';

const DAYS = 300;
const START = '2024-09-02';
const AS_OF = addDays(START, DAYS - 1);
const shard = {
  merchant: 'acme',
  market: 'de',
  asOf: AS_OF,
  runId: `de-${AS_OF}`,
  shard: '0001',
  key: 'runs/acme/de/0001.jsonl.gz',
  series: 1,
};

/** About 20 a day, more as `factorOn` says. */
const demandOf = (days: number, factorOn: (day: number) => number, seed = 4): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: days }, (_, day) => samplePoisson(random, 20 * factorOn(day)));
};
const anEvent = (kind: MarketEvent['kind'], name: string, firstDay: number, days: number): MarketEvent => ({
  name,
  kind,
  from: addDays(START, firstDay),
  to: addDays(START, firstDay + days - 1),
});
const aRecord = (changes: Partial<SeriesRecord>): SeriesRecord =>
  aSeries({ start: START, demand: demandOf(DAYS, () => 1), ...changes });

function ready(record: SeriesRecord): StoredForecast {
  const { document } = forecastSeries({ shard, record });
  const stored = forecastDocumentSchema.parse(JSON.parse(JSON.stringify(document)));
  if (stored.kind !== 'ready') throw new Error(stored.detail);
  return stored;
}

describe('a stored forecast', () => {
  test('takes events that are called as prices, closures or the end of sale are', () => {
    const names = ['price', 'closures', 'end of sale', 'public holidays'];
    const events = [
      ...names.flatMap((name, place) =>
        [60, 150, DAYS + 10].map((day) => anEvent('promotion', name, day + 8 * place, 5)),
      ),
      anEvent('closure', 'stocktaking', DAYS + 5, 1),
      anEvent('delisting', 'end', DAYS + 50, 1),
    ];

    const found = ready(aRecord({ events }));

    expect(found.model).toMatch(/^combination/);
    expect(found.effects?.map(({ name }) => name)).toEqual([
      ...names.map((name) => `${name} (promotion)`),
      'closures',
      'end of sale',
    ]);
  });

  test('knows next month’s promotion from the last ones of its name', () => {
    const sale = [60, 150, 240].map((day) => anEvent('promotion', 'Autumn sale', day, 7));
    const inSale = (day: number) => [60, 150, 240].some((first) => day >= first && day < first + 7);
    const events = [...sale, anEvent('promotion', 'Autumn sale', DAYS + 20, 7)];

    const found = ready(aRecord({ demand: demandOf(DAYS, (day) => (inSale(day) ? 2 : 1)), events }));

    const [effect] = found.effects!;
    expect(effect).toMatchObject({ name: 'Autumn sale', kind: 'event', source: 'history', used: true });
    expect(Math.exp(effect!.coefficient)).toBeGreaterThan(1.8);
    expect(Math.exp(effect!.coefficient)).toBeLessThan(2.2);
    expect(found.mean[22]! / found.mean[8]!).toBeGreaterThan(1.6);
    const { level, trend, season, events: ofEvents } = found.parts!;
    expect(ofEvents[22]! / (level[22]! + trend[22]! + season[22]!)).toBeCloseTo(
      Math.expm1(effect!.coefficient),
      2,
    );
    expect(ofEvents[8]).toBe(0);
    expect(found.errorAgainstNaive).toBeLessThan(1);
    expect(found.reason).toMatch(/errs \d+ % less than repeating last week/);
  });

  test('knows the planned price, and the days on which nobody can buy', () => {
    const priceOf = (day: number) => (Math.floor(day / 50) % 2 === 0 ? 10 : 8);
    const steps = (days: number[]): [number, number][] => days.map((day) => [day, 1_000_000 * priceOf(day)]);
    const groups = [
      {
        priceGroup: '',
        demand: demandOf(DAYS, (day) => (priceOf(day) / 10) ** -2),
        priceSteps: steps([0, 50, 100, 150, 200, 250]),
        // back to 10 in ten days
        plannedPriceSteps: [[DAYS + 10, 10_000_000]] as [number, number][],
      },
    ];
    const events = [anEvent('closure', 'Stock-taking', DAYS + 3, 2)];

    const found = ready(aRecord({ demand: groups[0]!.demand, groups, events }));

    // (10/8)^−2 = 0.64
    expect(found.mean[30]! / found.mean[1]!).toBeGreaterThan(0.5);
    expect(found.mean[30]! / found.mean[1]!).toBeLessThan(0.8);
    expect(found.mean.slice(3, 5)).toEqual([0, 0]);
    expect(found.p90.slice(3, 5)).toEqual([0, 0]);
    expect(found.effects!.map(({ name }) => name)).toEqual(['price', 'closures']);
    expect(found.effects![0]!.future[0]).toBeCloseTo(8_000_000, 0);
  });

  test('ends with a delisting', () => {
    const found = ready(aRecord({ events: [anEvent('delisting', 'Goes', DAYS + 14, 1)] }));

    expect(found.mean[13]).toBeGreaterThan(10);
    expect(found.mean.slice(14)).toEqual(new Array<number>(HORIZON_DAYS - 14).fill(0));
  });

  test('is one of five days with the profile of the category, and says what is missing without', () => {
    const members = Array.from({ length: 9 }, (_, seed) => ({ values: demandOf(100, () => 1, seed + 20) }));
    const profile = profileOf(members, 7)!;
    const demand = demandOf(5, () => 1);

    expect(ready(aRecord({ demand, profile }))).toMatchObject({ model: 'profile', candidates: [] });
    expect(forecastSeries({ shard, record: aRecord({ demand }) }).document.kind).toBe('insufficientData');
    expect(forecastSeries({ shard, record: aRecord({ demand: [null], profile }) }).document).toMatchObject({
      kind: 'insufficientData',
    });
  });
});

describe('knownFutures', () => {
  test('looks for holidays, the day before and after, where three were seen and one is to come', () => {
    const holidays = [10, 40, 90, DAYS + 6].map((day) => anEvent('holiday', `Holiday ${day}`, day, 1));
    const named = (events: MarketEvent[]) =>
      knownFutures(aRecord({ events }), DAYS, 28).covariates!.map(({ name }) => name);

    const { covariates } = knownFutures(aRecord({ events: holidays }), DAYS, 28);

    expect(named(holidays)).toEqual(['public holidays', 'days before a holiday', 'days after a holiday']);
    expect(Array.from(covariates![1]!.values).flatMap((on, day) => (on === 1 ? [day] : []))).toEqual([
      9,
      39,
      89,
      DAYS + 5,
    ]);
    expect(named(holidays.slice(1))).toEqual([]);
    expect(named(holidays.slice(0, 3))).toEqual([]);
  });

  test('pools promotions whose names came once, and cuts to the newest days', () => {
    const events = [
      anEvent('promotion', 'Black Friday', 100, 1),
      anEvent('promotion', 'Spring 2024', 40, 2),
      anEvent('promotion', 'Black Friday', 250, 1),
      anEvent('promotion', 'Spring 2025', DAYS + 1, 2),
    ];

    const { covariates } = knownFutures(aRecord({ events }), 270, 10);

    const on = (place: number) =>
      Array.from(covariates![place]!.values).flatMap((flag, day) => (flag === 1 ? [day] : []));
    expect(covariates!.map(({ name }) => name)).toEqual(['Black Friday', 'promotions']);
    // thirty days are cut off
    expect(on(0)).toEqual([70, 220]);
    expect(on(1)).toEqual([10, 11, 271, 272]);
  });

  test('weighs the groups’ list prices by what they bought, and does not read prices paid', () => {
    const group = (priceGroup: string, units: number, micros: number) => ({
      priceGroup,
      demand: [units, null],
      priceSteps: [[0, micros]] as [number, number][],
    });
    // weights are units + 1: (9 · ln 4 + 1 · ln 8) / 10
    const groups = [group('a', 8, 4), group('b', 0, 8)];
    const record = aRecord({ demand: [8, null], groups });

    const { covariates } = knownFutures(record, 2, 1);

    const expected = 4 ** 0.9 * 8 ** 0.1;
    expect(covariates![0]!.values[2]).toBeCloseTo(expected, 10);
    expect(knownFutures({ ...record, priceSource: 'paid' }, 2, 1).covariates).toEqual([]);
  });
});
