import { economicOrder } from './inventory-formulas.ts';
import type { PolicyRules } from './policy-rules.ts';
import { type CostFacts, holdingPerDay, processCosts } from './process-costs.ts';

/** What the textbook rule weighs, in the currency's unit. */
export type TextbookCosts = {
  /** K, of an order. */
  order: number;
  /** h, of a unit held for a day. */
  holdingPerDay: number;
  /** Of a unit that could not be sold: its margin, and what the rules add. */
  lostUnit: number;
  /** Of a unit that a buyer waits for, a day. */
  waitingPerDay: number;
  /** Of a unit left when the SKU ends: its cost less what it still brings. */
  leftUnit: number;
  /** Share of missing units that buyers wait for, 0–1. */
  backorderShare: number;
};

/** Value what the textbook rule weighs: the costs of the decision process, by the day and with the margin of a lost unit. */
export function textbookCosts(facts: CostFacts): TextbookCosts {
  const { unitCost, currentMicros, rules } = facts;
  const { order, lostUnit, backorder, leftUnit, backorderShare } = processCosts(facts);
  return {
    order,
    holdingPerDay: holdingPerDay(unitCost, rules),
    lostUnit: Math.max(0, currentMicros / 1e6 - unitCost) + lostUnit,
    waitingPerDay: backorder / rules.reviewDays,
    leftUnit: -leftUnit,
    backorderShare,
  };
}

/** Find the units that are worth ordering at once (Harris 1913); where nobody set an order's cost, the weeks assumed. */
export function orderAtOnce(
  { order, holdingPerDay: held }: TextbookCosts,
  dailyDemand: number,
  rules: Pick<PolicyRules, 'orderCostMinor' | 'orderCycleWeeks'>,
): number {
  if (rules.orderCostMinor === null || !(held > 0)) return rules.orderCycleWeeks * 7 * dailyDemand;
  return economicOrder(order, held, dailyDemand).units;
}
