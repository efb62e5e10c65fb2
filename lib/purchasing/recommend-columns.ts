import type { Assortment } from './assortment.ts';
import type { PurchaseColumns } from './purchase-columns.ts';
import { indexPurchases, type PurchaseLog } from './purchase-log.ts';
import { HORIZON_DAYS } from './recommend.ts';
import { type Recommendation, trainRecommender } from './recommender.ts';

/** How a market is served as of one day. */
export type MarketOptions = {
  /** The first day unseen; later purchases are not read. */
  asOf: number;
  /** Items a buyer, at most. */
  k: number;
  seed: number;
  assortment?: Assortment;
  /** As in `RecommendOptions`. */
  newPlaces?: number;
  /**
   * Buyers that the trained ranker serves at most, those first who bought for most in the last year; the others get the plain
   * order of their own items. A count, not a time: the same purchases give the same lists. All by default.
   */
  mostRanked?: number;
};

/** Lists for a market's buyers, made one at a time when asked for: all of a large market's would not fit in memory. */
export type MarketLists = {
  /** @param customer - a number of the columns' */
  listFor(customer: number): Recommendation[];
  /** Buyers beyond `mostRanked`. */
  leftOut: number;
};

const YEAR_DAYS = 365;

/** Train on a market's purchases and make each buyer's list when it is asked for; see `recommend`, whose second door this is. */
export function recommendByColumns(columns: PurchaseColumns, options: MarketOptions): MarketLists {
  const { asOf, k, seed, assortment = {}, newPlaces = 0, mostRanked = columns.customers.length } = options;
  const log = indexPurchases(columns, new Int32Array(columns.customers.length).fill(asOf));
  const target = { kind: 'window', days: HORIZON_DAYS } as const;
  const { rankedList, plainList } = trainRecommender(log, {
    target,
    until: asOf,
    seed,
    assortment,
    newPlaces,
  });
  const buyers = mostSpending(log, asOf);
  const isLeftOut = new Uint8Array(log.customers.length);
  const leftOut = buyers.subarray(mostRanked);
  for (const buyer of leftOut) isLeftOut[buyer] = 1;
  return {
    leftOut: leftOut.length,
    listFor: (customer) => {
      const asked = { customer, name: log.customers[customer]!, day: asOf, k };
      return isLeftOut[customer] === 1 ? plainList(asked) : rankedList(asked);
    },
  };
}

/** Buyers with a purchase by what they bought for in the last year at typical prices, the most first; then by number. */
function mostSpending(log: PurchaseLog, asOf: number): Int32Array {
  const spent = new Float64Array(log.customers.length);
  for (let c = 0; c < spent.length; c++)
    for (let row = log.start[c + 1]! - 1; row >= log.start[c]! && log.day[row]! >= asOf - YEAR_DAYS; row--)
      spent[c]! += log.quantity[row]! * (log.itemPrice[log.item[row]!]! || 1);
  return Int32Array.from(spent, (_, c) => c)
    .filter((c) => log.start[c + 1]! > log.start[c]!)
    .sort((a, b) => spent[b]! - spent[a]! || a - b);
}
