import { type SeriesRecord, type StoredForecast, unitsOf } from '../domain/index.ts';
import { normalQuantile } from '../numeric/index.ts';
import { addDemand, type DemandAhead, steadyDemand } from './demand-ahead.ts';
import type { DemandMoments } from './demand-distribution.ts';
import { momentsOfSum, type SumQuantiles } from './location-demand.ts';

/** The forecast of the same SKU in another market of the location. */
export type SiblingForecast = { market: string; forecast: StoredForecast };

/** A location's demand, market by market; moments are per day. */
export type LocationDemands = {
  quantiles: SumQuantiles;
  others: SumQuantiles[];
  own: DemandMoments;
  other: DemandMoments;
  /** As it is expected to come. */
  ahead: { own: DemandAhead; others: DemandAhead };
};

const NEAR_DAYS = 28;
const RECENT_DAYS = 91;

/**
 * Bring together what the location's markets will ask for: each by its forecast, or by its last 13 weeks where it has none.
 *
 * @param options.lostPerDay - units a day that outcomes show were lost: orders and so the forecast did not see them
 */
export function locationDemands(
  series: SeriesRecord,
  forecast: StoredForecast,
  { siblings, lostPerDay }: { siblings: readonly SiblingForecast[]; lostPerDay: number },
): LocationDemands {
  const quantiles = raised(forecast.leadTimeDemand, lostPerDay);
  const others = series.siblings.map(({ market, demand }) => {
    const known = siblings.find((sibling) => sibling.market === market);
    return known === undefined
      ? fromHistory(demand, forecast.leadTimeDemand.days)
      : known.forecast.leadTimeDemand;
  });
  const near = forecast.mean.slice(0, NEAR_DAYS);
  const mean = near.reduce((sum, units) => sum + units, 0) / Math.max(1, near.length) + lostPerDay;
  const perDay = others.map((market) => momentsOfSum(market, 1));
  const own = { mean: Math.max(0, mean), variance: momentsOfSum(quantiles, 1).variance };
  const aheadOfOthers = series.siblings.map(({ market }, i) => {
    const known = siblings.find((sibling) => sibling.market === market);
    return known === undefined ? steadyDemand(perDay[i]!) : aheadOf(known.forecast, perDay[i]!, 0);
  });
  return {
    quantiles,
    others,
    own,
    ahead: { own: aheadOf(forecast, own, lostPerDay), others: addDemand(aheadOfOthers) },
    other: {
      mean: perDay.reduce((sum, moments) => sum + moments.mean, 0),
      variance: perDay.reduce((sum, moments) => sum + moments.variance, 0),
    },
  };
}

/**
 * Take the days that a forecast reaches from it, and the mean of its last four weeks as the rate that stays after, without
 * what events and closures add or take there: they pass. The scatter is in proportion to the mean.
 */
function aheadOf({ mean, parts }: StoredForecast, perDay: DemandMoments, lostPerDay: number): DemandAhead {
  const daily = mean.map((units) => Math.max(0, units + lostPerDay));
  const usual =
    parts?.events.length === mean.length ? mean.map((units, day) => units - parts.events[day]!) : mean;
  const last = usual.slice(-NEAR_DAYS);
  const beyond =
    last.reduce((sum, units) => sum + Math.max(0, units + lostPerDay), 0) / Math.max(1, last.length);
  return { daily, beyond, dispersion: perDay.mean > 0 ? perDay.variance / perDay.mean : 0 };
}

function raised(demand: SumQuantiles, lostPerDay: number): SumQuantiles {
  const lost = lostPerDay * demand.days;
  return {
    days: demand.days,
    mean: demand.mean + lost,
    p50: demand.p50 + lost,
    p90: demand.p90 + lost,
    p95: demand.p95 + lost,
    p99: demand.p99 + lost,
  };
}

/** Take the sum over so many days as normal, cut at 0, with the moments of the last 13 weeks. */
function fromHistory(demand: readonly (number | null)[], days: number): SumQuantiles {
  const seen = unitsOf(demand.slice(-RECENT_DAYS)).filter((units) => !Number.isNaN(units));
  const count = Math.max(1, seen.length);
  const mean = seen.reduce((sum, units) => sum + units, 0) / count;
  const variance = seen.reduce((sum, units) => sum + (units - mean) ** 2, 0) / Math.max(1, count - 1);
  const at = (probability: number) =>
    Math.max(0, mean * days + normalQuantile(probability) * Math.sqrt(variance * days));
  return { days, mean: mean * days, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
