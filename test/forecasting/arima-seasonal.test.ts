import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arima } from '../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

/*
 * References: base R 4.2.2, `arima(…, method = "ML", optim.control = list(reltol = 1e-15, maxit = 5000))`, and `predict` of it.
 * R starts levels by a variance of `kappa` = 1e6 where ours are exactly diffuse, which moves its fourth digit: references of
 * levels with gaps take `kappa = 1e8`, those of complete ones the same process of `diff(diff(x, 12))` without a mean, where R is exact.
 * The series are R's: USAccDeaths, AirPassengers, presidents (with its own gaps).
 */
const deaths = [
  9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714,
  9512, 10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466,
  8160, 8034, 7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106,
  8890, 9299, 10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110,
  9070, 8633, 9240,
];
const passengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158,
  133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218,
  230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235,
  227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
  284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404,
  347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472,
  548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
];
const approval = [
  -1, 87, 82, 75, 63, 50, 43, 32, 35, 60, 54, 55, 36, 39, -1, -1, 69, 57, 57, 51, 45, 37, 46, 39, 36, 24, 32,
  23, 25, 32, -1, 32, 59, 74, 75, 60, 71, 61, 71, 57, 71, 68, 79, 73, 76, 71, 67, 75, 79, 62, 63, 57, 60, 49,
  48, 52, 57, 62, 61, 66, 71, 62, 61, 57, 72, 83, 71, 78, 79, 71, 62, 74, 76, 64, 62, 57, 80, 73, 69, 69, 71,
  64, 69, 62, 63, 46, 56, 44, 44, 52, 38, 46, 36, 49, 35, 44, 59, 65, 65, 56, 66, 53, 61, 52, 51, 48, 54, 49,
  49, 61, -1, -1, 68, 44, 40, 27, 28, 25, 24, 24,
].map((percent) => (percent < 0 ? Number.NaN : percent - 56));
/** Logarithms of the passengers, six months not observed. */
const gappyPassengers = passengers.map((value, t) =>
  [19, 46, 47, 48, 89, 130].includes(t) ? Number.NaN : Math.log(value),
);

const airline = { order: [0, 1, 1], seasonal: { order: [0, 1, 1], period: 12 } } as const;
const pattern = [3, -1, 4, 0, 5, -9, 2, 6, -5, 3, 5, 8];
const noisyYears = (n: number, seed: number, period = 12): number[] => {
  const random = createRandom(seed);
  let level = 100;
  return Array.from({ length: n }, (_, t) => {
    level += 0.5 * standardNormal(random);
    return level + 2 * pattern[(t % period) % 12]! + standardNormal(random);
  });
};

describe('arima with a season', () => {
  test("prints what R's documentation prints of accidental deaths", () => {
    const found = arima(deaths, { ...airline, horizon: 6 });

    // as printed, to the digits that kappa leaves: ma1 -0.4303, sma1 -0.5528, sigma^2 99347, log likelihood -425.44, aic 856.88
    expect(found.model).toBe('arima(0,1,1)(0,1,1)[12]');
    expect(Math.abs(found.ma[0]! + 0.4303)).toBeLessThan(1e-4);
    expect(Math.abs(found.seasonalMa![0]! + 0.5528)).toBeLessThan(1e-4);
    expect(Math.abs(found.sigma2 / 99347 - 1)).toBeLessThan(1e-4);
    expect(found.logLikelihood).toBeCloseTo(-425.44, 2);
    expect(found.aic).toBeCloseTo(856.88, 2);
    [8336.0613, 7531.8291, 8314.6438, 8616.8688, 9488.9125, 9859.7574].forEach((mean, step) => {
      expect(Math.abs(found.mean[step]! - mean)).toBeLessThan(0.05);
    });
    [315.4481, 363.0056, 405.0168, 443.0623, 478.0897, 510.7204].forEach((sd, step) => {
      expect(found.distribution.sd[step]! / sd).toBeCloseTo(1, 4);
    });
  });

  test.each([
    ['deaths', deaths, [-0.430270049, -0.5527286136, 99352.5843866, -425.4411024309]],
    [
      'passengers',
      passengers.map(Math.log),
      [-0.4018229683, -0.5569358538, 0.00134809912541, 244.6964868328],
    ],
  ] as const)(
    'finds the maximum of the exact likelihood: %s',
    (_, values, [ma, seasonalMa, sigma2, logLikelihood]) => {
      const found = arima(values, { ...airline, horizon: 0 });

      expect(found.ma[0]).toBeCloseTo(ma, 5);
      expect(found.seasonalMa![0]).toBeCloseTo(seasonalMa, 5);
      expect(found.sigma2 / sigma2).toBeCloseTo(1, 5);
      expect(found.logLikelihood).toBeCloseTo(logLikelihood, 7);
    },
  );

  test.each([
    {
      name: '(0,1,1)(0,1,1)[12] of passengers with gaps',
      values: gappyPassengers,
      ...airline,
      coefficients: [-0.41487377, -0.56581545],
      sigma2: 0.00138561941,
      logLikelihood: 230.00279,
      mean: { 1: 6.1120599, 2: 6.0558741, 12: 6.1700853, 24: 6.2673266 },
      sd: { 1: 0.03734865, 2: 0.04323531, 12: 0.08132189, 24: 0.13709963 },
    },
    {
      name: '(1,0,1)(1,1,0)[12] of passengers with gaps',
      values: gappyPassengers,
      order: [1, 0, 1] as const,
      seasonal: { order: [1, 1, 0] as const, period: 12 },
      coefficients: [0.9926085, -0.4486454, -0.4958629],
      sigma2: 0.00144193054,
      logLikelihood: 228.52011,
      mean: { 1: 6.1173913, 2: 6.0583393, 12: 6.181293, 24: 6.2578561 },
      sd: { 1: 0.03814141, 2: 0.04337326, 12: 0.07625824, 24: 0.12675856 },
    },
    {
      // no levels to start from: R's default is exact here
      name: '(2,0,0)(0,0,1)[4] of presidents',
      values: approval,
      order: [2, 0, 0] as const,
      seasonal: { order: [0, 0, 1] as const, period: 4 },
      coefficients: [0.7458638, 0.0799531, 0.140084],
      sigma2: 83.0284689,
      logLikelihood: -415.252801073,
      mean: { 1: -27.2758378, 2: -23.5432659, 3: -20.5067203, 4: -17.6485387 },
      sd: { 1: 9.11283473, 2: 11.36790441, 3: 12.76092753, 4: 13.65775393 },
    },
  ])('agrees with R: $name', ({ values, order, seasonal, coefficients, sigma2, logLikelihood, mean, sd }) => {
    const found = arima(values, { order, seasonal, horizon: 24 });

    const got = [found.ar, found.ma, found.seasonalAr!, found.seasonalMa!].flat();
    expect(got).toHaveLength(coefficients.length);
    coefficients.forEach((coefficient, i) => {
      expect(Math.abs(got[i]! - coefficient)).toBeLessThan(1e-5);
    });
    expect(found.sigma2 / sigma2).toBeCloseTo(1, 5);
    expect(Math.abs(found.logLikelihood - logLikelihood)).toBeLessThan(1e-4);
    expect(found.aic).toBeCloseTo(-2 * found.logLikelihood + 2 * (coefficients.length + 1), 9);
    for (const [step, value] of Object.entries(mean)) {
      expect(Math.abs(found.mean[Number(step) - 1]! - value)).toBeLessThan(2e-5);
    }
    for (const [step, value] of Object.entries(sd)) {
      expect(found.distribution.sd[Number(step) - 1]! / value).toBeCloseTo(1, 4);
    }
  });

  test('is the process without a season where all seasonal orders are 0', () => {
    const order = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.nat({ max: 1 }));
    fc.assert(
      fc.property(
        order,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2, max: 60 }),
        (parts, n, period) => {
          const values = noisyYears(n, n).map((value, t) => (t % 9 === 4 ? Number.NaN : value));

          const plain = arima(values, { order: parts, horizon: 5 });
          const found = arima(values, { order: parts, seasonal: { order: [0, 0, 0], period }, horizon: 5 });

          const { seasonal, seasonalAr, seasonalMa, ...rest } = found;
          expect(rest).toEqual(plain);
          expect([seasonal, seasonalAr, seasonalMa]).toEqual([{ order: [0, 0, 0], period }, [], []]);
        },
      ),
      { seed: 3, numRuns: 25 },
    );
  });

  test('follows shift and scale, gaps or none', () => {
    for (const missing of [[], [3, 30, 31, 50]]) {
      const values = noisyYears(80, 4).map((value, t) => (missing.includes(t) ? Number.NaN : value));

      const plain = arima(values, { ...airline, horizon: 14 });
      const moved = arima(
        values.map((value) => 1024 * value - 4096),
        { ...airline, horizon: 14 },
      );

      moved.mean.forEach((mean, step) => {
        expect((mean + 4096) / 1024 / plain.mean[step]!).toBeCloseTo(1, 6);
        expect(moved.distribution.sd[step]! / 1024 / plain.distribution.sd[step]!).toBeCloseTo(1, 5);
      });
      const density = (80 - missing.length - 13) * Math.log(1024);
      expect(moved.logLikelihood).toBeCloseTo(plain.logLikelihood - density, 6);
    }
  });

  test('takes what is missing at either end as a longer way, not as data', () => {
    const values = noisyYears(60, 8);
    const gap = new Array<number>(3).fill(Number.NaN);

    const plain = arima(values, { ...airline, horizon: 6 });
    const padded = arima([...gap, ...values, ...gap], { ...airline, horizon: 3 });

    expect(padded.logLikelihood).toBeCloseTo(plain.logLikelihood, 7);
    expect(padded.mean[2]).toBeCloseTo(plain.mean[5]!, 5);
    expect(padded.distribution.sd[2]).toBeCloseTo(plain.distribution.sd[5]!, 5);
  });

  test('repeats an exact season, along a line if there is one', () => {
    const flat = Array.from({ length: 36 }, (_, t) => 10 + pattern[t % 12]!);
    const rising = flat.map((value, t) => value + 0.1 * t);

    const found = arima(flat, { ...airline, horizon: 12 });
    const risen = arima(rising, { ...airline, horizon: 12 });
    const gappy = arima(
      flat.map((value, t) => (t % 7 === 3 ? Number.NaN : value)),
      { ...airline, horizon: 12 },
    );

    expect(found.mean).toEqual(pattern.map((value) => 10 + value));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.warnings.join()).toContain('lowered to (0,1,0)(0,1,0)[12]');
    gappy.mean.forEach((mean, step) => {
      expect(mean).toBeCloseTo(10 + pattern[step]!, 9);
    });
    risen.mean.forEach((mean, step) => {
      expect(mean).toBeCloseTo(10 + pattern[step]! + 0.1 * (36 + step), 9);
    });
  });

  test.each(Array.from({ length: 30 }, (_, i) => [i + 1]))('forecasts %i months by what they carry', (n) => {
    const found = arima(noisyYears(n, 2), { ...airline, horizon: 15 });

    const { mean, intervals, seasonal, seasonalMa } = found;
    expect([...mean, ...intervals[1]!.upper, found.sigma2, found.aic].every(Number.isFinite)).toBe(true);
    // 13 months fix the levels, one more is for the variance; the first pair of differences a year apart ends with the 26th
    expect(seasonal!.order[1]).toBe(n >= 14 ? 1 : 0);
    expect(seasonalMa!.length).toBe(n >= 26 ? 1 : 0);
    expect(found.warnings.some((warning) => warning.includes('is lowered to'))).toBe(n < 26);
  });

  test('differences no season of which a month was never observed, and says so', () => {
    const withoutJanuary = noisyYears(60, 6).map((value, t) => (t % 12 === 0 ? Number.NaN : value));

    const { mean, seasonal, warnings } = arima(withoutJanuary, { ...airline, horizon: 12 });

    expect(seasonal!.order[1]).toBe(0);
    expect(warnings.join()).toContain('a place of the season was not observed often enough');
    expect(mean.every(Number.isFinite)).toBe(true);
  });

  test('fits a year of weeks, and bounds what is longer', () => {
    const weekly = arima(noisyYears(120, 5, 52), {
      ...airline,
      seasonal: { order: [0, 1, 1], period: 52 },
      horizon: 52,
    });
    const longer = arima(noisyYears(430, 5), {
      ...airline,
      seasonal: { order: [0, 0, 1], period: 410 },
      horizon: 3,
    });

    expect(weekly.model).toBe('arima(0,1,1)(0,1,1)[52]');
    expect(longer.model).toBe('arima(0,1,1)');
    expect(longer.warnings.join()).toContain('over 400 states');
  });

  test('refuses a season that is none', () => {
    const ask = (order: [number, number, number], period: number) => () =>
      arima([1, 2], { order: [0, 1, 1], seasonal: { order, period }, horizon: 1 });

    expect(ask([0, 1, 1], 1)).toThrow('period');
    expect(ask([0, 1, 1], 4.5)).toThrow('period');
    expect(ask([0, -1, 1], 12)).toThrow('order');
  });
});
