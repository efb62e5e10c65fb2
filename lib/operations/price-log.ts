import type { GuardPrice, LoggedPrice, PolicyRow } from '../domain/index.ts';
import { demandAnswer } from './demand-answer.ts';
import type { ProcessFacts } from './fit-process.ts';
import { judgeState, proposeAction } from './propose-action.ts';

/**
 * Write down what a night proposes for a SKU: a line for each rung of its ladder, with the chance that the night proposed
 * it, and the units that it expects there.
 *
 * Without a price test the proposal at the last known state has chance 1 and every other rung 0: such nights tell an
 * evaluation nothing of the other prices, and the log says so rather than hide it.
 *
 * @returns [rungs] cheapest first; the chances sum to 1
 */
export function logPrices(
  row: PolicyRow,
  {
    own,
    ways,
    unitCost,
    ladder,
    currentMicros,
  }: Pick<ProcessFacts, 'own' | 'ways' | 'unitCost' | 'ladder' | 'currentMicros'>,
  guardPrice: GuardPrice,
): LoggedPrice[] {
  const proposal = proposeAction(row, judgeState(row, {}), guardPrice);
  const rung = row.priceMicros.indexOf(proposal.priceMicros);
  // limits that contradict each other at the live price keep it: the ladder then has today's rung alone
  const proposed = rung < 0 ? ladder.today : rung;
  return row.priceMicros.map((unitPriceMicros, place) => ({
    sku: row.sku,
    policyVersion: row.policyVersion,
    rung: place,
    unitPriceMicros,
    chance: place === proposed ? 1 : 0,
    proposed: place === proposed,
    priceTest: false,
    inForce: unitPriceMicros === currentMicros,
    expectedUnitsPerDay:
      own.mean * (currentMicros > 0 ? demandAnswer(ways, unitPriceMicros / currentMicros) : 1),
    unitCostMicros: Math.round(unitCost * 1e6),
  }));
}
