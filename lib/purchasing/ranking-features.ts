import type { CoBought } from './co-bought.ts';
import type { ItemPopularity } from './item-popularity.ts';
import { NEVER, OWN_FEATURES, scaleOwn, writeOwnFeatures } from './own-features.ts';
import type { OwnHistory } from './own-history.ts';
import type { PurchaseLog } from './purchase-log.ts';
import type { SimilarBuyers } from './similar-buyers.ts';

const ITEM_FEATURES = [
  'popularity7',
  'popularity14',
  'popularity30',
  'popularity90',
  'popularityEver',
  'popularityTrend',
  'popularityYearAgo',
  'itemAgeDays',
  'itemIdleDays',
  'itemIdleRatio',
  'itemRepeatShare',
  'itemRebuyRate',
  'typicalPrice',
  'popularityTrend7',
] as const;

const COMPANY_FEATURES = [
  'coBoughtDecayed',
  'coBought',
  'coBoughtOfBest',
  'coBoughtLastOrder',
  'similarRecent',
  'similarDecayed',
  'similarOfTen',
] as const;

const BUYER_FEATURES = [
  'buyerOrders',
  'buyerRecencyDays',
  'buyerItems',
  'buyerItemsAnOrder',
  'buyerGapDays',
  'buyerRepeatShare',
  'ordersDue',
] as const;

const RELATIVE_FEATURES = [
  'popularityOfBest',
  'rankByPopularity',
  'rankByTogether',
  'rankBySimilar',
  'priceOfUsual',
] as const;

/** What a ranker is told of one buyer and one item, in this order. */
export const FEATURES = [
  ...OWN_FEATURES,
  ...ITEM_FEATURES,
  ...COMPANY_FEATURES,
  ...BUYER_FEATURES,
  ...RELATIVE_FEATURES,
] as const;

const WIDTH = FEATURES.length;

type Facts = {
  log: PurchaseLog;
  own: OwnHistory;
  similar: SimilarBuyers;
  popularity: ItemPopularity;
  coBought: CoBought;
  /** [items] of the market, as `createHistoryReader` leaves it. */
  places: Int32Array;
};

/**
 * Write the features of every candidate of one buyer.
 *
 * @param items - candidates
 * @returns [items × FEATURES.length] row-major, finite
 */
export function writeFeatures(facts: Facts, items: Int32Array): Float32Array {
  const { own, places, coBought } = facts;
  const features = new Float32Array(items.length * WIDTH);
  const scale = scaleOwn(own);
  const ofBuyer = buyerFeatures(own);
  let bestTogether = 1e-9;
  for (let k = 0; k < coBought.decayed.count; k++)
    bestTogether = Math.max(bestTogether, coBought.decayed.score[coBought.decayed.touched[k]!]!);
  const usualPrice = usualPriceOf(facts);
  items.forEach((item, i) => {
    const at = i * WIDTH;
    writeOwnFeatures(own, scale, places[item]!, features, at);
    writeItemFeatures(facts, item, features, at + OWN_FEATURES.length);
    let f = at + OWN_FEATURES.length + ITEM_FEATURES.length;
    const together = coBought.decayed.score[item]!;
    features[f++] = together;
    features[f++] = coBought.plain.score[item]!;
    features[f++] = together / bestTogether;
    features[f++] = coBought.last.score[item]!;
    features[f++] = facts.similar.recent.score[item]!;
    features[f++] = facts.similar.decayed.score[item]!;
    features[f++] = facts.similar.ofTen.score[item]!;
    features.set(ofBuyer, f);
    f += ofBuyer.length;
    features[f + 4] = facts.log.itemPrice[item]! > 0 ? facts.log.itemPrice[item]! / usualPrice : -1;
  });
  const rel = WIDTH - RELATIVE_FEATURES.length;
  writeRanks(features, FEATURES.indexOf('popularity30'), rel + 1, rel);
  writeRanks(features, FEATURES.indexOf('coBoughtDecayed'), rel + 2);
  writeRanks(features, FEATURES.indexOf('similarDecayed'), rel + 3);
  return features;
}

function writeRanks(features: Float32Array, from: number, to: number, ofBest?: number): void {
  const n = features.length / WIDTH;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => features[b * WIDTH + from]! - features[a * WIDTH + from]! || a - b,
  );
  order.forEach((i, rank) => {
    features[i * WIDTH + to] = rank;
    if (ofBest !== undefined)
      features[i * WIDTH + ofBest] =
        features[i * WIDTH + from]! / Math.max(features[order[0]! * WIDTH + from]!, 1e-9);
  });
}

function usualPriceOf({ own, log }: Facts): number {
  let [sum, n] = [0, 0];
  own.items.forEach((item, place) => {
    if (log.itemPrice[item]! > 0) {
      sum += own.times[place]! * Math.log(log.itemPrice[item]!);
      n += own.times[place]!;
    }
  });
  return n > 0 ? Math.exp(sum / n) : 1;
}

function writeItemFeatures(
  { log, popularity: market }: Facts,
  item: number,
  features: Float32Array,
  at: number,
): void {
  const last30 = market.last30[item]!;
  const last90 = market.last90[item]!;
  const price = log.itemPrice[item]!;
  const idle = market.sinceLast[item]!;
  let f = at;
  features[f++] = market.last7[item]! / market.orders30;
  features[f++] = market.last14[item]! / market.orders30;
  features[f++] = last30 / market.orders30;
  features[f++] = last90 / market.orders90;
  features[f++] = market.ever[item]! / market.ordersEver;
  features[f++] = (3 * last30 + 3) / (last90 + 3);
  features[f++] = market.yearAgo[item]!;
  features[f++] = market.sinceFirst[item]!;
  features[f++] = idle;
  features[f++] = (idle * (last90 + 1)) / 90;
  features[f++] = market.repeatShare[item]!;
  features[f++] = market.rebuyRate[item]!;
  features[f++] = price > 0 ? price : -1;
  features[f++] = ((market.last7[item]! * 30) / 7 + 2) / (last30 + 2);
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
    items.length,
    rows / orders,
    gap,
    1 - items.length / rows,
    orders > 1 ? (day - last) / Math.max(gap, 1) : -1,
  ];
}
