import { normalQuantile } from '../numeric/index.ts';
import type { SumQuantiles } from './location-demand.ts';
import { momentsOfSum } from './location-demand.ts';

/** What a market asks for under one future: day by day from tomorrow, and quantiles of the sum that stock needs. */
export type MarketFuture = { mean: readonly number[]; leadTimeDemand: SumQuantiles };

/** Demand of a location under one future, before it is sampled. Units. */
export type ScenarioDemand = {
  /** Quantiles of the sum of the days to cover, a market each, this one first. */
  markets: SumQuantiles[];
  /** Expected units a day, all markets. */
  dailyDemand: number;
  /** [days] expected units of each day from the first one on, all markets. */
  daily: number[];
};

/** What the night knew beside this market's forecast. Units a day. */
export type KnownRates = {
  /** Of this market and of the location, as the policy row says. */
  ownPerDay: number;
  locationPerDay: number;
};

const NEAR_DAYS = 28;

/**
 * Bring a location's demand together for another lead time or another future of this market, as `locationDemands` did at night.
 *
 * Units lost that outcomes showed are what the policy's rate has above the forecast's. Markets of the location without a forecast here
 * take what its rate has above the others', as scattered as this market's demand. Sums of fewer or more days than were sampled keep
 * their shape: the mean by the forecast's days, distances from it by the square root of the days.
 *
 * @param planned - this market's forecast, by which the rates are told apart
 * @param changed - the same, or another future of it
 * @param others - the forecasts of the location's other markets, as far as there are any
 * @param span - days to cover, and days of the forecast that are over
 * @returns the demand, and whether a market had to be estimated
 */
export function scenarioDemand(
  planned: MarketFuture,
  changed: MarketFuture,
  others: { known: readonly MarketFuture[]; isWhole: boolean },
  rates: KnownRates,
  span: { days: number; skipDays: number },
): ScenarioDemand & { estimated: boolean } {
  const lost = above(rates.ownPerDay, nearMean(planned.mean));
  const own = sumOfDays(changed, span, lost);
  const known = others.known.map(({ leadTimeDemand }) => leadTimeDemand);
  const knownPerDay = known.reduce((sum, market) => sum + market.mean / market.days, 0);
  const unknownPerDay = others.isWhole ? 0 : above(rates.locationPerDay, rates.ownPerDay + knownPerDay);
  const unknown = unknownPerDay > 0 ? [scatteredLike(planned.leadTimeDemand, unknownPerDay)] : [];
  const ownPerDay = Math.max(0, nearMean(changed.mean) + lost);
  const horizon = planned.mean.length - span.skipDays;
  return {
    markets: [own, ...known, ...unknown],
    dailyDemand: ownPerDay + knownPerDay + unknownPerDay,
    daily: Array.from({ length: Math.max(0, horizon) }, (_, day) => {
      const at = day + span.skipDays;
      const ofOthers = others.known.reduce((sum, market) => sum + dayOf(market.mean, at), 0);
      return Math.max(0, dayOf(changed.mean, at) + lost) + ofOthers + unknownPerDay;
    }),
    estimated: unknown.length > 0,
  };
}

/** The row's rates are rounded: less than this share of them is no difference. */
const ROUNDED = 1e-3;
const above = (whole: number, part: number) => (whole - part > ROUNDED * whole ? whole - part : 0);

function nearMean(mean: readonly number[]): number {
  const near = mean.slice(0, NEAR_DAYS);
  return near.reduce((sum, units) => sum + units, 0) / Math.max(1, near.length);
}

/** Beyond the forecast the mean of its last four weeks stays. */
function dayOf(mean: readonly number[], day: number): number {
  const known = mean[day];
  if (known !== undefined) return known;
  const last = mean.slice(-NEAR_DAYS);
  return last.reduce((sum, units) => sum + units, 0) / Math.max(1, last.length);
}

function sumOfDays(
  { mean, leadTimeDemand: sampled }: MarketFuture,
  { days, skipDays }: { days: number; skipDays: number },
  lost: number,
): SumQuantiles {
  const of = (from: number, to: number) => {
    let sum = 0;
    for (let day = from; day < to; day++) sum += dayOf(mean, day);
    return sum;
  };
  const sampledDays = of(0, sampled.days);
  const grown = sampledDays > 0 ? of(skipDays, skipDays + days) / sampledDays : days / sampled.days;
  const center = sampled.mean * grown;
  const wider = Math.sqrt(days / sampled.days);
  const at = (quantile: number) => Math.max(0, center + (quantile - sampled.mean) * wider) + lost * days;
  const { p50, p90, p95, p99 } = sampled;
  return { days, mean: center + lost * days, p50: at(p50), p90: at(p90), p95: at(p95), p99: at(p99) };
}

/** A normal sum, cut at 0, whose variance is to its mean as that of another. */
function scatteredLike(market: SumQuantiles, perDay: number): SumQuantiles {
  const { days } = market;
  const { mean, variance } = momentsOfSum(market, days);
  const sd = Math.sqrt(mean > 0 ? (variance / mean) * perDay * days : 0);
  const at = (probability: number) => Math.max(0, perDay * days + normalQuantile(probability) * sd);
  return { days, mean: perDay * days, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
