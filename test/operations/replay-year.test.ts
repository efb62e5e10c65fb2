import { describe, expect, test } from '@jest/globals';
import type { SeriesRecord, YearHistory } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, replayYear } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro } from './a-series.ts';

const settings = {
  ...{ runId: 'r', asOf, validUntil: `${asOf}T00:00:00Z`, seed: 1, rules: DEFAULT_RULES, guardPrice },
  ...{ outcomes: [], siblings: [] },
};

const DAYS = 728;
const FIRST = DAYS - 364;

function replay(record: SeriesRecord) {
  const given: SeriesRecord[] = [];
  const result = replayYear(
    record,
    (known) => {
      given.push(known);
      return aForecast({ sku: known.sku });
    },
    aMarket(),
    settings,
  );
  return { result, given };
}

function replayed(record: SeriesRecord) {
  const { result } = replay(record);
  if (result.kind !== 'replayed') throw new Error(result.why);
  return result;
}

/** Counted each evening, and a delivery each day of what that day sells: the shelf keeps its level. */
const steady = (units: number, demand: SeriesRecord['demand'] = aSeries().demand): YearHistory => ({
  stratum: 'r1',
  stock: demand.map((_, day): [number, number] => [day, units]),
  purchases: demand.map((asked, day): [number, number | null, number] => [day - 14, day, asked ?? 0]),
});

const weeksOf = (weeks: number) => {
  const demand = aSeries().demand.slice(-weeks * 7);
  return aSeries({ demand, groups: [{ priceGroup: '', demand, priceSteps: [[0, 10 * euro]] }] });
};

describe('replayYear', () => {
  test('learns before each quarter of the year from nothing that came later', () => {
    const { result, given } = replay(aSeries({ yearHistory: steady(500) }));

    expect(result).toMatchObject({ kind: 'replayed', weeks: 52, baseline: 'actual', ordersKnown: true });
    expect(given.map(({ demand }) => demand.length)).toEqual([0, 91, 182, 273].map((day) => FIRST + day));
  });

  test('compares with what really lay on the shelf, at its mean', () => {
    const { today, tradewind } = replayed(aSeries({ yearHistory: steady(5000) }));

    expect(today.meanStock).toBe(5000);
    expect(today.shortUnits).toBe(0);
    expect(tradewind.meanStock).toBeLessThan(5000);
  });

  test('sells the same demand at the prices of its days on both sides where nothing ran short', () => {
    const { today, tradewind } = replayed(aSeries({ yearHistory: steady(5000) }));

    expect(tradewind.soldUnits + tradewind.shortUnits).toBeCloseTo(today.soldUnits, 6);
    expect(tradewind.shortUnits).toBe(0);
    expect(tradewind.margin).toBeCloseTo(today.margin, 4);
  });

  test('counts what more was to be expected of days that had nothing to sell as short', () => {
    const demand = aSeries().demand.map((asked, day) => (day >= DAYS - 60 && day < DAYS - 50 ? null : asked));
    const groups = [{ priceGroup: '', demand, priceSteps: [[0, 10 * euro] as [number, number]] }];
    const { today, filledDays } = replayed(aSeries({ demand, groups, yearHistory: steady(500, demand) }));

    expect(filledDays).toBe(10);
    expect(today.stockOutDays).toBe(10);
    // ten days of about ten units
    expect(today.shortUnits).toBeGreaterThan(80);
    expect(today.shortUnits).toBeLessThan(120);
  });

  test('expects fewer of days without stock that were dearer than those near them, by what price does', () => {
    const demand = aSeries().demand.map((asked, day) => (day >= DAYS - 60 && day < DAYS - 50 ? null : asked));
    const shortAt = (micros: number) => {
      const priceSteps: [number, number][] = [
        [0, 10 * euro],
        [DAYS - 60, micros],
        [DAYS - 50, 10 * euro],
      ];
      const groups = [{ priceGroup: '', demand, priceSteps }];
      return replayed(aSeries({ demand, groups, yearHistory: steady(500, demand) })).today.shortUnits;
    };

    // an elasticity of −2 or so: a tenth dearer is a sixth or so less
    expect(shortAt(11 * euro) / shortAt(10 * euro)).toBeGreaterThan(0.6);
    expect(shortAt(11 * euro) / shortAt(10 * euro)).toBeLessThan(0.95);
    expect(shortAt(9 * euro)).toBeGreaterThan(shortAt(10 * euro));
  });

  test('goes by the textbook, and says so, where stock was never counted', () => {
    expect(replayed(aSeries()).baseline).toBe('textbook');
    expect(replayed(aSeries({ yearHistory: { stratum: 'r1', stock: [], purchases: [] } })).baseline).toBe(
      'textbook',
    );
  });

  test('goes by the textbook where counts are months apart', () => {
    const stock = [FIRST - 1, FIRST + 120, FIRST + 240].map((day): [number, number] => [day, 500]);

    const { baseline } = replayed(aSeries({ yearHistory: { stratum: 'r1', stock, purchases: [] } }));

    expect(baseline).toBe('textbook');
  });

  test('says that orders are not known where only stock was counted', () => {
    const { ordersKnown, baseline, today } = replayed(
      aSeries({ yearHistory: { ...steady(500), purchases: [] } }),
    );

    expect({ ordersKnown, baseline, ordering: today.ordering }).toEqual({
      ordersKnown: false,
      baseline: 'actual',
      ordering: 0,
    });
  });

  test('gives Tradewind what was under way on the first day: nobody begins with an empty pipeline', () => {
    const history = steady(100);
    const with_ = replayed(aSeries({ yearHistory: history }));
    const without = replayed(
      aSeries({
        yearHistory: { ...history, purchases: history.purchases.filter(([ordered]) => ordered >= FIRST) },
      }),
    );

    expect(without.tradewind.shortUnits).toBeGreaterThan(with_.tradewind.shortUnits);
  });

  test('takes its own part of a location that serves two markets', () => {
    const twin = aSeries({
      siblings: [{ market: 'gb', start: aSeries().start, demand: aSeries().demand }],
      yearHistory: steady(5000),
    });

    expect(replayed(twin).ownShare).toBeCloseTo(0.5, 10);
    expect(replayed(aSeries({ yearHistory: steady(5000) })).ownShare).toBe(1);
  });

  test.each([
    ['three months', weeksOf(13), 'shortHistory'],
    ['a week', weeksOf(1), 'shortHistory'],
    [
      'no cost',
      aSeries({ product: { ...aSeries().product, landedCostMicros: null, unitCostMicros: null } }),
      'noCost',
    ],
  ])('leaves out a SKU with %s, and says why', (_, record, why) => {
    expect(replay(record).result).toEqual({ kind: 'leftOut', why });
  });

  test('replays a quarter of half a year', () => {
    expect(replay(weeksOf(26)).result).toMatchObject({ kind: 'replayed', weeks: 13 });
  });

  test('gives the same bytes twice', () => {
    const record = aSeries({ yearHistory: steady(500) });

    expect(JSON.stringify(replay(record).result)).toBe(JSON.stringify(replay(record).result));
  });
});
