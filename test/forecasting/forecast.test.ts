import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError, scoresSchema } from '../../lib/domain/index.ts';
import {
  arima,
  backtest,
  cumulativeDemand,
  forecast,
  harmonicRegression,
  pathTotals,
  quantileForecast,
  samplePaths,
  seasonalNaive,
} from '../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

const weekly = (weeks: number, seed = 4): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: 7 * weeks }, (_, day) =>
    Math.max(0, 20 + 8 * Math.cos((2 * Math.PI * day) / 7) + 2 * standardNormal(random)),
  );
};
const options = { horizon: 14, period: 7, levels: [50, 80, 95] };

describe('forecast', () => {
  test.each([
    ['a weekly series', weekly(30)],
    ['rare demand', weekly(30).map((units, day) => (day % 5 === 0 ? Math.round(units) : 0))],
    ['three values', [4, 5, 6]],
  ])('says the same of %s where it is not compared with other models, but for how it did', (_, values) => {
    const compared = forecast(values, options);
    const alone = forecast(values, { ...options, compared: false });

    expect(alone.distribution).toEqual(compared.distribution);
    expect([alone.model, alone.mean, alone.intervals]).toEqual([
      ...[compared.model, compared.mean, compared.intervals],
    ]);
    expect(compared.reason.startsWith(alone.reason)).toBe(true);
  });

  test('answers by a mean of models, names them, and says in plain words how much it errs', () => {
    const found = forecast(weekly(30), options);

    expect(found.model).toBe('combination(6)');
    expect(found.members).toHaveLength(6);
    expect(found.members).toContain('theta');
    expect(found.reason).toMatch(
      /^the mean of 6 models, .*the weekly pattern .*errs \d+ % less than repeating last week, tried on the last 28 days$/,
    );
    const [own, , , naive] = found.candidates;
    expect(found.errorAgainstNaive).toBeCloseTo(own!.scores.rmsse! / naive!.scores.rmsse!, 12);
    expect(found.candidates.map(({ model }) => model)).toEqual([
      'combination',
      'harmonic',
      'arima(5,1,0)',
      'seasonalNaive',
    ]);
    expect(scoresSchema.parse(found.backtest)).toEqual(found.candidates[0]!.scores);
  });

  test('answers by a model asked for by name, and refuses a name that is none', () => {
    expect(forecast(weekly(30), { ...options, model: 'harmonic' }).model).toMatch(/^harmonic/);
    expect(forecast(weekly(30), { ...options, model: 'arima' }).model).toBe('arima(5,1,0)');
    expect(forecast(weekly(30), { ...options, model: 'arima' }).reason).toContain('asked for by name');
    // a caller without types may send any text
    const unknown = JSON.parse('{ "horizon": 2, "period": 1, "model": "oracle" }');
    expect(() => forecast([1, 2, 3], unknown)).toThrow('oracle');
  });

  test('answers any series with finite, ordered quantiles and leaves it as it was', () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, 0, 1e9, -1e9, Number.POSITIVE_INFINITY) },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat({ max: 8 }), (values, period) => {
        fc.pre(values.some(Number.isFinite));
        const before = [...values];

        const found = forecast(values, { horizon: 9, period, levels: [80, 30, 99] });

        const [middle, narrow, wide] = found.intervals;
        expect(found.intervals.map(({ level }) => level)).toEqual([80, 30, 99]);
        expect([found.mean.length, found.median.length]).toEqual([9, 9]);
        for (let i = 0; i < 9; i++) {
          const ladder = [
            wide!.lower[i]!,
            middle!.lower[i]!,
            narrow!.lower[i]!,
            found.median[i]!,
            narrow!.upper[i]!,
            middle!.upper[i]!,
            wide!.upper[i]!,
          ];
          expect(ladder.every(Number.isFinite)).toBe(true);
          expect(Number.isFinite(found.mean[i]!)).toBe(true);
          expect([...ladder].sort((a, b) => a - b)).toEqual(ladder);
        }
        expect(values).toEqual(before);
      }),
      { seed: 17, numRuns: 60 },
    );
  });

  test('says the same twice', () => {
    expect(forecast(weekly(12), options)).toEqual(forecast(weekly(12), options));
  });

  test.each([
    ['4096', 4096],
    ['2 to the power of 1000', 2 ** 1000],
    ['2 to the power of −1000', 2 ** -1000],
  ])('follows the scale of the series: times %s', (_, factor) => {
    const values = weekly(20);

    const plain = forecast(values, options);
    const scaled = forecast(
      values.map((value) => factor * value),
      options,
    );

    expect(scaled.model).toBe(plain.model);
    plain.mean.forEach((mean, i) => {
      expect(scaled.mean[i]! / factor / mean).toBeCloseTo(1, 8);
      expect(scaled.intervals[2]!.lower[i]! / factor).toBeCloseTo(plain.intervals[2]!.lower[i]!, 6);
    });
    expect(scaled.backtest?.mase).toBeCloseTo(plain.backtest?.mase ?? Number.NaN, 6);
  });

  test('stays finite for a series that explodes to the end of the doubles', () => {
    const values = Array.from({ length: 340 }, (_, t) => 2 ** (3 * t));

    for (const found of [
      forecast(values, options),
      seasonalNaive(values, options),
      harmonicRegression(values, options),
      arima(values, { order: [5, 1, 0], horizon: 14 }),
    ]) {
      const bounds = found.intervals.flatMap(({ lower, upper }) => [...lower, ...upper]);
      expect([...found.mean, ...found.median, ...bounds].every(Number.isFinite)).toBe(true);
    }
  });

  test('follows a shift where nothing is bound at zero', () => {
    const values = weekly(20);

    const plain = forecast(values, { ...options, nonNegative: false });
    const shifted = forecast(
      values.map((value) => value - 1000),
      options,
    );

    // the search for coefficients stops at a tolerance, so another rounding may end a little elsewhere
    plain.mean.forEach((mean, i) => {
      expect(Math.abs(shifted.mean[i]! - (mean - 1000))).toBeLessThan(0.05);
    });
  });

  test('never falls below zero when nothing observed did, unless told', () => {
    const lumpy = Array.from({ length: 140 }, (_, day) => (day % 9 === 0 ? 12 : 0));

    const bound = forecast(lumpy, options);
    const free = forecast(lumpy, { ...options, nonNegative: false });

    expect(Math.min(...bound.mean, ...bound.intervals[2]!.lower)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...free.intervals[2]!.lower)).toBeLessThan(0);
  });

  test('copes with a gap in every place', () => {
    const values = weekly(20).map((value, day) => (day % 11 === 3 || day > 135 ? Number.NaN : value));

    const { mean } = forecast(values, options);

    expect(mean.every(Number.isFinite)).toBe(true);
    expect(Math.max(...mean.map((value) => Math.abs(value - 20)))).toBeLessThan(12);
  });

  test('is no surer after a long gap than without it', () => {
    const random = createRandom(5);
    const seen = Array.from({ length: 30 }, () => 50 + 10 * random());
    const [plain, later] = [seen, [...seen, ...new Array<number>(60).fill(Number.NaN)]].map(
      (values) => forecast(values, { horizon: 14, period: 7, levels: [80] }).intervals[0]!,
    );

    const width = ({ lower, upper }: { lower: number[]; upper: number[] }, step: number) =>
      upper[step]! - lower[step]!;
    expect(width(later!, 0)).toBeGreaterThan(width(plain!, 0));
  });

  test('gives one value a spread of its own size, and a constant none', () => {
    expect(forecast([5], { horizon: 1, period: 7, nonNegative: false }).distribution.sd[0]).toBeGreaterThan(
      4,
    );
    expect(forecast(new Array<number>(40).fill(3), options).intervals[2]!.upper[13]).toBe(3);
  });

  test('refuses nothing but an empty or all-missing series, and options that are none', () => {
    expect(() => forecast([], options)).toThrow(InputError);
    expect(() => forecast([Number.NaN, Number.NaN], options)).toThrow(InputError);
    expect(() => forecast([1], { ...options, levels: [100] })).toThrow('level 100');
    expect(forecast([1, 2], { horizon: 0, period: 7 }).mean).toEqual([]);
  });
});

describe('backtest', () => {
  // Naive on 1 … 12, two folds of 2: from 8 it says 8, 8 (errors 1, 2), from 10 says 10, 10. Each: mean |e| 1.5, scale 1.
  test('scores a naive forecast of a line as by hand', () => {
    const line = Array.from({ length: 12 }, (_, t) => t + 1);

    const scores = backtest(line, { horizon: 2, period: 1, folds: 2, model: 'seasonalNaive' });

    expect(scores.folds).toBe(2);
    expect(scores.mase).toBeCloseTo(1.5, 12);
    expect(scores.rmsse).toBeCloseTo(Math.sqrt(2.5), 12);
    const smape = [1 / 21, 2 / 22, 1 / 17, 2 / 18].reduce((sum, part) => sum + (200 * part) / 4, 0);
    expect(scores.smape).toBeCloseTo(smape, 10);
  });

  test('covers what the intervals claim on a stable series', () => {
    const scores = backtest(weekly(48, 8), { horizon: 14, period: 7, folds: 12 });

    expect(scores.coverage80).toBeGreaterThan(0.72);
    expect(scores.coverage80).toBeLessThan(0.88);
    expect(scores.mase).toBeLessThan(1);
  });

  test('uses as many folds as the history holds and says so', () => {
    expect(backtest(weekly(4), { horizon: 7, period: 7, folds: 9 }).folds).toBe(2);
    expect(backtest([1, 2, 3], { horizon: 7, period: 7, folds: 9 })).toEqual({
      folds: 0,
      mase: null,
      smape: null,
      rmsse: null,
      pinball: null,
      coverage80: null,
    });
  });

  test('has no scale on flat training data', () => {
    const scores = backtest(new Array<number>(60).fill(2), { horizon: 5, period: 7, folds: 2 });

    expect([scores.mase, scores.smape]).toEqual([null, 0]);
  });
});

describe('samplePaths and cumulativeDemand', () => {
  // Independent steps of sd 1: the sum over 16 has sd 4; steps that share everything: 16.
  test('add up independent and shared errors as by hand', () => {
    const steps = { centre: new Array<number>(16).fill(10), sd: new Array<number>(16).fill(1) };
    const alone = [1, ...new Array<number>(15).fill(0)];
    const independent = { ...steps, errorWeights: alone, sharedShare: new Array<number>(16).fill(0) };
    const shared = { ...steps, errorWeights: alone, sharedShare: new Array<number>(16).fill(1) };
    const spread = (distribution: typeof shared) => {
      const { quantiles } = cumulativeDemand({ ...distribution, nonNegative: false }, 16, [0.1, 0.5, 0.9], {
        paths: 6_000,
        seed: 3,
      });
      return (quantiles[2]! - quantiles[0]!) / (2 * 1.2815515655446004);
    };

    expect(spread(independent)).toBeCloseTo(4, 0);
    expect(spread(shared) / 16).toBeCloseTo(1, 1);
  });

  test('keep the mean and the quantiles of every step, also of lumpy demand', () => {
    const lumpy = Array.from({ length: 140 }, (_, day) => (day % 5 === 0 ? 15 : 0));
    const found = forecast(lumpy, options);

    const paths = samplePaths(found.distribution, { paths: 6_000, days: 14, seed: 6 });

    const total = cumulativeDemand(found.distribution, 14, [0.5], { paths: 6_000, seed: 6 });
    const forecastTotal = found.mean.reduce((sum, mean) => sum + mean, 0);
    expect(total.mean / forecastTotal).toBeCloseTo(1, 1);
    const upper = quantileForecast(found.distribution, 0.9);
    const share = (holds: (value: number) => boolean) =>
      Array.from({ length: 6_000 }, (_, path) => holds(paths[path * 14 + 3]!)).filter(Boolean).length / 6_000;
    // sizes are few, so the quantile is one of them: at most a tenth lies above it, and more than a tenth at or above
    expect(share((value) => value > upper[3]!)).toBeLessThan(0.12);
    expect(share((value) => value >= upper[3]!)).toBeGreaterThan(0.08);
  });

  test('repeat with their seed, and add up to their totals', () => {
    const { distribution } = forecast(weekly(20), options);
    const paths = samplePaths(distribution, { paths: 5, days: 3, seed: 1 });

    expect(samplePaths(distribution, { paths: 5, days: 3, seed: 1 })).toEqual(paths);
    expect(samplePaths(distribution, { paths: 5, days: 3, seed: 2 })).not.toEqual(paths);
    expect(pathTotals(paths, 3)[1]).toBeCloseTo(paths[3]! + paths[4]! + paths[5]!, 12);
  });

  test('refuse more steps than are forecast', () => {
    const { distribution } = forecast(weekly(20), options);

    expect(() => cumulativeDemand(distribution, 15, [0.5])).toThrow('15 steps');
  });
});
