import { describe, expect, test } from '@jest/globals';
import { analysisDocumentSchema } from '../../lib/domain/index.ts';
import { analyseMarket, type MarketAggregates } from '../../lib/insight/index.ts';

const options = { runId: 'de-2025-03-14', asOf: '2025-03-14', currency: 'EUR' };

/** Trading Monday to Friday; the first order on Friday 2025-01-03; as of Friday 2025-03-14. */
const someAggregates = (changes: Partial<MarketAggregates> = {}): MarketAggregates => ({
  from: '2025-01-03',
  firstOrder: '2025-01-03',
  totals: {
    revenueMinor: 10_000,
    salesMinor: 12_500,
    returnsMinor: 500,
    anonymousRevenueMinor: 2_000,
    orders: 3,
    orderLines: 7,
    units: 41.5,
  },
  buyers: { revenueMinor: [6_000, 2_000, 0], new: 1 },
  skus: { revenueMinor: [], periods: [], unitsSum: [], unitsSquareSum: [] },
  months: [
    { month: '2025-01', revenueMinor: 3_000, orders: 1, buyers: 1 },
    { month: '2025-02', revenueMinor: 6_000, orders: 1, buyers: 1 },
    { month: '2025-03', revenueMinor: 1_000, orders: 1, buyers: 1 },
  ],
  weekdays: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, salesMinor: weekday === 5 ? 6_000 : 1_500 })),
  cohorts: [],
  periods: null,
  trailing: null,
  ...changes,
});

function readyAnalysis(changes: Partial<MarketAggregates> = {}) {
  const analysis = analyseMarket(someAggregates(changes), options);
  if (analysis.kind !== 'ready') throw new Error(analysis.detail);
  return analysis;
}

describe('analyseMarket', () => {
  test('derives average order, returns and anonymous share as computed by hand', () => {
    expect(readyAnalysis()).toMatchObject({
      currency: 'EUR',
      revenue: { minor: 10_000, currency: 'EUR' },
      // 10,000 / 3
      averageOrder: { minor: 3_333, currency: 'EUR' },
      // 500 of 12,500 and 2,000 of 10,000
      returnsShare: 0.04,
      anonymousRevenueShare: 0.2,
      units: 41.5,
    });
  });

  test('calls returning whoever is active and not new', () => {
    expect(readyAnalysis().buyers).toEqual({ active: 3, new: 1, returning: 2 });
  });

  test('describes the mean basket', () => {
    const { basket } = readyAnalysis();

    expect(basket?.lines).toBeCloseTo(7 / 3, 12);
    expect(basket?.units).toBeCloseTo(41.5 / 3, 12);
  });

  test('does not tell how many of one to four bought in a month', () => {
    const [january, february] = readyAnalysis({
      months: [
        { month: '2025-01', revenueMinor: 3_000, orders: 9, buyers: 4 },
        { month: '2025-02', revenueMinor: 3_000, orders: 9, buyers: 5 },
      ],
    }).months;

    expect([january?.buyers, february?.buyers]).toEqual([null, 5]);
  });

  test('marks months partial when trading days of theirs are missing', () => {
    // Thursday 2 January traded before the first order; 17 to 31 March are still to come
    expect(readyAnalysis().months.map(({ month, partial }) => [month, partial])).toEqual([
      ['2025-01', true],
      ['2025-02', false],
      ['2025-03', true],
    ]);
  });

  test('takes a month as whole when only days without trade are missing', () => {
    // 1 and 2 February 2025 are a weekend
    const { months } = readyAnalysis({ firstOrder: '2025-02-03' });

    expect(months.map(({ month, partial }) => [month, partial])).toEqual([
      ['2025-02', false],
      ['2025-03', true],
    ]);
  });

  test('lists a month without orders as 0', () => {
    const months = [{ month: '2025-01', revenueMinor: 3_000, orders: 1, buyers: 1 }];

    expect(readyAnalysis({ months }).months.map(({ revenue }) => revenue.minor)).toEqual([3_000, 0, 0]);
  });

  test('compares the last complete month with the one before and the year before', () => {
    const months = Array.from({ length: 15 }, (_, i) => ({
      month: i < 12 ? `2024-${String(i + 1).padStart(2, '0')}` : `2025-0${i - 11}`,
      revenueMinor: 100 * (i + 1),
      orders: 1,
      buyers: 1,
    }));

    // February 2025 is the 14th: 1,400 after 1,300, and 200 in February 2024
    const { growth } = readyAnalysis({ firstOrder: '2024-01-01', months });

    expect(growth.monthOnMonth).toBeCloseTo(100 / 1_300, 12);
    expect(growth.yearOnYear).toBeCloseTo(6, 12);
  });

  test('says nothing of growth when the earlier month is partial or had no revenue', () => {
    expect(readyAnalysis().growth).toMatchObject({ monthOnMonth: null, yearOnYear: null });
    const months = [{ month: '2025-02', revenueMinor: 6_000, orders: 1, buyers: 1 }];
    expect(readyAnalysis({ months, firstOrder: '2025-01-01' }).growth.monthOnMonth).toBeNull();
  });

  test('shares sales out over seven weekdays, Monday first', () => {
    expect(readyAnalysis().weekdayShares).toEqual([0.125, 0.125, 0.125, 0.125, 0.5, 0, 0]);
  });

  test('answers a document that its schema takes', () => {
    const analysis = readyAnalysis();

    expect(analysisDocumentSchema.parse(analysis)).toEqual(analysis);
  });

  test('says that orders are missing when there are none, ever or in the window', () => {
    const { totals } = someAggregates();
    const none = analyseMarket(someAggregates({ firstOrder: null }), options);
    const past = analyseMarket(someAggregates({ totals: { ...totals, orders: 0 } }), options);

    const lack = { kind: 'insufficientData', missing: ['orders'], runId: options.runId, asOf: options.asOf };
    expect(none).toEqual({ ...lack, detail: 'there are no orders up to 2025-03-14' });
    expect(past).toEqual({ ...lack, detail: 'there are no orders from 2025-01-03 to 2025-03-14' });
  });
});
