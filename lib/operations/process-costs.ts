import { currencyDigits } from '../domain/index.ts';
import type { DemandMoments } from './demand-distribution.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { StockCosts } from './price-stock-model.ts';

/** What costs are worked out from. Demand is per day, money in the currency's unit. */
export type CostFacts = {
  own: DemandMoments;
  others: DemandMoments;
  unitCost: number;
  currentMicros: number;
  rules: PolicyRules;
  currency: string;
};

/** A tenth of its margin is what a unit costs that a buyer waits a week for, where nobody says. */
const WAITING_RATE = 0.1;

/**
 * Work out the costs of a review period, and what a unit left at the SKU's end earns over its cost: what the merchant set
 * in money, else by its rate.
 */
export function processCosts(
  facts: CostFacts,
): Required<StockCosts> & { /** ≤ 0: its cost is spent. */ leftUnit: number } {
  const { own, others, unitCost, currentMicros, rules, currency } = facts;
  const margin = Math.max(0, currentMicros / 1e6 - unitCost);
  const weekly = (own.mean + others.mean) * 7;
  const major = (minor: number) => minor / 10 ** currencyDigits(currency);
  const { lostUnitCostMicros, backorderCostMicros, orderCostMinor, priceChangeCostMinor } = rules;
  const waitingWeek = backorderCostMicros === null ? WAITING_RATE * margin : backorderCostMicros / 1e6;
  return {
    holding: holdingPerDay(unitCost, rules) * rules.reviewDays,
    lostUnit: lostUnitCostMicros === null ? margin * rules.lostUnitRate : lostUnitCostMicros / 1e6,
    backorderShare: rules.backorderShare,
    backorder: (waitingWeek * rules.reviewDays) / 7,
    order: orderCostMinor === null ? orderCost(weekly, unitCost, rules) : major(orderCostMinor),
    priceChange:
      priceChangeCostMinor === null
        ? rules.priceChangeRate * margin * own.mean * 7
        : major(priceChangeCostMinor),
    leftUnit: (rules.salvageRate - 1) * unitCost,
  };
}

/** Cost of holding a unit for a day, in the currency's unit. */
export function holdingPerDay(unitCost: number, rules: Pick<PolicyRules, 'holdingRatePerYear'>): number {
  return (unitCost * rules.holdingRatePerYear) / 365;
}

/** The order cost K at which √(2KD/h) is `orderCycleWeeks` of demand: K = h · weeks² · D / 2. */
export function orderCost(unitsPerWeek: number, unitCost: number, rules: PolicyRules): number {
  return (holdingPerDay(unitCost, rules) * 7 * rules.orderCycleWeeks ** 2 * unitsPerWeek) / 2;
}
