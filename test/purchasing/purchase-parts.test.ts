import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUYER_FEATURES, fillBuyerFeatures } from '../../lib/purchasing/buyer-features.ts';
import { foretoldCheck } from '../../lib/purchasing/foretold-check.ts';
import { judgeChances } from '../../lib/purchasing/judge-chances.ts';
import { fitLogisticRegression, logOddsOf } from '../../lib/purchasing/logistic-regression.ts';
import { nextOrderOf } from '../../lib/purchasing/next-order.ts';
import { toHistory } from '../bench/online-retail-orders.ts';

describe('fitLogisticRegression', () => {
  test('finds the log-odds of two groups in closed form when next to nothing pulls', () => {
    // 3 of 4 against 1 of 4: log-odds ln 3 and −ln 3
    const rows = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const answers = Uint8Array.of(1, 0, 0, 0, 1, 1, 1, 0);

    const model = fitLogisticRegression(rows, answers, 1, 1e-9);

    expect(logOddsOf(model, Float64Array.of(1))).toBeCloseTo(Math.log(3), 6);
    expect(logOddsOf(model, Float64Array.of(0))).toBeCloseTo(-Math.log(3), 6);
  });

  test('keeps the mean chance at the mean answer whatever the ridge', () => {
    const rows = Float64Array.of(1, 5, 2, 1, 4, 3, 9, 2, 6, 5);
    const answers = Uint8Array.of(0, 1, 0, 1, 1);

    const model = fitLogisticRegression(rows, answers, 2, 5);

    const chances = [0, 2, 4, 6, 8].map((row) => 1 / (1 + Math.exp(-logOddsOf(model, rows, row))));
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(3, 6);
  });

  test('gives a constant feature no weight, and finite weights where a feature parts the answers wholly', () => {
    const model = fitLogisticRegression(
      Float64Array.of(7, -1, 7, -2, 7, 1, 7, 2),
      Uint8Array.of(0, 0, 1, 1),
      2,
      1,
    );

    expect(model.weights[0]).toBeCloseTo(0, 12);
    expect(model.weights[1]).toBeGreaterThan(0);
    expect(model.weights[1]).toBeLessThan(5);
  });
});

describe('judgeChances', () => {
  test('counts the pairs in the right order, ties half', () => {
    // of the four pairs: 3 > 1, 3 > 2, 2 > 1, 2 = 2
    const { auc } = judgeChances(Float64Array.of(3, 2, 2, 1), Uint8Array.of(1, 1, 0, 0));

    expect(auc).toBe(3.5 / 4);
  });

  test('gives a fair coin a log loss of ln 2 and a Brier score of a quarter', () => {
    const scores = judgeChances(new Float64Array(4), Uint8Array.of(1, 0, 0, 1));

    expect(scores).toMatchObject({ brier: 0.25, auc: 0.5, meanChance: 0.5, orderedShare: 0.5 });
    expect(scores.logLoss).toBeCloseTo(Math.LN2, 12);
  });
});

describe('nextOrderOf', () => {
  test('is the exponential waiting time where both chances are of one rate', () => {
    const chance = (days: number) => 1 - Math.exp(-days / 50);

    const next = nextOrderOf([chance(30), chance(90)], [30, 90]);

    expect(next.earlyDays).toBeCloseTo(-50 * Math.log(0.9), 9);
    expect(next.medianDays).toBeCloseTo(50 * Math.LN2, 9);
    expect(next.lateDays).toBeCloseTo(50 * Math.LN10, 9);
  });

  test('goes through both chances, and orders its dates', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.9999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (near, rest) => {
          const far = Math.min(near + (0.99999 - near) * rest, 1 - 1e-6);
          const { earlyDays, medianDays, lateDays } = nextOrderOf([near, far], [30, 90]);
          const told = [earlyDays, medianDays, lateDays].map((days) => days ?? Infinity);
          expect(told).toEqual(told.toSorted((a, b) => a - b));
          for (const [i, chance] of [0.1, 0.5, 0.9].entries()) {
            expect((told[i] ?? 0) <= 30 + 1e-9).toBe(near >= chance - 1e-12);
            if (Math.abs(far - chance) > 1e-6) expect((told[i] ?? 0) <= 90 + 1e-6).toBe(far >= chance);
          }
        },
      ),
      { seed: 3 },
    );
  });
});

describe('fillBuyerFeatures', () => {
  test('tells recency, frequency, worth and rhythm of a buyer by hand', () => {
    const history = toHistory([
      [
        [0, 10],
        [20, 30],
        [40, 20],
        [77, 1000],
      ],
    ]);
    const features = new Float64Array(BUYER_FEATURES.length);

    // the order of day 77 is not known on day 60
    fillBuyerFeatures(history, { buyer: 0, end: 3, moment: 60 }, 10, features, 0);

    const of = (name: (typeof BUYER_FEATURES)[number]) => features[BUYER_FEATURES.indexOf(name)];
    expect(of('days since the last order')).toBeCloseTo(Math.log(21), 12);
    expect(of('order days')).toBeCloseTo(Math.log(3), 12);
    expect(of('days since the first order')).toBeCloseTo(Math.log(61), 12);
    expect(of('has ordered once')).toBe(0);
    // two gaps of 20 and one of 20 not over
    expect(of('mean gap between orders')).toBeCloseTo(Math.log(61 / 3), 12);
    expect(of('variation of the gaps')).toBe(0);
    expect(of('order days of the last 30 days')).toBeCloseTo(Math.log(2), 12);
    expect(of('order days of the last 90 days')).toBeCloseTo(Math.log(4), 12);
    expect(of('order days, the recent ones more')).toBeCloseTo(
      Math.log(2 ** (-60 / 60) + 2 ** (-40 / 60) + 2 ** (-20 / 60)),
      12,
    );
    expect(of('mean worth of an order day')).toBeCloseTo(Math.log(3), 12);
    expect(of('worth in all')).toBeCloseTo(Math.log(7), 12);
  });
});

describe('foretoldCheck', () => {
  /** Foretold on day 100; all ordered on day 0, and again after so many days of waiting, the day of the order counted. */
  const check = (
    waits: readonly (number | null)[],
    dates: readonly (readonly [number, number, number])[],
  ) => {
    const history = toHistory(
      waits.map((wait) =>
        wait === null
          ? [[0, 10]]
          : ([
              [0, 10],
              [99 + wait, 20],
            ] as const),
      ),
    );
    const column = (values: readonly number[]) => Float64Array.from(values);
    return foretoldCheck(history, 100, {
      buyers: Int32Array.from(waits.keys()),
      orders90: column(waits.map(() => 0.5)),
      spend90: column(waits.map(() => 7)),
      earlyDays: column(dates.map(([early]) => early)),
      medianDays: column(dates.map(([, median]) => median)),
      lateDays: column(dates.map(([, , late]) => late)),
    });
  };

  test('follows each buyer from date to date as far as the 90 days go', () => {
    const { byEarly, byMedian, byLate, inside, orders, spend, expectedOrders, expectedSpend } = check(
      [3, 10, 50, null, 95, null],
      [
        [5, 20, 60],
        [5, 20, 60],
        [5, 20, 60],
        [5, 20, 200],
        [5, 100, Number.NaN],
        [5, 20, 60],
      ],
    );

    // 1 of 6 by the early date; of the 4 followed on, 1 by the median; of the 2 followed on, 1 by the late one
    expect(byEarly).toEqual({ buyers: 6, share: expect.closeTo(1 / 6, 12) });
    expect(byMedian).toEqual({ buyers: 5, share: expect.closeTo(1 - (5 / 6) * (3 / 4), 12) });
    expect(byLate).toEqual({ buyers: 4, share: expect.closeTo(1 - (5 / 6) * (3 / 4) * (1 / 2), 12) });
    expect(inside.share).toBeCloseTo(5 / 6 - 5 / 16, 12);
    expect([orders, spend, expectedOrders, expectedSpend]).toEqual([3, 60, 3, 42]);
  });

  test('takes an order on the day of a date as come by then', () => {
    const late = check([8], [[7.2, 20, 60]]);
    const later = check([9], [[7.2, 20, 60]]);

    expect([late.byEarly.share, later.byEarly.share]).toEqual([1, 0]);
  });

  test('knows no share of dates that all lie beyond the window', () => {
    const { byEarly, byLate } = check([null], [[30, 120, 400]]);

    expect(byEarly).toEqual({ buyers: 1, share: 0 });
    expect(byLate).toEqual({ buyers: 0, share: Number.NaN });
  });
});
