import type { GuardPrice, LoggedPrice, PolicyRow } from '../domain/index.ts';
import { demandAnswer } from './demand-answer.ts';
import type { ProcessFacts } from './fit-process.ts';
import type { PriceTestPlan } from './price-test-plan.ts';
import { judgeState, proposeAction } from './propose-action.ts';

/**
 * Write down what a night proposes for a SKU: a line for each rung of its ladder and each price that a test might have drawn,
 * with the chance that the night proposed it, and the units that it expects there.
 *
 * Without a price test the proposal at the last known state has chance 1 and every other rung 0: such nights tell an
 * evaluation nothing of the other prices, and the log says so rather than hide it.
 *
 * @param plan - the prices that the night might have proposed (`planPriceTest`); `null`: it could propose nothing else
 * @returns [prices] cheapest first; the chances sum to 1
 */
export function logPrices(
  row: PolicyRow,
  { own, ways, unitCost, currentMicros }: Pick<ProcessFacts, 'own' | 'ways' | 'unitCost' | 'currentMicros'>,
  plan: Pick<PriceTestPlan, 'chances' | 'drawn'> | null,
  guardPrice: GuardPrice,
): LoggedPrice[] {
  const { priceMicros: proposedMicros } = proposeAction(row, judgeState(row, {}), guardPrice);
  const possible = plan?.chances ?? [{ priceMicros: proposedMicros, chance: 1 }];
  const chanceOf = new Map(possible.map(({ priceMicros, chance }) => [priceMicros, chance]));
  const prices = [...new Set([...row.priceMicros, ...chanceOf.keys()])].sort((a, b) => a - b);
  return prices.map((unitPriceMicros, rung) => ({
    sku: row.sku,
    policyVersion: row.policyVersion,
    rung,
    unitPriceMicros,
    chance: chanceOf.get(unitPriceMicros) ?? 0,
    drawn: plan?.drawn ?? false,
    proposed: unitPriceMicros === proposedMicros,
    priceTest: unitPriceMicros === proposedMicros && row.priceTest?.priceMicros === unitPriceMicros,
    inForce: unitPriceMicros === currentMicros,
    expectedUnitsPerDay:
      own.mean *
      (currentMicros > 0 && ways.length > 0 ? demandAnswer(ways, unitPriceMicros / currentMicros) : 1),
    unitCostMicros: Math.round(unitCost * 1e6),
  }));
}
