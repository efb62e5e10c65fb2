import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import {
  arima,
  backtest,
  cumulativeDemand,
  type Forecast,
  forecast,
  harmonicRegression,
  modelNames,
  quantileForecast,
} from '../../lib/forecasting/index.ts';
import { type GeneratedCase, generatedCases } from './generated-series.ts';

/** Names of the properties, and how each is checked on so many generated series; a fault throws. */
export const properties = {
  'answers with finite, ordered steps, the same twice, and leaves the series as it was': (runs: number) =>
    holds(runs, known, (one) => {
      const before = [...one.values];
      const run = () => forecast(one.values, { ...one, levels: [80, 95] });
      const found = run();
      return [
        ...faultsOf(found, one, [80, 95]),
        ...(isDeepStrictEqual(one.values, before) ? [] : ['the series was changed']),
        ...(isDeepStrictEqual(run(), found) ? [] : ['a second run answers otherwise']),
      ];
    }),
  'answers by every model by name': (runs: number) =>
    holds(runs, fc.tuple(known, fc.constantFrom(...modelNames)), ([one, model]) =>
      faultsOf(forecast(one.values, { ...one, model, levels: [50, 99] }), one, [50, 99]),
    ),
  'reads ordered quantiles of steps and of sums': (runs: number) => holds(runs, known, quantileFaults),
  'fits an ARIMA process of any order': (runs: number) => {
    const orders = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }));
    // with gaps or moving averages a fit takes tens of milliseconds
    holds(Math.ceil(runs / 10), fc.tuple(known, orders), ([one, order]) => {
      const found = arima(one.values, { order, horizon: one.horizon, levels: [80, 95] });
      const areFinite = allFinite(found.ar, found.ma, [found.sigma2]);
      return [...faultsOf(found, one, [80, 95]), ...(areFinite ? [] : ['a coefficient is not finite'])];
    });
  },
  'fits any period and number of harmonics': (runs: number) => {
    const seasonal = known.filter(({ period }) => period > 0);
    holds(runs, fc.tuple(seasonal, fc.integer({ min: 1, max: 4 })), ([one, harmonics]) => {
      const found = harmonicRegression(one.values, { ...one, harmonics, levels: [80, 95] });
      const areFinite = allFinite(found.coefficients, found.standardErrors);
      return [...faultsOf(found, one, [80, 95]), ...(areFinite ? [] : ['a coefficient is not finite'])];
    });
  },
  'scores the past with numbers or null, never with NaN': (runs: number) =>
    holds(Math.ceil(runs / 3), fc.tuple(known, fc.integer({ min: 1, max: 3 })), ([one, folds]) => {
      const horizon = Math.max(1, Math.min(12, one.horizon));
      return Object.entries(backtest(one.values, { ...one, horizon, folds }))
        .filter(([, score]) => score !== null && !Number.isFinite(score))
        .map(([name, score]) => `${name} is ${score}`);
    }),
};
export type PropertyName = keyof typeof properties;

/** Series of which something is known; the others are refused, which another test shows. */
const known = generatedCases.filter(({ values }) => values.some(Number.isFinite));

function holds<T>(numRuns: number, cases: fc.Arbitrary<T>, faults: (one: T) => string[]): void {
  fc.assert(
    fc.property(cases, (one) => {
      const found = faults(one);
      if (found.length > 0) throw new RangeError(found.join('; '));
    }),
    { seed: 2026, numRuns },
  );
}

const allFinite = (...rows: readonly number[][]) => rows.every((row) => row.every(Number.isFinite));

/** What is wrong with an answer, in words; nothing where all is well. */
function faultsOf(found: Forecast, { values, horizon }: GeneratedCase, levels: number[]): string[] {
  const faults: string[] = [];
  const rows = [found.mean, found.median, ...found.intervals.flatMap(({ lower, upper }) => [lower, upper])];
  if (!rows.every((row) => row.length === horizon)) faults.push('a row is not as long as the horizon');
  if (!allFinite(...rows)) faults.push('a step is not finite');
  if (found.intervals.map(({ level }) => level).join() !== levels.join()) faults.push('a level is missing');
  const [narrow, wide] = found.intervals;
  for (let step = 0; step < horizon; step++) {
    const ladder = [wide!.lower, narrow!.lower, found.median, narrow!.upper, wide!.upper].map(
      (row) => row[step]!,
    );
    if (ladder.some((value, i) => i > 0 && value < ladder[i - 1]!))
      faults.push(`step ${step} crosses: ${ladder}`);
  }
  const isNeverNegative = !values.some((value) => Number.isFinite(value) && value < 0);
  if ('reason' in found && isNeverNegative && rows.some((row) => row.some((value) => value < 0)))
    faults.push('a step is below 0 where nothing observed is');
  if (found.model === '' || found.warnings.some((warning) => warning === ''))
    faults.push('words are missing');
  return faults;
}

const PROBABILITIES = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

function quantileFaults(one: GeneratedCase): string[] {
  const horizon = Math.min(one.horizon, 30);
  const { distribution } = forecast(one.values, { ...one, horizon });
  const steps = PROBABILITIES.map((probability) => quantileForecast(distribution, probability));
  const sum = cumulativeDemand(distribution, horizon, PROBABILITIES, { paths: 50 });
  const crosses = steps.some((row, i) => i > 0 && row.some((value, step) => value < steps[i - 1]![step]!));
  // sums of values near the largest number there is may exceed it
  const isLarge = one.values.some((value) => Math.abs(value) > 1e290);
  return [
    ...(allFinite(...steps) ? [] : ['a quantile is not finite']),
    ...(crosses ? ['quantiles cross'] : []),
    ...(isLarge || allFinite(sum.quantiles, [sum.mean]) ? [] : ['a sum is not finite']),
    ...(sum.quantiles.some((value, i) => value < sum.quantiles[i - 1]!)
      ? ['quantiles of the sum cross']
      : []),
  ];
}

/** As a worker: check one property and say what was wrong. */
if (parentPort) {
  const { name, runs }: { name: PropertyName; runs: number } = workerData;
  try {
    properties[name](runs);
    parentPort.postMessage(null);
  } catch (error) {
    parentPort.postMessage(error instanceof Error ? error.message : String(error));
  }
}
