import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../../lib/domain/index.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import type { PropertyName } from './check-properties.ts';

/** Series of the everyday run, and of the long one. */
const RUNS = process.env.TRADEWIND_FULL ? 10_000 : 300;

/** Check a property in a thread of its own: inside Jest's sandbox the same arithmetic takes ten times as long. */
function faultOf(name: PropertyName): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./check-properties.ts', import.meta.url), {
      workerData: { name, runs: RUNS },
    });
    let fault: string | null = 'the thread ended without a word';
    worker.once('message', (found) => {
      fault = found;
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve(fault));
  });
}

describe(`any of ${RUNS} generated series`, () => {
  test.each<PropertyName>([
    'answers with finite, ordered steps, the same twice, and leaves the series as it was',
    'answers by every model by name',
    'reads ordered quantiles of steps and of sums',
    'fits an ARIMA process of any order',
    'fits any period and number of harmonics',
    'scores the past with numbers or null, never with NaN',
  ])(
    '%s',
    async (name) => {
      expect(await faultOf(name)).toBeNull();
    },
    900_000,
  );

  test('is refused with an InputError, and nothing else, where nothing is observed', () => {
    const empty = fc.array(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY), { maxLength: 40 });
    fc.assert(
      fc.property(empty, fc.nat({ max: 20 }), (values, horizon) => {
        expect(() => forecast(values, { horizon, period: 7 })).toThrow(InputError);
      }),
      { seed: 2026, numRuns: 50 },
    );
  });
});
