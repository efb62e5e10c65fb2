import { describe, expect, test } from '@jest/globals';
import type { ForecastDocument, SeriesRecord } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, replaySeries, seriesAsOf } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro } from './a-series.ts';

const settings = {
  ...{ runId: 'r', asOf, validUntil: `${asOf}T00:00:00Z`, seed: 1, rules: DEFAULT_RULES, guardPrice },
  ...{ outcomes: [], siblings: [] },
};

function replay(record: SeriesRecord, changes: Partial<typeof DEFAULT_RULES> = {}) {
  const given: SeriesRecord[] = [];
  const forecastAsOf = (known: SeriesRecord): ForecastDocument => {
    given.push(known);
    return aForecast({ sku: known.sku });
  };
  const rules = { ...DEFAULT_RULES, ...changes };
  return { result: replaySeries(record, forecastAsOf, aMarket(), { ...settings, rules }), given };
}

const weeksOf = (weeks: number, changes: Partial<SeriesRecord> = {}) => {
  const whole = aSeries();
  const from = whole.demand.length - weeks * 7;
  const demand = whole.demand.slice(from);
  return aSeries({
    demand,
    groups: [{ priceGroup: '', demand, priceSteps: [[0, 10 * euro]] }],
    ...changes,
  });
};

describe('replaySeries', () => {
  test('learns before the replayed weeks, and anew after a quarter, from nothing that came later', () => {
    const record = aSeries();

    const { result, given } = replay(record);

    expect(result).toMatchObject({ kind: 'replayed', weeks: 26, filledDays: 0 });
    expect(given.map(({ demand }) => demand.length)).toEqual([728 - 182, 728 - 91]);
    for (const { demand, groups } of given) {
      expect(groups[0]?.demand).toHaveLength(demand.length);
      expect(groups[0]?.priceSteps.every(([day]) => day < demand.length)).toBe(true);
    }
  });

  test('sells the same logged demand under both rules, less what ran short', () => {
    const { result } = replay(aSeries());

    if (result.kind !== 'replayed') throw new Error(result.reason);
    const asked = aSeries()
      .demand.slice(-182)
      .reduce<number>((sum, units) => sum + (units ?? 0), 0);
    for (const { soldUnits, shortUnits } of [result.learnt, result.practice])
      expect(soldUnits + shortUnits).toBe(asked);
  });

  test('counts the demand of the location’s other markets, which the order covers too', () => {
    const twice = aSeries({ siblings: [{ market: 'gb', start: aSeries().start, demand: aSeries().demand }] });

    const alone = replay(aSeries()).result;
    const both = replay(twice).result;

    if (alone.kind !== 'replayed' || both.kind !== 'replayed') throw new Error('not replayed');
    const units = ({ soldUnits, shortUnits }: { soldUnits: number; shortUnits: number }) =>
      soldUnits + shortUnits;
    expect(units(both.practice)).toBe(2 * units(alone.practice));
  });

  test('gives the same bytes twice', () => {
    expect(JSON.stringify(replay(aSeries()).result)).toBe(JSON.stringify(replay(aSeries()).result));
  });

  test.each([
    ['a week of history', weeksOf(1), '1 weeks of history'],
    ['less history than to learn and to replay', weeksOf(38), '38 weeks of history'],
    [
      'no cost',
      aSeries({ product: { ...aSeries().product, landedCostMicros: null, unitCostMicros: null } }),
      'unit_cost',
    ],
    [
      'a history that was never in stock',
      aSeries({ demand: new Array(728).fill(null), groups: [] }),
      '0 days of demand were seen',
    ],
  ])('leaves out a SKU with %s, and says so', (_, record, reason) => {
    const { result } = replay(record);

    expect(result).toMatchObject({ kind: 'leftOut', reason: expect.stringContaining(reason) });
  });

  test('replays a quarter of a history of 39 weeks', () => {
    expect(replay(weeksOf(39)).result).toMatchObject({ kind: 'replayed', weeks: 13 });
  });

  test('fills a stock-out of the whole replay, and says how much it filled', () => {
    const demand = aSeries().demand.map((units, day) => (day >= 728 - 182 ? null : units));
    const groups = [{ priceGroup: '', demand, priceSteps: [[0, 10 * euro] as [number, number]] }];

    const { result } = replay(aSeries({ demand, groups }));

    expect(result).toMatchObject({ kind: 'replayed', filledDays: 182 });
  });

  test('waits for nothing where the lead time is longer than the history', () => {
    const leadTime = { meanDays: 3000, sdDays: 0, source: 'product' as const, receipts: 0 };

    const { result } = replay(aSeries({ leadTime }));

    if (result.kind !== 'replayed') throw new Error(result.reason);
    expect(result.practice.profit).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  });
});

describe('seriesAsOf', () => {
  test('takes the list price of the last day kept, and today’s neither as price list nor as contract', () => {
    const priceSteps: [number, number][] = [
      [0, 9 * euro],
      [400, 12 * euro],
    ];
    const record = aSeries({ groups: [{ priceGroup: '', demand: aSeries().demand, priceSteps }] });

    const known = seriesAsOf(record, 100, 50);

    expect(known.product.listPriceMicros).toBe(9 * euro);
    expect(known).toMatchObject({ priceList: [], contracts: [], stock: { onHand: 50, onOrder: 0 } });
    expect(known.demand).toHaveLength(100);
  });
});
