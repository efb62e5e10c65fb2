import type { Market, Replenishment, SeriesRecord } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import type { DemandMoments } from './demand-distribution.ts';
import { type LocationDemand, sumOverMarkets } from './location-demand.ts';
import { locationDemands } from './location-facts.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { PolicySettings } from './policy-settings.ts';
import { planReplenishment } from './replenishment.ts';

/** The location's demand and the textbook rule. Moments are units a day, at today's price. */
export type StockPlan = {
  replenishment: Replenishment;
  /** In this market. */
  own: DemandMoments;
  /** In the location's other markets together. */
  others: DemandMoments;
  /** Over lead time and review, all markets. */
  demand: LocationDemand;
  /** Units on hand that are not reserved; below 0 when more is owed to customers than is there. */
  onHand: number;
  onOrder: number;
};

/** Sum the location's demand over its markets and plan the textbook rule on it. */
export function planStock(
  series: SeriesRecord,
  facts: PolicyFacts,
  lostPerDay: number,
  market: Market,
  { rules, siblings, seed, asOf }: PolicySettings,
): StockPlan {
  const days = Math.ceil(series.leadTime.meanDays) + rules.reviewDays;
  const demands = locationDemands(series, facts.forecast, { siblings, lostPerDay });
  const demand = sumOverMarkets([demands.quantiles, ...demands.others], days, createRandom(seed));
  const dailyDemand = demands.own.mean + demands.other.mean;
  const onHand = facts.stock.onHand - facts.stock.reserved;
  const onOrder = Math.max(0, facts.stock.onOrder);
  const replenishment = planReplenishment({
    demand,
    dailyDemand,
    leadTime: series.leadTime,
    reviewDays: rules.reviewDays,
    serviceLevel: rules.serviceLevel,
    lot: series.product,
    economicOrderUnits: rules.orderCycleWeeks * 7 * dailyDemand,
    onHand,
    onOrder,
    asOf,
    supplier: series.product.supplier,
    markets: [market.market, ...series.siblings.map((sibling) => sibling.market)].sort(),
  });
  return {
    replenishment,
    own: demands.own,
    others: demands.other,
    demand,
    onHand,
    onOrder,
  };
}
