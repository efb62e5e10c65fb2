import type { CoBought } from './co-bought.ts';
import type { ItemPopularity } from './item-popularity.ts';
import type { OwnHistory, OwnItem } from './own-history.ts';
import type { PurchaseLog } from './purchase-log.ts';
import type { SimilarBuyers } from './similar-buyers.ts';

/** What a ranker is told of one buyer and one item, in this order. */
export const FEATURES = [
  'timesBought',
  'decayed20',
  'decayed60',
  'decayed180',
  'decayed60OfBest',
  'daysSinceBought',
  'daysSinceFirstBought',
  'shareOfOrders',
  'shareOfOrdersSinceFirst',
  'ofLastFive',
  'ordersSinceBought',
  'meanGapDays',
  'dueRatio',
  'unitsAnOrder',
  'popularity7',
  'popularity14',
  'popularity30',
  'popularity90',
  'popularityEver',
  'popularityTrend',
  'popularityYearAgo',
  'itemAgeDays',
  'itemIdleDays',
  'itemRepeatShare',
  'itemRebuyRate',
  'typicalPrice',
  'coBoughtDecayed',
  'coBought',
  'coBoughtOfBest',
  'coBoughtLastOrder',
  'similarRecent',
  'similarOfTen',
  'buyerOrders',
  'buyerRecencyDays',
  'buyerItems',
  'buyerItemsAnOrder',
  'buyerGapDays',
  'buyerRepeatShare',
  'ordersDue',
] as const;

/** Stands for "never": beyond any age in days that matters. */
const NEVER = 9999;

type Facts = {
  log: PurchaseLog;
  own: OwnHistory;
  similar: SimilarBuyers;
  popularity: ItemPopularity;
  coBought: CoBought;
};

/**
 * Write the features of every candidate of one buyer.
 *
 * @param items - candidates
 * @param features - [items × FEATURES.length] row-major, overwritten; finite
 */
export function writeFeatures(facts: Facts, items: Int32Array, features: Float32Array): void {
  const { own, coBought } = facts;
  const ofBuyer = buyerFeatures(own);
  let bestDecayed = 1e-9;
  for (const each of own.items.values()) bestDecayed = Math.max(bestDecayed, each.decayed60);
  let bestTogether = 1e-9;
  for (const each of coBought.decayed.values()) bestTogether = Math.max(bestTogether, each);
  items.forEach((item, i) => {
    const together = coBought.decayed.get(item) ?? 0;
    const values = [
      ...ownFeatures(own, own.items.get(item), bestDecayed),
      ...itemFeatures(facts, item),
      together,
      coBought.plain.get(item) ?? 0,
      together / bestTogether,
      coBought.last.get(item) ?? 0,
      facts.similar.recent.get(item) ?? 0,
      facts.similar.ofTen.get(item) ?? 0,
      ...ofBuyer,
    ];
    features.set(values, i * FEATURES.length);
  });
}

function ownFeatures(own: OwnHistory, item: OwnItem | undefined, bestDecayed: number): number[] {
  if (!item) return [0, 0, 0, 0, 0, NEVER, NEVER, 0, 0, 0, NEVER, NEVER, 0, 0];
  const orders = own.orderDays.length;
  const since = own.day - item.lastDay;
  const gap = item.times > 1 ? (item.lastDay - item.firstDay) / (item.times - 1) : NEVER;
  let ordersFrom = 0;
  for (let k = orders - 1; k >= 0 && own.orderDays[k]! >= item.firstDay; k--) ordersFrom++;
  return [
    item.times,
    item.decayed20,
    item.decayed60,
    item.decayed180,
    item.decayed60 / bestDecayed,
    since,
    own.day - item.firstDay,
    item.times / orders,
    item.times / ordersFrom,
    item.ofLastFive,
    item.ordersSince,
    gap,
    item.times > 1 ? since / Math.max(gap, 1) : -1,
    item.units / item.times,
  ];
}

function itemFeatures({ log, popularity: market }: Facts, item: number): number[] {
  const last90 = market.last90[item]!;
  const price = log.itemPrice[item]!;
  return [
    market.last7[item]! / market.orders30,
    market.last14[item]! / market.orders30,
    market.last30[item]! / market.orders30,
    last90 / market.orders90,
    market.ever[item]! / market.ordersEver,
    (3 * market.last30[item]! + 3) / (last90 + 3),
    market.yearAgo[item]!,
    market.sinceFirst[item]!,
    market.sinceLast[item]!,
    market.repeatShare[item]!,
    market.rebuyRate[item]!,
    price > 0 ? price : -1,
  ];
}

function buyerFeatures({ orderDays, items, rows, day }: OwnHistory): number[] {
  const orders = orderDays.length;
  if (orders === 0) return [0, NEVER, 0, 0, NEVER, 0, 0];
  const first = orderDays[0]!;
  const last = orderDays[orders - 1]!;
  const gap = orders > 1 ? (last - first) / (orders - 1) : NEVER;
  return [
    orders,
    day - last,
    items.size,
    rows / orders,
    gap,
    1 - items.size / rows,
    orders > 1 ? (day - last) / Math.max(gap, 1) : -1,
  ];
}
