import type { Replenishment } from '../domain/index.ts';
import { demandBetween } from './demand-ahead.ts';
import { demandWindows } from './demand-windows.ts';
import type { ProcessFacts } from './fit-process.ts';
import type { PriceLadder } from './price-ladder.ts';
import { largestPosition, type StockGrid } from './price-stock-grid.ts';
import { actionOf, type DemandPhase, stateOf } from './price-stock-model.ts';
import { textbookOrder } from './textbook-order.ts';

type TextbookRule = Pick<Replenishment, 'reorderPoint' | 'orderUpTo' | 'packSize' | 'minimumOrderUnits'>;

/**
 * Write today's practice for every phase: the textbook is planned anew each night, so its levels go with the demand over
 * lead time and review, as that phase expects it, and its orders keep what the phase lets them bring.
 *
 * @returns [phases][levels × prices]
 */
export function practiceByPhase(
  facts: ProcessFacts,
  phases: readonly DemandPhase[],
  rule: TextbookRule,
): Int32Array[] {
  const { ahead, leadTime, rules, endDays, grid, ladder } = facts;
  const cover = leadTime.meanDays + rules.reviewDays;
  const end = endDays ?? Number.POSITIVE_INFINITY;
  const covered = (from: number) => {
    const [first, last] = [Math.min(from, end), Math.min(from + cover, end)];
    return demandBetween(ahead.own, first, last).mean + demandBetween(ahead.others, first, last).mean;
  };
  const tonight = covered(0);
  const known = new Map<string, Int32Array>();
  return demandWindows(facts).map(({ from }, phase) => {
    const ratio = tonight > 0 ? covered(from) / tonight : 1;
    const { largestOrder } = phases[phase]!;
    const key = `${ratio.toPrecision(9)} ${largestOrder}`;
    const scaled = { ...rule, reorderPoint: rule.reorderPoint * ratio, orderUpTo: rule.orderUpTo * ratio };
    const policy = known.get(key) ?? practicePolicy(grid, ladder, { ...scaled, largestOrder });
    known.set(key, policy);
    return policy;
  });
}

/**
 * Write today's practice as a policy of the decision process: today's price, and the textbook's order, as the smallest
 * order size that covers it, or the largest that fits.
 *
 * @returns [levels × prices] the action of each state
 */
export function practicePolicy(
  grid: StockGrid,
  { priceMicros, today }: PriceLadder,
  { largestOrder = Number.POSITIVE_INFINITY, ...rule }: TextbookRule & { largestOrder?: number },
): Int32Array {
  const prices = priceMicros.length;
  const policy = new Int32Array(grid.levels * prices);
  const highest = largestPosition(grid) * (1 + 1e-9);
  for (let level = 0; level < grid.levels; level++) {
    const position = level * grid.lotUnits;
    const wanted = textbookOrder(position, rule);
    const order =
      wanted === 0 ? 0 : coveringOrder(grid.orderUnits, wanted, Math.min(largestOrder, highest - position));
    for (let price = 0; price < prices; price++)
      policy[stateOf(level, price, prices)] = actionOf(today, order, grid.orderUnits.length);
  }
  return policy;
}

function coveringOrder(orderUnits: readonly number[], wanted: number, room: number): number {
  let chosen = 0;
  for (let order = 1; order < orderUnits.length; order++) {
    if (orderUnits[order]! > room) break;
    chosen = order;
    if (orderUnits[order]! >= wanted) break;
  }
  return chosen;
}
