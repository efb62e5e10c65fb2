import { arima, forecast, harmonicRegression } from '../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

/**
 * Milliseconds of CPU time a series, the goal for them on one core (none where there is none), and as a ratio to one
 * least-squares fit of trend and season measured in the same rounds: medians over the rounds.
 */
export type ForecastFigures = {
  what: string;
  cpuMs: number;
  goalMs: number | null;
  ratioToHarmonic: number;
};

const ROUNDS = 15;
/** The clock of CPU time ticks in microseconds, but a single fit is shorter than what disturbs it: each round makes some. */
const REPEATS = 5;

/** Time the default forecast and ARIMA(5,1,0), interleaved with the plain harmonic regression. */
export function benchForecasts(): ForecastFigures[] {
  const daily = madeUpSeries(735, 7);
  const monthly = madeUpSeries(150, 12);
  // as long as the median monthly series of M3
  const short = madeUpSeries(115, 12);
  return [
    compare('forecast(), 735 days, horizon 56', 15, daily, 7, 56, () =>
      forecast(daily, { horizon: 56, period: 7 }),
    ),
    compare('forecast(), 115 months, horizon 18', 3, short, 12, 18, () =>
      forecast(short, { horizon: 18, period: 12 }),
    ),
    compare('arima(5,1,0), 735 days', null, daily, 7, 56, () =>
      arima(daily, { order: [5, 1, 0], horizon: 56 }),
    ),
    compare('arima(5,1,0), 150 months', 1, monthly, 12, 18, () =>
      arima(monthly, { order: [5, 1, 0], horizon: 18 }),
    ),
  ];
}

function compare(
  what: string,
  goalMs: number | null,
  values: Float64Array,
  period: number,
  horizon: number,
  run: () => unknown,
): ForecastFigures {
  const baseline = () => harmonicRegression(values, { period, horizon });
  const own: number[] = [];
  const ratios: number[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const cpuMs = timed(run);
    const base = timed(baseline);
    if (round < 0) continue;
    own.push(cpuMs);
    ratios.push(cpuMs / base);
  }
  return { what, cpuMs: medianOf(own), goalMs, ratioToHarmonic: medianOf(ratios) };
}

function madeUpSeries(length: number, period: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length }, (_, t) =>
    Math.max(0, 40 + 0.02 * t + 8 * Math.cos((2 * Math.PI * t) / period) + 6 * standardNormal(random)),
  );
}

function timed(run: () => unknown): number {
  const started = process.cpuUsage();
  for (let repeat = 0; repeat < REPEATS; repeat++) run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / REPEATS;
}

function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
