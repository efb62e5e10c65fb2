import {
  addDays,
  type Contest,
  HORIZON_DAYS,
  type Rivals,
  type SeriesRecord,
  type StoredForecast,
} from '../../lib/domain/index.ts';
import {
  type Contestant,
  type ContestResult,
  type Forecast,
  holdContest,
  pastDefaults,
  quantileForecast,
  type ServedForecast,
  serveForecast,
} from '../../lib/forecasting/index.ts';
import { DEFAULT_RULES } from '../../lib/operations/index.ts';
import { fiveDigits } from './five-digits.ts';
import { knownFutures } from './known-futures.ts';
import { ADJUSTMENTS, contestantsOf } from './rival-forecasts.ts';
import { stockRates } from './stock-rates.ts';

/** Weekly reviews that are judged: a quarter of a year. */
const REVIEWS = 12;
/** A longer lead time is judged as this: twelve reviews would reach back beyond what an upload is kept for. */
const MOST_LEAD_DAYS = 84;
const PERIOD_DAYS = 7;

/** The default's forecast of a series, and what it was made from. */
export type DefaultForecast = {
  record: SeriesRecord;
  /** Daily demand as it was forecast from, NaN = not observed. */
  units: Float64Array;
  forecast: Forecast;
  seed: number;
};

/**
 * Let uploaded forecasts and a person's adjustments compete with the default, and put into the document whatever serves, with
 * what each was worth. Without a rival the document is answered as it came, and no time is spent.
 */
export function compete(document: StoredForecast, given: DefaultForecast): StoredForecast {
  const { rivals } = given.record;
  if (rivals === undefined) return document;
  try {
    return withContest(document, given, rivals);
  } catch (error) {
    // a rival's trouble must not cost the SKU its forecast
    const why = error instanceof Error ? error.message : String(error);
    return { ...document, warnings: [...document.warnings, `no contest was held: ${why}`] };
  }
}

function withContest(document: StoredForecast, given: DefaultForecast, rivals: Rivals): StoredForecast {
  const { record, units, forecast } = given;
  const contestants = contestantsOf(rivals, {
    // of a long series the newest days alone may have been used
    start: addDays(record.start, record.demand.length - units.length),
    days: units.length,
    defaultMean: forecast.mean,
  });
  const result = judge(contestants, given, rivals.currency);
  const { served, weights, reason } = asPersonWants(result, contestants, given);
  const contest: Contest = {
    served,
    reason,
    contestants: result.standings.map((standing) => ({
      name: standing.name,
      kind: standing.kind,
      weight: weights.find(({ name }) => name === standing.name)?.weight ?? 0,
      costMinor: Math.round(standing.cost),
      valueAddedMinor: Math.round(standing.valueAdded),
      standardErrorMinor: Math.round(standing.standardError),
      weeks: standing.reviews,
      spokenWeeks: standing.spoken,
    })),
  };
  if (served === 'default') return { ...document, contest };
  const { spreads } = result;
  const spoken = serveForecast(wholeDefault(document, forecast), units.length, contestants, {
    weights,
    spreads,
  });
  const isAdjusted = weights.some(({ name, weight }) => name === ADJUSTMENTS && weight > 0);
  // the parts add up to the default's mean, not to this one
  const { parts: _, ...rest } = document;
  const { mean, p10, p50, p90 } = document;
  return {
    ...rest,
    ...stored(spoken, document),
    model: served,
    reason: `${reason}; the default: ${document.reason}`,
    contest: isAdjusted ? { ...contest, unadjusted: { mean, p10, p50, p90 } } : contest,
  };
}

/** Hold the contest over the past weeks; where money can't be told, nobody is judged and the default serves. */
function judge(contestants: readonly Contestant[], given: DefaultForecast, currency: string): ContestResult {
  const { record, units, forecast, seed } = given;
  const rates = stockRates(record, currency);
  const ahead = Float64Array.from(forecast.mean);
  const { reviewDays } = DEFAULT_RULES;
  const leadTimeSteps = Math.min(Math.ceil(record.leadTime.meanDays), MOST_LEAD_DAYS);
  const rules = { leadTimeSteps, reviewSteps: reviewDays, holdingCostPerUnitStep: 1, stockOutCostPerUnit: 1 };
  if (rates === undefined) {
    const unjudged = holdContest(contestants, { demand: units, reviews: [], ahead }, rules);
    return { ...unjudged, reason: 'the default serves: without a cost or a price nobody can be judged' };
  }
  const { assumed, ...costs } = rates;
  const reviews = pastDefaults(units, {
    period: PERIOD_DAYS,
    coverSteps: leadTimeSteps + reviewDays,
    reviewSteps: reviewDays,
    reviews: REVIEWS,
    seed,
    // what was planned was known then too
    covariates: knownFutures(record, units.length, ahead.length).covariates ?? [],
    horizon: ahead.length,
  });
  // a day on which more came back than was ordered asks for nothing
  const demand = units.map((value) => (value < 0 ? 0 : value));
  const result = holdContest(contestants, { demand, reviews, ahead }, { ...rules, ...costs });
  return assumed === null ? result : { ...result, reason: `${result.reason}; judged by ${assumed}` };
}

/** A person stays in charge: adjustments that are to serve always do, whatever they were worth. */
function asPersonWants(
  { served, weights, reason }: ContestResult,
  contestants: readonly Contestant[],
  { record, units, forecast }: DefaultForecast,
): Pick<ContestResult, 'served' | 'weights' | 'reason'> {
  const person = contestants.find(({ name }) => name === ADJUSTMENTS);
  const ahead = person?.saidAt(units.length, Float64Array.from(forecast.mean)).mean;
  if (record.rivals?.serve !== 'always' || !ahead?.some((value) => !Number.isNaN(value)))
    return { served, weights, reason };
  return {
    served: ADJUSTMENTS,
    weights: weights.map(({ name }) => ({ name, weight: name === ADJUSTMENTS ? 1 : 0 })),
    reason: `adjustments serve because a person wants it so; by cost alone: ${reason}`,
  };
}

/** The default over its whole horizon, in the form that a mix is made of. */
function wholeDefault(
  { leadTimeDemand: { days, mean, p50, p90, p95, p99 } }: StoredForecast,
  { mean: daily, distribution }: Forecast,
): ServedForecast {
  const quantile = (probability: number) => Float64Array.from(quantileForecast(distribution, probability));
  return {
    mean: Float64Array.from(daily),
    p10: quantile(0.1),
    p50: quantile(0.5),
    p90: quantile(0.9),
    cover: { steps: days, mean, quantiles: [p50, p90, p95, p99] },
  };
}

function stored(
  { mean, p10, p50, p90, cover }: ServedForecast,
  { leadTimeDemand: { days } }: StoredForecast,
): Pick<StoredForecast, 'mean' | 'p10' | 'p50' | 'p90' | 'leadTimeDemand'> {
  const daily = (values: Float64Array) => [...values.subarray(0, HORIZON_DAYS)].map(fiveDigits);
  const [q50 = 0, q90 = 0, q95 = 0, q99 = 0] = cover.quantiles.map(fiveDigits);
  return {
    mean: daily(mean),
    p10: daily(p10),
    p50: daily(p50),
    p90: daily(p90),
    leadTimeDemand: { days, mean: fiveDigits(cover.mean), p50: q50, p90: q90, p95: q95, p99: q99 },
  };
}
