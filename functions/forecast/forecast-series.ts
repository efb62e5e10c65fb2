import {
  daysBetween,
  type ForecastDocument,
  HORIZON_DAYS,
  type Scores,
  type SeriesRecord,
  type ShardRef,
  type StoredForecast,
  unitsOf,
} from '../../lib/domain/index.ts';
import {
  cumulativeDemand,
  type Forecast,
  type ForecastOptions,
  forecast,
  quantileForecast,
  repeatSeason,
  type SampledTotals,
  seasonalNaive,
} from '../../lib/forecasting/index.ts';
import { mean, seedFrom } from '../../lib/numeric/index.ts';
import { compete } from './compete.ts';
import { fiveDigits } from './five-digits.ts';
import { knownFutures } from './known-futures.ts';
import { retrainUnits } from './retrain-units.ts';
import { seriesMarks } from './series-marks.ts';
import { totalsOf } from './shard-totals.ts';
import { type StoredKnowledge, storedKnowledge } from './stored-knowledge.ts';

/** Fewest observed days that a forecast is made from: two weeks, so that each weekday was seen twice. */
const LEAST_DAYS = 14;
const PERIOD_DAYS = 7;
/** Stock is reviewed weekly: an order must last until the next one arrives. */
const REVIEW_PERIOD_DAYS = 7;
/** Two years: longer lead times are placeholders or errors, and paths cost the square of their days. */
const MOST_STOCK_DAYS = 730;
/** History kept beside a forecast for its chart: half a year. */
const HISTORY_DAYS = 182;
/** No day sells more: whole numbers beyond it are not exact, and their squares and sums leave the range of numbers. */
const MOST_UNITS = Number.MAX_SAFE_INTEGER;
const RUN_SEED = 1;

/** One series to forecast: all that a thread is given. */
export type SeriesTask = {
  shard: ShardRef;
  record: SeriesRecord;
  /** Use the newest days alone, with the reason why. */
  newest?: { days: number; because: string };
  /** Why no model is to be tried: the seasonal naive answers with this reason. */
  withoutModels?: string;
};

/** What comes back of one series, from whatever thread: what is stored, and what the shard as a whole is made of. */
export type SeriesResult = {
  sku: string;
  document: ForecastDocument;
  /** What the SKU adds to its category and market; absent without a forecast. */
  totals?: SampledTotals;
  /** [horizon] What repeating the newest week says, units a day: what a forecast must be better than. */
  naive: number[];
};

/**
 * Forecast one SKU of a market as it is stored: daily quantiles, and the distribution of demand over lead time and review.
 *
 * What is known beforehand (prices, events, the end of sale) is in it. A series that no model can be chosen for gets the
 * seasonal naive with the reason; fewer than 14 observed days, or none where the category has a profile, are answered with
 * what is missing. Same task, same result.
 */
export function forecastSeries(task: SeriesTask): SeriesResult {
  const { sku, demand } = task.record;
  return { sku, ...answerOf(task), naive: repeatSeason(unitsOf(demand), PERIOD_DAYS, HORIZON_DAYS) };
}

function answerOf({
  shard,
  record,
  newest,
  withoutModels,
}: SeriesTask): Pick<SeriesResult, 'document' | 'totals'> {
  const { units, warnings } = observedDemand(record);
  const days = units.filter((value) => !Number.isNaN(value)).length;
  if (days < (record.profile === undefined ? LEAST_DAYS : 1)) {
    const detail = [
      `${days} observed days of ${record.sku} in ${shard.market}; ${LEAST_DAYS} are needed for a forecast`,
      ...warnings,
    ].join('; ');
    const { runId, asOf } = shard;
    return {
      document: { kind: 'insufficientData', sku: record.sku, runId, asOf, missing: ['history'], detail },
    };
  }
  const seed = seedFrom(RUN_SEED, shard.market, record.sku);
  const wantedDays = Math.ceil(record.leadTime.meanDays) + REVIEW_PERIOD_DAYS;
  const stockDays = Math.min(wantedDays, MOST_STOCK_DAYS);
  if (stockDays < wantedDays)
    warnings.push(
      `the lead time of ${Math.ceil(record.leadTime.meanDays)} days is beyond what can be forecast: the first ${stockDays} days are`,
    );
  const options = { horizon: Math.max(HORIZON_DAYS, stockDays), period: PERIOD_DAYS, levels: [80] };
  const learnt = learntUnits(record, units, warnings);
  const used = newest !== undefined && withoutModels === undefined ? learnt.slice(-newest.days) : learnt;
  if (newest !== undefined && used.length < learnt.length)
    warnings.push(`only the newest ${used.length} of ${learnt.length} days are used: ${newest.because}`);
  const answer =
    withoutModels === undefined
      ? forecastOrFallBack(used, { ...options, ...knownFutures(record, used.length, options.horizon) }, seed)
      : fallBack(units, options, withoutModels);
  const byDefault: StoredForecast = {
    kind: 'ready',
    sku: record.sku,
    runId: shard.runId,
    asOf: shard.asOf,
    model: answer.forecast.model,
    reason: answer.reason,
    ...dailyQuantiles(answer.forecast),
    leadTimeDemand: stockDemand(answer.forecast, stockDays, seed),
    ...recentHistory(record),
    ...seriesMarks(record, Math.min(HISTORY_DAYS, record.demand.length)),
    backtest: answer.backtest,
    candidates: answer.candidates,
    ...answer.known,
    warnings: [...warnings, ...answer.forecast.warnings],
    seed,
    uploads: record.uploads,
  };
  // who gave the models up must not start them again
  const document =
    withoutModels === undefined
      ? compete(byDefault, { record, units: units.slice(-used.length), forecast: answer.forecast, seed })
      : byDefault;
  const { distribution } = answer.forecast;
  const totalsSeed = seedFrom(RUN_SEED, shard.market, record.sku, 'totals');
  return { document, totals: totalsOf({ mean: document.mean, distribution, units, seed: totalsSeed }) };
}

/** Choose what to learn from: after a change the days since, or all of them at the new level; the warnings say so. */
function learntUnits(
  { retrain, drift, start }: SeriesRecord,
  units: Float64Array,
  warnings: string[],
): Float64Array {
  if (retrain === undefined) return units;
  const { use, from } = retrain;
  const learnt = retrainUnits(units, { use, at: daysBetween(start, from) });
  if (learnt === units) return units;
  const how =
    use === 'since' ? `the days since ${from} alone` : `all days, those before ${from} at the level since`;
  warnings.push(`learnt from ${how}${drift === undefined ? '' : `: it ${drift.words}`}`);
  return learnt;
}

/**
 * Read demand with sold-out days told apart: what they sold is the least that was asked for.
 *
 * A sold-out day above the mean of the other days keeps its units; below, it says nothing and counts as not observed.
 */
function observedDemand(record: SeriesRecord): { units: Float64Array; warnings: string[] } {
  const said = unitsOf(record.demand);
  const units = said.map((value) => (Math.abs(value) <= MOST_UNITS ? value : Number.NaN));
  const soldOut = new Set(record.censoredDays);
  const usual = mean(units.map((value, day) => (soldOut.has(day) ? Number.NaN : value)));
  let leftOut = 0;
  const kept = units.map((value, day) => {
    if (!soldOut.has(day) || !(value < usual)) return value;
    leftOut++;
    return Number.NaN;
  });
  const warnings: string[] = [];
  const beyond = said.filter((value) => Math.abs(value) > MOST_UNITS).length;
  if (beyond > 0) warnings.push(`days beyond ${MOST_UNITS} units are taken as not observed: ${beyond}`);
  if (leftOut > 0)
    warnings.push(
      leftOut === 1
        ? '1 sold-out day is taken as not observed'
        : `${leftOut} sold-out days are taken as not observed`,
    );
  // without a day on which stock lasted nothing tells what more was asked for
  if (soldOut.size > 0 && Number.isNaN(usual))
    warnings.push('every observed day sold out: demand is at least what is forecast');
  return { units: kept, warnings };
}

type Answer = Pick<StoredForecast, 'reason' | 'backtest' | 'candidates'> & {
  forecast: Forecast;
  known?: StoredKnowledge;
};

function forecastOrFallBack(units: Float64Array, options: ForecastOptions, seed: number): Answer {
  try {
    const chosen = forecast(units, { ...options, seed });
    return {
      forecast: chosen,
      reason: chosen.reason,
      backtest: chosen.backtest === undefined ? null : shortScores(chosen.backtest),
      candidates: chosen.candidates.map(({ model, scores }) => ({ model, scores: shortScores(scores) })),
      known: storedKnowledge(chosen),
    };
  } catch (error) {
    // One SKU's trouble must not cost the shard: it gets the forecast that cannot fail, and says why.
    const why = error instanceof Error ? error.message : String(error);
    return fallBack(units, options, `the models failed with "${why}"`);
  }
}

function fallBack(
  units: Float64Array,
  options: Pick<ForecastOptions, 'horizon' | 'period' | 'levels'>,
  why: string,
): Answer {
  return {
    forecast: seasonalNaive(units, options),
    reason: `seasonalNaive: ${why}`,
    backtest: null,
    candidates: [],
  };
}

function dailyQuantiles({ mean: daily, distribution }: Forecast) {
  const stored = (values: number[]) => values.slice(0, HORIZON_DAYS).map(fiveDigits);
  return {
    mean: stored(daily),
    p10: stored(quantileForecast(distribution, 0.1)),
    p50: stored(quantileForecast(distribution, 0.5)),
    p90: stored(quantileForecast(distribution, 0.9)),
  };
}

function stockDemand(
  { distribution }: Forecast,
  days: number,
  seed: number,
): StoredForecast['leadTimeDemand'] {
  const demand = cumulativeDemand(distribution, days, [0.5, 0.9, 0.95, 0.99], { seed });
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = demand.quantiles.map(fiveDigits);
  return { days, mean: fiveDigits(demand.mean), p50, p90, p95, p99 };
}

function recentHistory({
  demand,
  censoredDays,
}: SeriesRecord): Pick<StoredForecast, 'history' | 'historyCensoredDays'> {
  const from = Math.max(0, demand.length - HISTORY_DAYS);
  return {
    history: demand.slice(from),
    historyCensoredDays: censoredDays.filter((day) => day >= from).map((day) => day - from),
  };
}

function shortScores(scores: Scores): Scores {
  const short = (score: number | null) => (score === null ? null : fiveDigits(score));
  const { folds, mase, smape, rmsse, pinball, coverage80 } = scores;
  return {
    folds,
    mase: short(mase),
    smape: short(smape),
    rmsse: short(rmsse),
    pinball: short(pinball),
    coverage80: short(coverage80),
  };
}
