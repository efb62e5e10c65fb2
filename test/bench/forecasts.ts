import { arima, forecast, harmonicRegression } from '../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

/** Median milliseconds a series, and as a ratio to one least-squares fit of trend and season measured in the same rounds. */
export type ForecastFigures = { what: string; milliseconds: number; ratioToHarmonic: number };

const ROUNDS = 15;

/** Time the default forecast and ARIMA(5,1,0), interleaved with the plain harmonic regression. */
export function benchForecasts(): ForecastFigures[] {
  const daily = madeUpSeries(735, 7);
  const monthly = madeUpSeries(150, 12);
  return [
    compare('forecast(), 735 days, horizon 56', daily, 7, 56, () =>
      forecast(daily, { horizon: 56, period: 7 }),
    ),
    compare('forecast(), 150 months, horizon 18', monthly, 12, 18, () =>
      forecast(monthly, { horizon: 18, period: 12 }),
    ),
    compare('arima(5,1,0), 735 days', daily, 7, 56, () => arima(daily, { order: [5, 1, 0], horizon: 56 })),
    compare('arima(5,1,0), 150 months', monthly, 12, 18, () =>
      arima(monthly, { order: [5, 1, 0], horizon: 18 }),
    ),
  ];
}

function compare(
  what: string,
  values: Float64Array,
  period: number,
  horizon: number,
  run: () => unknown,
): ForecastFigures {
  const baseline = () => harmonicRegression(values, { period, horizon });
  const own: number[] = [];
  const ratios: number[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const milliseconds = timed(run);
    const base = timed(baseline);
    if (round < 0) continue;
    own.push(milliseconds);
    ratios.push(milliseconds / base);
  }
  return { what, milliseconds: medianOf(own), ratioToHarmonic: medianOf(ratios) };
}

function madeUpSeries(length: number, period: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length }, (_, t) =>
    Math.max(0, 40 + 0.02 * t + 8 * Math.cos((2 * Math.PI * t) / period) + 6 * standardNormal(random)),
  );
}

function timed(run: () => unknown): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}

function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
