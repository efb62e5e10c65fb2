import { currencyDigits, type PolicyRow } from '../domain/index.ts';
import { economicOrder } from './inventory-formulas.ts';
import { DEFAULT_RULES } from './policy-rules.ts';
import type { TextbookCosts } from './textbook-costs.ts';

const WEEK_DAYS = 7;

/**
 * Read what the textbook rule weighs back from a policy row, to the minor unit that its terms are kept in.
 *
 * @returns `null` for a row of an older run, which does not keep them
 */
export function storedCosts({
  terms,
  landedCostMicros,
  lastKnown,
  currency,
}: PolicyRow): TextbookCosts | null {
  if (terms === undefined || landedCostMicros === undefined) return null;
  const margin = Math.max(0, lastKnown.unitPriceMicros - landedCostMicros);
  return {
    order: terms.orderMinor / 10 ** currencyDigits(currency),
    holdingPerDay: terms.holdingMicros / WEEK_DAYS / 1e6,
    lostUnit: (margin + terms.lostUnitMicros) / 1e6,
    waitingPerDay: terms.waitingUnitMicros / WEEK_DAYS / 1e6,
    leftUnit: (landedCostMicros - terms.leftUnitMicros) / 1e6,
    backorderShare: terms.waitingShare,
  };
}

/** Find the units worth ordering at once as the night does (`orderAtOnce`): by an order's cost where the merchant set one. */
export function storedOrderAtOnce(row: PolicyRow, costs: TextbookCosts | null, dailyDemand: number): number {
  const isSet = row.terms?.set.includes('order') === true;
  if (!isSet || costs === null || !(costs.holdingPerDay > 0))
    return DEFAULT_RULES.orderCycleWeeks * WEEK_DAYS * dailyDemand;
  return economicOrder(costs.order, costs.holdingPerDay, dailyDemand).units;
}
