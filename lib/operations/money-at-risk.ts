import { currencyDigits, type PolicyDocument } from '../domain/index.ts';
import type { LocationDemand } from './location-demand.ts';
import { wholeMinor } from './policy-gain.ts';
import { type CostFacts, holdingPerDay } from './process-costs.ts';

const WEEKS = 4;
const DAYS = WEEKS * 7;
/** Stock beyond this many days of demand is overstock: half a year. */
export const OVERSTOCK_DAYS = 182;

/**
 * Estimate the margin at risk when nothing is done for four weeks, in minor units: what the proposal would gain, the
 * margin of units that run short before an order could arrive, and the holding cost of stock beyond half a year.
 */
export function moneyAtRisk(
  document: PolicyDocument,
  { demand, onHand, onOrder }: { demand: LocationDemand; onHand: number; onOrder: number },
  { own, others, unitCost, currentMicros, rules }: CostFacts,
  currency: string,
): number {
  if (document.kind !== 'ready') return 0;
  const position = onHand + onOrder;
  const short =
    demand.sums.reduce((sum, units) => sum + Math.max(0, units - position), 0) / demand.sums.length;
  const margin = Math.max(0, currentMicros / 1e6 - unitCost);
  const excess = Math.max(0, position - OVERSTOCK_DAYS * (own.mean + others.mean));
  const amount = short * margin + excess * holdingPerDay(unitCost, rules) * DAYS;
  const gain = Math.max(0, document.gainPerDay.meanMinor) * DAYS;
  return wholeMinor(amount * 10 ** currencyDigits(currency) + gain);
}
