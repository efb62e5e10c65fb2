import type { AnswerWay } from './demand-answer.ts';
import type { ProcessFacts } from './fit-process.ts';
import type { PlainParts } from './plain-parts.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { PriceLadder } from './price-ladder.ts';
import { stockGrid } from './price-stock-grid.ts';

/** Bring together what a SKU's price/stock process is fitted from. */
export function processFacts(
  { series, facts, plan, market, settings: { rules } }: Omit<PlainParts, 'folded'>,
  { ladder, ...answer }: { ladder: PriceLadder; ways: readonly AnswerWay[]; draws?: readonly AnswerWay[] },
): ProcessFacts {
  const { largestStockUnits, largestOrderUnits } = rules;
  return {
    own: plan.own,
    others: plan.others,
    ahead: plan.ahead,
    endDays: facts.endDays,
    ...answer,
    unitCost: facts.landedMicros / 1e6,
    leadTime: series.leadTime,
    ladder,
    currentMicros: facts.currentMicros,
    grid: stockGrid(plan.replenishment, {
      position: plan.onHand + plan.onOrder,
      peak: plan.peak,
      largestStockUnits,
      largestOrderUnits,
    }),
    rules,
    currency: market.currency,
  };
}

/** What a unit of money is worth one review period later. */
export const reviewDiscount = ({ discountPerWeek, reviewDays }: PolicyRules): number =>
  discountPerWeek ** (reviewDays / 7);
