import { type DemandDistribution, expectedLeftover } from './demand-distribution.ts';
import type { PriceEffect, StockCosts } from './price-stock-model.ts';

/**
 * Expect what a review period earns from a position after ordering, in the currency's unit: margin of what is asked for −
 * holding − what is missing, lost or waited for.
 *
 * The order cannot change what happens before it arrives, so stock is booked to the period after that, as is usual for
 * positions (Snyder & Shen 2019, §4.3.4): with demand X until arrival and Y until the end of the period after, sales there
 * are E[(y − X)⁺] − E[(y − Y)⁺], and Y − X less those is missing. The price works at once: margin is booked to the period
 * itself. Over time both sum to the same sales; a rate that stays books the same either way.
 *
 * Whoever waits on an empty position orders what is then owed, and pays for that order.
 *
 * @param position - y, units on hand and on order
 */
export function expectedReward(effect: PriceEffect, costs: StockCosts, position: number): number {
  const { demand, untilArrival, untilReview, bookedShare, unitMargin, demandMean } = effect;
  const { backorderShare = 0, backorder = 0 } = costs;
  const arrived = expectedLeftover(untilArrival, position);
  const left = expectedLeftover(untilReview, position);
  const asked = meanOf(untilReview) - meanOf(untilArrival);
  const missing = asked - Math.min(asked, Math.max(0, arrived - left));
  const lost = (1 - backorderShare) * missing;
  const held = (bookedShare * (arrived + left)) / 2;
  const owedOrder = position <= 0 && backorderShare > 0 ? costs.order * (1 - demand.probability[0]!) : 0;
  return (
    unitMargin * demandMean -
    (unitMargin + costs.lostUnit) * lost -
    costs.holding * held -
    backorder * backorderShare * waitingOf(effect, position, { arrived, left }) -
    owedOrder
  );
}

/** Mean units waited for in the booked period, were all of them waited for. */
function waitingOf(
  { untilArrival, untilReview, bookedShare }: PriceEffect,
  position: number,
  { arrived, left }: { arrived: number; left: number },
): number {
  const before = meanOf(untilArrival) - position + arrived;
  const after = meanOf(untilReview) - position + left;
  return (bookedShare * (Math.max(0, before) + Math.max(0, after))) / 2;
}

const meanOf = ({ partialMean }: DemandDistribution) => partialMean[partialMean.length - 1]!;
