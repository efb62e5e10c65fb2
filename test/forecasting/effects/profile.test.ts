import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { cumulativeDemand, forecast, profileOf } from '../../../lib/forecasting/index.ts';
import { createRandom, sampleGamma, samplePoisson } from '../../../lib/numeric/index.ts';

const { TRADEWIND_SHARED = '../shared' } = process.env;
const WEEK = [1.6, 1.4, 1.2, 1.2, 1.1, 0.5, 0];

/** A product of a category: sells by the category's week, at a level of its own around 12 a day. */
function aProduct(days: number, seed: number): number[] {
  const random = createRandom(seed);
  const level = (12 * sampleGamma(random, 4)) / 4;
  return Array.from({ length: days }, (_, day) => samplePoisson(random, level * WEEK[day % 7]!));
}
const category = Array.from({ length: 40 }, (_, seed) => ({ values: aProduct(120, seed + 1) }));
const profile = profileOf(category, 7)!;
const options = { horizon: 14, period: 7 };
const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

describe('profileOf', () => {
  test('reads the week, the level and how it differs between products', () => {
    profile.season.forEach((factor, place) => {
      expect(Math.abs(factor - WEEK[place]!)).toBeLessThan(0.1);
    });
    expect(Math.abs(profile.level - 12)).toBeLessThan(2);
    // gamma levels of shape 4: variance / mean² = 1/4
    expect(Math.abs(profile.levelVariation - 0.25)).toBeLessThan(0.12);
    expect(profile.series).toBe(40);
  });

  test('minds the weekday that each product begins on', () => {
    const shifted = category.map(({ values }, i) => ({ values: values.slice(i % 7), phase: i % 7 }));

    profileOf(shifted, 7)!.season.forEach((factor, place) => {
      expect(Math.abs(factor - WEEK[place]!)).toBeLessThan(0.1);
    });
  });

  test('is none of fewer than three products with four weeks, and leaves out what never sold', () => {
    const silent = { values: new Array<number>(60).fill(0) };
    const young = { values: aProduct(20, 3) };

    expect(profileOf([category[0]!, category[1]!, silent, young], 7)).toBeNull();
    expect(profileOf([...category.slice(0, 3), silent, young], 7)!.series).toBe(3);
  });
});

describe('forecast with a profile', () => {
  test('gives a buyer with a new product a sane forecast from its category', () => {
    const five = aProduct(5, 90);

    const found = forecast(five, { ...options, profile });

    expect(found.model).toBe('profile');
    expect(found.reason).toMatch(
      /^new: what 40 others of its kind do, with \d+ % of the weight on its 5 days of history/,
    );
    // steps 2 to 8 are a week from Monday on: Sunday rests
    expect(found.mean[8]! / found.mean[2]!).toBeLessThan(0.1);
    const { quantiles } = cumulativeDemand(found.distribution, 14, [0.1, 0.9]);
    expect(quantiles[0]).toBeGreaterThan(0.4 * total(found.mean));
    expect(quantiles[1]).toBeLessThan(2 * total(found.mean));
  });

  test('errs far less than the product’s own few days, at every length below four weeks', () => {
    for (const days of [1, 3, 8, 20]) {
      let own = 0;
      let borrowed = 0;
      for (let seed = 200; seed < 224; seed++) {
        const values = aProduct(days + 14, seed);
        const history = values.slice(0, days);
        const actual = total(values.slice(days));
        borrowed += Math.abs(total(forecast(history, { ...options, profile }).mean) - actual);
        own += Math.abs(total(forecast(history, options).mean) - actual);
      }
      expect(borrowed).toBeLessThan(0.9 * own);
    }
  });

  test('weighs the own history more the longer it is, and lets the models answer from four weeks on', () => {
    const slow = new Array<number>(27).fill(1);
    const ofDays = (days: number) => forecast(slow.slice(0, days), { ...options, profile });
    const totals = [1, 3, 9, 27].map((days) => total(ofDays(days).mean));

    expect(totals.toSorted((a, b) => b - a)).toEqual(totals);
    // gamma of shape 4 around 12 and Poisson noise: after 1 unit on a day of factor 1.6 (4 + 1) / (4/12 + 1.6) = 2.6 a day
    expect(Math.abs(totals[0]! / 14 - 2.6)).toBeLessThan(0.6);
    expect(totals[3]!).toBeLessThan(14 * 2);
    expect(forecast(aProduct(28, 7), { ...options, profile }).model).not.toBe('profile');
  });

  test('covers the cumulative demand of new products as often as it says', () => {
    let covered = 0;
    for (let seed = 300; seed < 400; seed++) {
      const values = aProduct(4 + 14, seed);
      const { distribution } = forecast(values.slice(0, 4), { ...options, profile });
      const [low, high] = cumulativeDemand(distribution, 14, [0.1, 0.9], { seed, paths: 400 }).quantiles;
      const actual = total(values.slice(4));
      if (actual >= low! && actual <= high!) covered++;
    }
    // 80 ± 4 by chance alone
    expect(covered).toBeGreaterThan(68);
    expect(covered).toBeLessThan(93);
  });

  test('knows a promotion of a product that is new', () => {
    const values = new Float64Array(5 + 14);
    values.fill(1, 5 + 7);

    const found = forecast(aProduct(5, 90), {
      ...options,
      profile,
      covariates: [{ name: 'launch offer', kind: 'event', values, prior: { mean: Math.log(2), sd: 0.3 } }],
    });

    expect(total(found.mean.slice(7)) / total(found.mean.slice(0, 7))).toBeCloseTo(2, 6);
    expect(found.warnings.join()).toContain('launch offer was never seen before: 100 % more is assumed');
  });

  test('refuses a profile of another season, and a place that is none of it', () => {
    expect(() => forecast([1, 2], { horizon: 2, period: 12, profile })).toThrow('season of 7 steps');
    expect(() => forecast([1, 2], { ...options, profile, phase: 7 })).toThrow('the phase 7');
  });

  test('errs a fifth less on a year of hospital demand after six months', () => {
    const file = `${TRADEWIND_SHARED}/data/forecast/hospital_monthly.json.gz`;
    if (!existsSync(file)) {
      process.stderr.write(`${file} is absent: profiles are not tried on it\n`);
      return;
    }
    const { series }: { series: { train: (number | null)[] }[] } = JSON.parse(
      gunzipSync(readFileSync(file)).toString('utf8'),
    );
    const all = series.map(({ train }) => train.map((value) => value ?? Number.NaN));
    const ofOthers = profileOf(
      all.filter((_, i) => i % 2 === 0).map((values) => ({ values })),
      12,
    )!;
    let own = 0;
    let borrowed = 0;
    for (const values of all.filter((_, i) => i % 2 === 1)) {
      const actual = values.slice(6, 18);
      const errorOf = (daily: number[]) => total(actual.map((value, t) => Math.abs(value - daily[t]!)));
      const scale = total(actual) || 1;
      const history = values.slice(0, 6);
      borrowed += errorOf(forecast(history, { horizon: 12, period: 12, profile: ofOthers }).mean) / scale;
      own += errorOf(forecast(history, { horizon: 12, period: 12 }).mean) / scale;
    }
    expect(borrowed / own).toBeLessThan(0.8);
  });
});
