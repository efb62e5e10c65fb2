import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import { seriesMarks } from '../../../functions/forecast/series-marks.ts';
import { addDays, type GroupDemand, type MarketEvent, type SeriesRecord } from '../../../lib/domain/index.ts';
import { aSeries } from './a-series.ts';

const DAYS = 300;
const HISTORY = 182;
const START = '2024-09-02';
const AS_OF = addDays(START, DAYS - 1);
const shard = {
  ...{ merchant: 'acme', market: 'de', asOf: AS_OF, runId: `de-${AS_OF}` },
  ...{ shard: '0001', key: 'runs/acme/de/0001.jsonl.gz', series: 1 },
};

const demand = Array.from({ length: DAYS }, (_, day) => 10 + (day % 7));
const aGroup = (given: Partial<GroupDemand> = {}): GroupDemand => ({
  ...{ priceGroup: '', demand, priceSteps: [[0, 10_000_000]] },
  ...given,
});
const aRecord = (given: Partial<SeriesRecord> = {}): SeriesRecord => {
  const record = aSeries({ start: START, demand, groups: [aGroup()], priceSource: 'list' });
  return { ...record, ...given };
};
const on = (ahead: number) => addDays(AS_OF, ahead);
const anEvent = (kind: MarketEvent['kind'], from: string, to = from): MarketEvent => ({
  ...{ name: kind, kind, from, to },
});

const marksOf = (record: SeriesRecord) => seriesMarks(record, HISTORY).marks;

describe('the marks of a forecast', () => {
  test('are the moves of the list price, past and planned', () => {
    const priceSteps: GroupDemand['priceSteps'] = [
      [0, 10_000_000],
      [DAYS - 20, 11_000_000],
    ];
    const group = aGroup({ priceSteps, plannedPriceSteps: [[DAYS + 9, 9_500_000]] });

    const marks = marksOf(aRecord({ groups: [group] }));

    // the record's last day is DAYS − 1
    expect(marks?.prices).toEqual([
      { on: on(-19), fromMicros: 10_000_000, toMicros: 11_000_000 },
      { on: on(10), fromMicros: 11_000_000, toMicros: 9_500_000 },
    ]);
  });

  test('are promotions, launches, closures and the end of sale, but no holidays', () => {
    const sale = anEvent('promotion', on(-5), on(3));
    const stocktaking = anEvent('closure', on(20));
    const events = [sale, anEvent('holiday', on(6)), stocktaking];

    expect(marksOf(aRecord({ events }))?.events).toEqual([sale, stocktaking]);
  });

  test('lie on the days of history and forecast alone', () => {
    const priceSteps: GroupDemand['priceSteps'] = [
      [0, 10_000_000],
      [DAYS - HISTORY - 1, 11_000_000],
      [DAYS - HISTORY, 12_000_000],
    ];
    const events = [
      anEvent('promotion', on(-HISTORY)),
      anEvent('launch', on(1 - HISTORY)),
      anEvent('promotion', on(56)),
      anEvent('promotion', on(57)),
    ];

    const marks = marksOf(aRecord({ groups: [aGroup({ priceSteps })], events }));

    expect(marks?.prices.map((mark) => mark.on)).toEqual([on(1 - HISTORY)]);
    expect(marks?.events.map(({ from }) => from)).toEqual([on(1 - HISTORY), on(56)]);
  });

  test('are of the largest price group where nobody buys at everyone’s price, and of none where prices are those paid', () => {
    const moved = (priceGroup: string, units: number, toMicros: number) =>
      aGroup({
        ...{ priceGroup, demand: demand.map(() => units) },
        priceSteps: [
          [0, 10_000_000],
          [DAYS - 9, toMicros],
        ],
      });
    const groups = [moved('retail', 1, 12_000_000), moved('trade', 9, 9_000_000)];

    expect(marksOf(aRecord({ groups }))?.prices.map(({ toMicros }) => toMicros)).toEqual([9_000_000]);
    expect(marksOf(aRecord({ groups, priceSource: 'paid' }))).toBeUndefined();
  });

  test('are kept with the forecast, and not where there is nothing to mark', () => {
    const sale = anEvent('promotion', on(-5), on(3));
    const documentOf = (record: SeriesRecord) => forecastSeries({ shard, record }).document;

    expect(documentOf(aRecord({ events: [sale] }))).toMatchObject({ marks: { prices: [], events: [sale] } });
    expect(documentOf(aRecord())).not.toHaveProperty('marks');
  });

  test('are the newest thirty of a price that never rests', () => {
    const priceSteps: GroupDemand['priceSteps'] = Array.from({ length: 100 }, (_, place) => [
      DAYS - 100 + place,
      10_000_000 + place,
    ]);

    const prices = marksOf(aRecord({ groups: [aGroup({ priceSteps })] }))?.prices ?? [];

    expect(prices).toHaveLength(30);
    expect(prices.at(-1)?.on).toBe(AS_OF);
  });
});
