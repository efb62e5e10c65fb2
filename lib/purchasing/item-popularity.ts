import { firstSaleFrom, type ItemDemand } from './item-demand.ts';
import { placeFrom } from './purchase-log.ts';

/** What the market took of each item before a day: [items] each. */
export type ItemPopularity = {
  day: number;
  /** Purchases (buyer-days) in the last 7, 14, 30 and 90 days, and ever. */
  last7: Int32Array;
  last14: Int32Array;
  last30: Int32Array;
  last90: Int32Array;
  ever: Int32Array;
  /** Days since the first and the last purchase; −1 where never bought. */
  sinceFirst: Int32Array;
  sinceLast: Int32Array;
  /** Purchases a year before the 30 days to come; 0 where the log doesn't reach back. */
  yearAgo: Int32Array;
  /** Share of purchases that were repeats by the same buyer. */
  repeatShare: Float64Array;
  /** Of those who took it 30 to 120 days ago, the share that did in the last 30 days, drawn to a tenth. */
  rebuyRate: Float64Array;
  /** Orders (buyer-days) of the whole market in the last 30 and 90 days, and ever; at least 1. */
  orders30: number;
  orders90: number;
  ordersEver: number;
  /** Items by purchases of the last 30 days, then ever, the most first; only those bought in the last 90 days. */
  ranked: Int32Array;
};

/**
 * Count what the market took of every item before `day`. O(items · log rows + rows).
 *
 * @param orderDays - the day of every order (buyer-day) of the market, ascending
 * @param scratch - [customers], zeros; left as zeros
 */
export function measurePopularity(
  demand: ItemDemand,
  orderDays: Int32Array,
  day: number,
  scratch: Uint8Array,
): ItemPopularity {
  const items = demand.start.length - 1;
  const column = () => new Int32Array(items);
  const found = {
    day,
    last7: column(),
    last14: column(),
    last30: column(),
    last90: column(),
    ever: column(),
    sinceFirst: column().fill(-1),
    sinceLast: column().fill(-1),
    yearAgo: column(),
    repeatShare: new Float64Array(items),
    rebuyRate: new Float64Array(items).fill(0.1),
  };
  for (let item = 0; item < items; item++) {
    const first = demand.start[item]!;
    const end = firstSaleFrom(demand, item, day);
    const from = (days: number) => end - firstSaleFrom(demand, item, day - days);
    found.ever[item] = end - first;
    if (end === first) continue;
    found.last7[item] = from(7);
    found.last14[item] = from(14);
    found.last30[item] = from(30);
    found.last90[item] = from(90);
    found.sinceFirst[item] = day - demand.day[first]!;
    found.sinceLast[item] = day - demand.day[end - 1]!;
    found.yearAgo[item] = from(365) - from(335);
    let repeats = 0;
    for (let k = first; k < end; k++) {
      if (scratch[demand.customer[k]!] === 1) repeats++;
      scratch[demand.customer[k]!] = 1;
    }
    for (let k = first; k < end; k++) scratch[demand.customer[k]!] = 0;
    found.repeatShare[item] = repeats / (end - first);
    found.rebuyRate[item] = rebuyRate(
      demand,
      end,
      [firstSaleFrom(demand, item, day - 120), end - from(30)],
      scratch,
    );
  }
  const ranked = Int32Array.from({ length: items }, (_, i) => i)
    .filter((item) => found.last90[item]! > 0)
    .sort((a, b) => found.last30[b]! - found.last30[a]! || found.ever[b]! - found.ever[a]! || a - b);
  const before = (each: number) => placeFrom(orderDays, 0, orderDays.length, each);
  const until = before(day);
  return {
    ...found,
    ranked,
    orders30: Math.max(until - before(day - 30), 1),
    orders90: Math.max(until - before(day - 90), 1),
    ordersEver: Math.max(until, 1),
  };
}

function rebuyRate(
  { customer }: ItemDemand,
  end: number,
  [first, recent]: [number, number],
  scratch: Uint8Array,
): number {
  let before = 0;
  let again = 0;
  for (let k = first; k < recent; k++) {
    if (scratch[customer[k]!] === 0) before++;
    scratch[customer[k]!] = 1;
  }
  for (let k = recent; k < end; k++) {
    if (scratch[customer[k]!] === 1) again++;
    scratch[customer[k]!] = 0;
  }
  for (let k = first; k < recent; k++) scratch[customer[k]!] = 0;
  return (again + 1) / (before + 10);
}
