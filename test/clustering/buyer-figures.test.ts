import { describe, expect, test } from '@jest/globals';
import { buyerFigures } from '../../lib/clustering/index.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { aBuyer, aggregatesOf, asOf, type SomeBuyer } from './some-buyers.ts';

const today = dayNumber(asOf);

/** Figures of one buyer in a market that is two years old. */
function figuresOf(changes: Partial<SomeBuyer>) {
  const elder = aBuyer({ customer: 'b', firstDay: today - 730, yearRevenueMinor: 10_000 });
  const figures = buyerFigures(aggregatesOf([aBuyer({ customer: 'a', ...changes }), elder]), asOf);
  return Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, values[0]]));
}

describe('buyerFigures', () => {
  test('counts recency and tenure from the date', () => {
    expect(figuresOf({ firstDay: today - 400, lastDay: today - 30 })).toMatchObject({
      recencyDays: 30,
      tenureDays: 400,
    });
  });

  test('scales the orders of a market that is younger than a year up to one', () => {
    const young = aBuyer({ customer: 'a', firstDay: today - 72, yearOrders: 4 });

    // 73 days are a fifth of a year
    expect(buyerFigures(aggregatesOf([young]), asOf).ordersPerYear[0]).toBe(20);
    expect(figuresOf({ yearOrders: 4 }).ordersPerYear).toBe(4);
  });

  test('takes cadence from the year’s gaps, else from the whole history, else from the silence since the only order', () => {
    expect(figuresOf({ orderDays: 9, gaps: 4, gapSum: 120 }).cadenceDays).toBe(30);
    const longAgo = { firstDay: today - 700, lastDay: today - 500, orderDays: 5, gaps: 0, gapSum: 0 };
    expect(figuresOf(longAgo).cadenceDays).toBe(50);
    expect(figuresOf({ firstDay: today - 80, lastDay: today - 80 }).cadenceDays).toBe(80);
  });

  test('calls a clock regular, and says nothing of fewer than three gaps', () => {
    // gaps 10, 20, 30: mean 20, standard deviation 10
    const uneven = { gaps: 3, gapSum: 60, gapSquareSum: 1_400 };

    expect(figuresOf(uneven).gapVariation).toBeCloseTo(0.5, 12);
    expect(figuresOf({ gaps: 3, gapSum: 60, gapSquareSum: 1_200 }).gapVariation).toBe(0);
    expect(figuresOf({ gaps: 2, gapSum: 40, gapSquareSum: 800 }).gapVariation).toBeNaN();
  });

  test('takes shares of what is known, and NaN where nothing is', () => {
    expect(
      figuresOf({ listValue: 200, paidValue: 170, yearSoldMinor: 1_000, yearTakenBackMinor: 50 }),
    ).toMatchObject({ discountShare: expect.closeTo(0.15, 12), returnsShare: 0.05 });
    expect(figuresOf({}).discountShare).toBeNaN();
    expect(figuresOf({ yearSoldMinor: 0 }).returnsShare).toBeNaN();
    expect(figuresOf({ yearOrders: 0 }).skusPerOrder).toBeNaN();
    expect(figuresOf({ yearOrders: 4, orderSkus: 10, yearSkus: 6 })).toMatchObject({
      skusPerOrder: 2.5,
      skusPerYear: 6,
    });
  });

  test('damps growth, scales an earlier half-year that is known in part, and needs half of it', () => {
    const halves = { halfRevenueMinor: 3_000, priorRevenueMinor: 1_000 };
    // 5 % of the middle year, 10,000, and 1 are added to both
    const whole = Math.log((3_000 + 501) / (1_000 + 501));
    const scaled = Math.log((3_000 + 501) / (2_000 + 501));

    expect(figuresOf({ ...halves, firstDay: today - 400 }).growth).toBeCloseTo(whole, 12);
    expect(figuresOf({ ...halves, firstDay: today - 181 - 91 }).growth).toBeNaN();
    // 91 of the 182 days are known: twice the revenue
    expect(figuresOf({ ...halves, firstDay: today - 272.5 }).growth).toBeNaN();
    expect(figuresOf({ ...halves, firstDay: today - 273 }).growth).toBeCloseTo(
      Math.log((3_000 + 501) / ((1_000 * 182) / 92 + 501)),
      12,
    );
    expect(scaled).toBeLessThan(whole);
    expect(figuresOf({ firstDay: today - 400 }).growth).toBeNaN();
  });

  test('tells the season of buyers that were there for a year and have four order days', () => {
    const pairs = { dayPairs: 12, sameQuarterPairs: 6 };

    expect(figuresOf({ ...pairs, firstDay: today - 364 }).seasonConcentration).toBe(0.5);
    expect(figuresOf({ ...pairs, firstDay: today - 363 }).seasonConcentration).toBeNaN();
    expect(figuresOf({ dayPairs: 6, sameQuarterPairs: 6 }).seasonConcentration).toBeNaN();
  });

  test('counts a buyer whose returns exceed its purchases as worth nothing', () => {
    expect(figuresOf({ yearRevenueMinor: -500 }).valueMinor).toBe(0);
  });
});
