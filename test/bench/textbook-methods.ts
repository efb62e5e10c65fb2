import { fitTrendSmoothing, forecastTrendSmoothing } from '../../lib/forecasting/trend-smoothing.ts';

/** What the textbook needs of a method: the mean of each step ahead and the sd of its one-step errors. */
export type MeanAndError = { mean: ArrayLike<number>; sd: number };
/** Forecasts from a history without gaps, at least 8 values. */
export type TextbookMethod = (history: Float64Array, horizon: number) => MeanAndError;

/** Shares by which a new observation counts, from which the least squared error chooses. */
const SHARES = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8] as const;
/** First one-step errors that don't count: the level has yet to settle. */
const WARM_UP = 4;

/** The methods that Tradewind's quantiles are held against, each as its textbook says. */
export const textbookMethods: Record<string, TextbookMethod> = {
  'seasonal naive': seasonalNaive,
  'last 4 weeks': lastFourWeeks,
  SES: simpleSmoothing,
  TSB: teunterSyntetosBabai,
  ets: etsByCriterion,
};

/** The value of a year ago where the history reaches back a year, else the last one. */
function seasonalNaive(history: Float64Array, horizon: number): MeanAndError {
  const season = history.length >= 2 * 52 ? 52 : 1;
  const errors = Array.from(history.subarray(season), (value, t) => value - history[t]!);
  const from = history.length - season;
  return {
    mean: Float64Array.from({ length: horizon }, (_, step) => history[from + (step % season)]!),
    sd: rootMeanSquare(errors),
  };
}

function lastFourWeeks(history: Float64Array, horizon: number): MeanAndError {
  const averageBefore = (end: number) =>
    (history[end - 1]! + history[end - 2]! + history[end - 3]! + history[end - 4]!) / 4;
  const errors = Array.from(history.subarray(4), (value, t) => value - averageBefore(t + 4));
  return { mean: new Float64Array(horizon).fill(averageBefore(history.length)), sd: rootMeanSquare(errors) };
}

/** Simple exponential smoothing (Brown 1959), α by least squares. */
function simpleSmoothing(history: Float64Array, horizon: number): MeanAndError {
  const runs = SHARES.map((alpha) => {
    let level = (history[0]! + history[1]! + history[2]! + history[3]!) / 4;
    const errors = Array.from(history, (value) => {
      const error = value - level;
      level += alpha * error;
      return error;
    });
    return { level, errors };
  });
  return steady(runs, horizon);
}

/** Chance and size of demand smoothed apart, the chance at every step (Teunter, Syntetos & Babai 2011), by least squares. */
function teunterSyntetosBabai(history: Float64Array, horizon: number): MeanAndError {
  const sold = history.filter((value) => value > 0);
  if (sold.length === 0) return { mean: new Float64Array(horizon), sd: 0 };
  const runs = SHARES.flatMap((alpha) =>
    SHARES.map((beta) => {
      let chance = sold.length / history.length;
      let size = sold[0]!;
      const errors = Array.from(history, (value) => {
        const error = value - chance * size;
        if (value > 0) size += alpha * (value - size);
        chance += beta * (Number(value > 0) - chance);
        return error;
      });
      return { level: chance * size, errors };
    }),
  );
  return steady(runs, horizon);
}

/** ETS(A,N,N), (A,A,N) or (A,Ad,N), whichever AICc prefers: what R's `ets` chooses from where there are zeros. */
function etsByCriterion(history: Float64Array, horizon: number): MeanAndError {
  const observed = new Uint8Array(history.length).fill(1);
  const model = (['none', 'linear', 'damped'] as const)
    .map((trend) => fitTrendSmoothing(history, observed, trend))
    .reduce((best, next) => (next.criterion < best.criterion ? next : best));
  return {
    mean: forecastTrendSmoothing(model, history.length, horizon).map((units) => Math.max(0, units)),
    sd: Math.sqrt(model.sigma2),
  };
}

function steady(runs: { level: number; errors: number[] }[], horizon: number): MeanAndError {
  const rated = runs.map(({ level, errors }) => ({ level, sd: rootMeanSquare(errors.slice(WARM_UP)) }));
  const best = rated.reduce((least, run) => (run.sd < least.sd ? run : least));
  return { mean: new Float64Array(horizon).fill(Math.max(0, best.level)), sd: best.sd };
}

function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / Math.max(1, errors.length));
}
