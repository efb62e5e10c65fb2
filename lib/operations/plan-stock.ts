import type { Market, PolicyRow, Replenishment, SeriesRecord } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import { demandBetween } from './demand-ahead.ts';
import type { DemandMoments } from './demand-distribution.ts';
import { type LocationDemand, type SumQuantiles, sumOverMarkets } from './location-demand.ts';
import { type LocationDemands, locationDemands } from './location-facts.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { PolicySettings } from './policy-settings.ts';
import { planReplenishment } from './replenishment.ts';
import type { SeasonEnd } from './season-end.ts';
import { orderAtOnce, textbookCosts } from './textbook-costs.ts';

/** The location's demand and the textbook rule. Moments are units a day, at today's price. */
export type StockPlan = {
  replenishment: Replenishment;
  /** In this market. */
  own: DemandMoments;
  /** In the location's other markets together. */
  others: DemandMoments;
  /** Of each of them, the sum that the rule was planned on. */
  otherMarkets: NonNullable<PolicyRow['demand']['otherMarkets']>;
  /** The same as it is expected to come. */
  ahead: LocationDemands['ahead'];
  /** The highest demand over lead time and review of the coming weeks over tonight's; ≥ 1. */
  peak: number;
  /** Over lead time and review, all markets. */
  demand: LocationDemand;
  /** Units on hand that are not reserved; below 0 when more is owed to customers than is there. */
  onHand: number;
  onOrder: number;
};

/** Sum the location's demand over its markets and plan the textbook rule on it. */
export function planStock(
  series: SeriesRecord,
  facts: Pick<PolicyFacts, 'forecast' | 'stock' | 'currentMicros' | 'landedMicros' | 'endDays'>,
  lostPerDay: number,
  market: Market,
  { rules, siblings, seed, asOf }: PolicySettings,
): StockPlan {
  const days = Math.ceil(series.leadTime.meanDays) + rules.reviewDays;
  const demands = locationDemands(series, facts.forecast, { siblings, lostPerDay });
  const markets = [demands.quantiles, ...demands.others];
  const demand = sumOverMarkets(markets, days, createRandom(seed));
  const dailyDemand = demands.own.mean + demands.other.mean;
  const onHand = facts.stock.onHand - facts.stock.reserved;
  const onOrder = Math.max(0, facts.stock.onOrder);
  const { currentMicros, landedMicros, endDays } = facts;
  const costs = textbookCosts({
    own: demands.own,
    others: demands.other,
    unitCost: landedMicros / 1e6,
    currentMicros,
    rules,
    currency: market.currency,
  });
  const replenishment = planReplenishment({
    demand,
    dailyDemand,
    leadTime: series.leadTime,
    reviewDays: rules.reviewDays,
    serviceLevel: rules.serviceLevel,
    service: { ...rules, costs },
    end: endDays === null ? null : { season: seasonOf(markets, { days, endDays }, seed), costs },
    lot: series.product,
    economicOrderUnits: orderAtOnce(costs, dailyDemand, rules),
    onHand,
    onOrder,
    asOf,
    supplier: series.product.supplier,
    markets: [market.market, ...series.siblings.map((sibling) => sibling.market)].sort(),
  });
  const { largestStockUnits, largestOrderUnits } = rules;
  return {
    replenishment: {
      ...replenishment,
      ...(largestStockUnits === null ? {} : { largestStockUnits }),
      ...(largestOrderUnits === null ? {} : { largestOrderUnits }),
    },
    own: demands.own,
    others: demands.other,
    otherMarkets: demands.others.map((sum, i) => ({ market: series.siblings[i]!.market, ...sum })),
    ahead: demands.ahead,
    peak: peakOf(demands.ahead, days),
    demand,
    onHand,
    onOrder,
  };
}

/** Find the highest sum of so many days in the time that the forecast reaches, over the first such sum. */
function peakOf({ own, others }: LocationDemands['ahead'], days: number): number {
  const sumFrom = (day: number) =>
    demandBetween(own, day, day + days).mean + demandBetween(others, day, day + days).mean;
  const first = sumFrom(0);
  if (!(first > 0)) return 1;
  let highest = first;
  for (let day = 7; day <= own.daily.length; day += 7) highest = Math.max(highest, sumFrom(day));
  return highest / first;
}

/** Sample what will still be asked for. A forecast that reaches beyond the end knows of it, and asks for nothing there. */
function seasonOf(
  markets: readonly SumQuantiles[],
  { days, endDays }: { days: number; endDays: number },
  seed: number,
): SeasonEnd {
  return { days: endDays, sums: sumOverMarkets(markets, Math.max(days, endDays), createRandom(seed)).sums };
}
