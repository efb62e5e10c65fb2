import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import {
  addDays,
  type MarketEvent,
  type Rivals,
  type SeriesRecord,
  type StoredForecast,
} from '../../../lib/domain/index.ts';
import { createRandom, samplePoisson } from '../../../lib/numeric/index.ts';
import { DEFAULT_RULES, learnPolicy, type PolicyRules } from '../../../lib/operations/index.ts';
import { createRetell } from '../../../lib/oversight/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { aSeries } from '../../functions/forecast/a-series.ts';
import { aForecast, aSeries as aPricedSeries, asOf, someSettings } from '../../operations/a-series.ts';

const retell = createRetell('zh');
/** Names of articles, markets, models and currencies, which are the same in every language. */
const NAMES = /\b(SKU|EUR|USD|arima|combination|intermittent|seasonalNaive|harmonic|Nord|Fair|ERP)\b/g;

/** Words that are still English once a sentence was retold. */
const leftOver = (text: string) =>
  retell(text)
    .replaceAll(NAMES, '')
    .match(/[a-z]{3,}/g) ?? [];
const expectTold = (sentences: readonly string[]) =>
  expect(sentences.filter((one) => leftOver(one).length > 0).map((one) => [one, retell(one)])).toEqual([]);

const START = '2023-01-02';
const random = createRandom(17);
const daysOf = (days: number, meanOn: (day: number) => number) =>
  Array.from({ length: days }, (_, day) => samplePoisson(random, meanOn(day)));

function told(given: Partial<SeriesRecord>, task: object = {}): string[] {
  const record = aSeries({ start: START, ...given });
  const day = addDays(record.start, record.demand.length - 1);
  const shard = {
    ...{ merchant: 'acme', market: 'de', asOf: day, runId: `de-${day}` },
    ...{ shard: '0001', key: 'runs/acme/de/0001.jsonl.gz', series: 1 },
  };
  const { document } = forecastSeries({ shard, record, ...task });
  if (document.kind === 'insufficientData') return [document.detail];
  const { reason, warnings, effects = [], contest } = document as StoredForecast;
  return [reason, ...warnings, ...effects.map(({ text }) => text), ...(contest ? [contest.reason] : [])];
}

describe('every sentence of a forecast is told in Chinese', () => {
  const steady = daysOf(200, (day) => 20 + 8 * Math.sin((2 * Math.PI * day) / 7));
  const anEvent = (kind: MarketEvent['kind'], name: string, from: number, to = from): MarketEvent => ({
    ...{ name, kind, from: addDays(START, from), to: addDays(START, to) },
  });
  const sale = [30, 90, 150, 210].map((day) => anEvent('promotion', 'Fair', day, day + 4));

  test.each<[string, Partial<SeriesRecord>, object?]>([
    ['a week’s season', { demand: steady }],
    ['two years', { demand: daysOf(760, (day) => 20 + 9 * Math.sin((2 * Math.PI * day) / 365)) }],
    ['rare demand', { demand: daysOf(200, (day) => (day % 9 === 0 ? 2 : 0.1)) }],
    ['nothing sold', { demand: new Array<number>(60).fill(0) }],
    ['the same every day', { demand: new Array<number>(60).fill(7) }],
    ['too few days', { demand: steady.slice(0, 9) }],
    ['fifteen days', { demand: steady.slice(0, 15) }],
    ['gaps', { demand: steady.map((units, day) => (day % 3 === 0 ? null : units)) }],
    ['a level that shifts', { demand: [...daysOf(150, () => 20), ...daysOf(60, () => 90)] }],
    ['an outlier', { demand: steady.map((units, day) => (day === 80 || day === 120 ? units + 900 : units)) }],
    ['one outlier', { demand: steady.map((units, day) => (day === 80 ? units + 900 : units)) }],
    ['values that explode', { demand: [...steady, 9000, 9100, 9300] }],
    ['a pause', { demand: [...steady, ...new Array<number>(90).fill(0)] }],
    [
      'sold-out days',
      { demand: steady.map((units, day) => (day % 20 === 0 ? 1 : units)), censoredDays: [0, 20, 40] },
    ],
    ['all sold out', { demand: steady, censoredDays: steady.map((_, day) => day) }],
    ['a lead time beyond all', { demand: steady, leadTime: { ...aSeries().leadTime, meanDays: 900 } }],
    [
      'the newest days alone',
      { demand: steady },
      { newest: { days: 90, because: 'a budget of 20 ms a series allows no more' } },
    ],
    ['no model', { demand: steady }, { withoutModels: 'the models were given up: no time was left' }],
    [
      'events',
      {
        demand: steady,
        events: [
          ...sale,
          anEvent('closure', 'stocktaking', 40),
          anEvent('closure', 'x', 205),
          anEvent('launch', 'first', 220),
        ],
      },
    ],
    [
      'prices',
      {
        demand: steady,
        priceSource: 'list',
        groups: [
          {
            ...{ priceGroup: '', demand: steady },
            priceSteps: [
              [0, 10_000_000],
              [60, 9_000_000],
              [120, 11_000_000],
            ],
            plannedPriceSteps: [[210, 9_500_000]],
          },
        ],
      },
    ],
  ])('of %s', (_, given, task = {}) => {
    expectTold(told(given, task));
  });

  test('of a contest of forecasts', () => {
    const uploaded = {
      ...{ source: 'ERP', madeOn: addDays(START, 150), start: addDays(START, 151), stepDays: 1 as const },
      mean: new Array<number>(120).fill(21),
    };
    const rivals: Rivals = {
      ...{ uploaded: [uploaded], adjustments: [], currency: 'EUR' },
      serve: 'whenItPays',
    };

    expectTold(told({ demand: steady, rivals }));
  });
});

describe('every warning of a policy is told in Chinese', () => {
  test.each<[string, Partial<SeriesRecord>, Partial<PolicyRules>?]>([
    [
      'no cost, no stock',
      { stock: null, product: { ...aPricedSeries().product, unitCostMicros: null, landedCostMicros: null } },
    ],
    ['a cost in other money', { product: { ...aPricedSeries().product, costCurrency: 'USD' } }],
    ['little history', { demand: aPricedSeries().demand.slice(-10) }],
    ['no landed cost', { product: { ...aPricedSeries().product, landedCostMicros: null } }],
    ['prices paid', { priceSource: 'paid' }],
    ['an assumed lead time', { leadTime: { meanDays: 14, sdDays: 2, source: 'assumed', receipts: 0 } }],
    ['an old stock figure', { stock: { onHand: 120, onOrder: -4, reserved: 20, asOf: addDays(asOf, -20) } }],
    ['more owed than there is', { stock: { onHand: 10, onOrder: 0, reserved: 90, asOf } }],
    ['a large minimum order', { product: { ...aPricedSeries().product, minimumOrderUnits: 90_000 } }],
    ['a bound below the minimum', {}, { largestOrderUnits: 12 }],
    [
      'an end',
      { events: [{ name: 'end', kind: 'delisting', from: addDays(asOf, 9), to: addDays(asOf, 9) }] },
    ],
    [
      'a later end',
      { events: [{ name: 'end', kind: 'delisting', from: addDays(asOf, 40), to: addDays(asOf, 40) }] },
    ],
    ['a rest that nobody knows of', { priceSource: 'paid' }, { priceCoolDownDays: 30 }],
    [
      'a price that never moved',
      { groups: [{ priceGroup: '', demand: aPricedSeries().demand, priceSteps: [[0, 10_000_000]] }] },
    ],
  ])('of %s', (_, given, rules = {}) => {
    const settings = someSettings({ rules: { ...DEFAULT_RULES, ...rules } });
    const { document } = learnPolicy(aPricedSeries(given), aForecast(), aMarket(), settings);

    expectTold(document.kind === 'ready' ? document.warnings : [document.detail]);
  });
});
