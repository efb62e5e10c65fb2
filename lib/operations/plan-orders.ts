import { InputError } from '../domain/index.ts';

/**
 * Plan orders for known demand at least cost: dynamic lot sizing (Wagner & Whitin 1958). O(periods²).
 *
 * @param demand - [periods] units, each ≥ 0
 * @param costs - of an order, and of a unit carried into the next period
 * @returns orders [periods] in units, and the total cost
 * @throws InputError when a demand or cost is negative or not a number
 */
export function planOrders(
  demand: readonly number[],
  { fixed, holding }: { fixed: number; holding: number },
): { orders: number[]; cost: number } {
  if (!(fixed >= 0 && holding >= 0 && demand.every((units) => units >= 0)))
    throw new InputError(`no order plan for costs ${fixed}, ${holding} and demand ${demand.join(', ')}`);
  const periods = demand.length;
  // cheapest[t]: cost of periods t … end; until[t]: the first period that the order of t leaves to the next one
  const cheapest = new Array<number>(periods + 1).fill(0);
  const until = new Array<number>(periods).fill(0);
  for (let first = periods - 1; first >= 0; first--) {
    cheapest[first] = Number.POSITIVE_INFINITY;
    let carried = 0;
    for (let next = first + 1; next <= periods; next++) {
      carried += holding * (next - 1 - first) * demand[next - 1]!;
      // nothing asked for needs no order
      const setUp = next === first + 1 && demand[first] === 0 ? 0 : fixed;
      const cost = setUp + carried + cheapest[next]!;
      if (cost < cheapest[first]!) [cheapest[first], until[first]] = [cost, next];
    }
  }
  const orders = new Array<number>(periods).fill(0);
  for (let first = 0; first < periods; first = until[first]!)
    orders[first] = demand.slice(first, until[first]!).reduce((sum, units) => sum + units, 0);
  return { orders, cost: cheapest[0]! };
}
