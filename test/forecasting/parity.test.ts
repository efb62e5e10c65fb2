import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { arima, harmonicRegression } from '../../lib/forecasting/index.ts';

/**
 * Exact references for 35 series: ARIMA(5,1,0) at the maximum of its likelihood and harmonic regressions by R 4.2 `lm`.
 * The file holds its own tolerances.
 */
const file = join(process.env.TRADEWIND_SHARED ?? '../shared', 'bench/forecast/parity.json');
const here = existsSync(file);
if (!here) console.warn(`parity is skipped: ${file} is not there`);

type Reference = {
  ar: number[];
  sigma2: number;
  loglik: number;
  aic: number;
  mean: number[];
  se: number[];
  lower80: number[];
  upper95: number[];
};
type Harmonic = {
  P: number;
  type: 'cos' | 'cossin';
  error?: string;
  coef: Record<string, number>;
  stderr: Record<string, number>;
  sigma: number;
  mean: number[];
  lower95: number[];
};
type Series = { id: string; values: (number | null)[]; exact?: Reference; harmonic: Harmonic[] };

const { series }: { series: Series[] } = here ? JSON.parse(readFileSync(file, 'utf8')) : { series: [] };
const valuesOf = (one: Series) => one.values.map((value) => value ?? Number.NaN);
const largestGap = (found: number[], wanted: number[]) =>
  Math.max(...wanted.map((value, i) => Math.abs(found[i]! - value)));

(here ? describe : describe.skip)('arima of order (5,1,0)', () => {
  test('reaches the exact maximum of every series that has one', () => {
    const exact = series.filter((one) => one.exact);

    for (const one of exact) {
      const wanted = one.exact!;
      const found = arima(valuesOf(one), { order: [5, 1, 0], horizon: 12, levels: [80, 95] });
      const sigma = Math.sqrt(wanted.sigma2);
      const gaps = {
        id: one.id,
        logLikelihood: found.logLikelihood >= wanted.loglik - 1e-3,
        aic: Math.abs(found.aic - wanted.aic) < 2e-3,
        ar: largestGap(found.ar, wanted.ar) < 0.002,
        sigma2: Math.abs(found.sigma2 / wanted.sigma2 - 1) < 0.002,
        mean: largestGap(found.mean, wanted.mean) / sigma < 0.005,
        sd: wanted.se.every((se, i) => Math.abs(found.distribution.sd[i]! / se - 1) < 0.005),
        lower80: largestGap(found.intervals[0]!.lower, wanted.lower80) / sigma < 0.05,
        upper95: largestGap(found.intervals[1]!.upper, wanted.upper95) / sigma < 0.05,
      };

      expect(gaps).toEqual({
        ...Object.fromEntries(Object.keys(gaps).map((key) => [key, true])),
        id: one.id,
      });
    }
    expect(exact.length).toBe(23);
  });

  test('answers the others with finite, ordered intervals', () => {
    for (const one of series.filter(
      ({ exact, values }) => !exact && values.some((value) => value !== null),
    )) {
      const { mean, intervals } = arima(valuesOf(one), { order: [5, 1, 0], horizon: 12, levels: [80, 95] });

      expect([one.id, mean.length, mean.every(Number.isFinite)]).toEqual([one.id, 12, true]);
      mean.forEach((value, i) => {
        const bounds = [
          intervals[1]!.lower[i]!,
          intervals[0]!.lower[i]!,
          value,
          intervals[0]!.upper[i]!,
          intervals[1]!.upper[i]!,
        ];
        expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
      });
    }
  });

  test('refuses an empty and an all-missing series', () => {
    for (const one of series.filter(({ values }) => values.every((value) => value === null))) {
      expect(() => arima(valuesOf(one), { order: [5, 1, 0], horizon: 3 })).toThrow('at least one');
    }
  });
});

(here ? describe : describe.skip)('harmonicRegression', () => {
  test('agrees with R to eight digits', () => {
    for (const one of series) {
      const values = valuesOf(one);
      // A coefficient that is nothing but rounding has no digits to agree on.
      const noise = 1e-12 * Math.max(...values.map((value) => Math.abs(value || 0)));
      for (const wanted of one.harmonic.filter(({ error }) => !error)) {
        const phase = wanted.type === 'cos' ? 'fixed' : 'free';
        const found = harmonicRegression(values, { period: wanted.P, horizon: 12, phase, levels: [95] });

        Object.values(wanted.coef).forEach((value, i) => {
          const gap = Math.abs(found.coefficients[i]! - value);
          expect([one.id, gap <= 1e-8 * Math.abs(value) + noise]).toEqual([one.id, true]);
        });
        wanted.mean.forEach((value, i) => {
          expect(Math.abs(found.mean[i]! - value)).toBeLessThanOrEqual(1e-8 * Math.abs(value) + noise);
          const gap = Math.abs(found.intervals[0]!.lower[i]! - wanted.lower95[i]!);
          expect(gap).toBeLessThanOrEqual(1e-6 * (wanted.sigma + Math.abs(value)));
        });
      }
    }
  });
});
