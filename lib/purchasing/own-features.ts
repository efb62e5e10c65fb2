import type { OwnHistory } from './own-history.ts';

/** What a ranker is told of a buyer's own purchases of an item, in this order. */
export const OWN_FEATURES = [
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
  'lastGapDays',
  'unitsAnOrder',
  'shareOfRecentOrders',
  'decayedShareOfOrders',
  'rankByDecayed60',
  'rankByTimes',
] as const;

/** Stands for "never": beyond any age in days that matters. */
export const NEVER = 9999;

/** What holds for all items of one buyer. */
export type OwnScale = {
  bestDecayed60: number;
  orders60: number;
  orders180: number;
  rank60: Int32Array;
  rankTimes: Int32Array;
};

/** Measure what a buyer's items are told against. */
export function scaleOwn(own: OwnHistory): OwnScale {
  let [orders60, orders180] = [1e-9, 1e-9];
  for (const day of own.orderDays) {
    orders60 += 2 ** (-(own.day - day) / 60);
    orders180 += 2 ** (-(own.day - day) / 180);
  }
  return {
    bestDecayed60: own.decayed60.reduce((best, each) => Math.max(best, each), 1e-9),
    orders60,
    orders180,
    rank60: ranksOf(own.decayed60),
    rankTimes: ranksOf(Float64Array.from(own.times, (t, i) => t + own.decayed60[i]! / 1e3)),
  };
}

function ranksOf(scores: Float64Array): Int32Array {
  const order = Int32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ranks = new Int32Array(scores.length);
  order.forEach((place, rank) => {
    ranks[place] = rank;
  });
  return ranks;
}

/**
 * Write the own features of an item.
 *
 * @param place - where it stands in the buyer's history; −1 where it was never bought
 * @param features - overwritten from `at` on
 */
export function writeOwnFeatures(
  own: OwnHistory,
  scale: OwnScale,
  place: number,
  features: Float32Array,
  at: number,
): void {
  if (place < 0) {
    features.fill(0, at, at + OWN_FEATURES.length);
    for (const k of [5, 6, 10, 11, 13, 17, 18]) features[at + k] = NEVER;
    return;
  }
  const orders = own.orderDays.length;
  const times = own.times[place]!;
  const first = own.firstDay[place]!;
  const last = own.lastDay[place]!;
  const since = own.day - last;
  const gap = times > 1 ? (last - first) / (times - 1) : NEVER;
  let ordersFrom = 0;
  for (let k = orders - 1; k >= 0 && own.orderDays[k]! >= first; k--) ordersFrom++;
  let f = at;
  features[f++] = times;
  features[f++] = own.decayed20[place]!;
  features[f++] = own.decayed60[place]!;
  features[f++] = own.decayed180[place]!;
  features[f++] = own.decayed60[place]! / scale.bestDecayed60;
  features[f++] = since;
  features[f++] = own.day - first;
  features[f++] = times / orders;
  features[f++] = times / ordersFrom;
  features[f++] = own.ofLastFive[place]!;
  features[f++] = own.ordersSince[place]!;
  features[f++] = gap;
  features[f++] = times > 1 ? since / Math.max(gap, 1) : -1;
  features[f++] = times > 1 ? own.lastGapDays[place]! : NEVER;
  features[f++] = own.units[place]! / times;
  features[f++] = own.decayed60[place]! / scale.orders60;
  features[f++] = own.decayed180[place]! / scale.orders180;
  features[f++] = scale.rank60[place]!;
  features[f++] = scale.rankTimes[place]!;
}
