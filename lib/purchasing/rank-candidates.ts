import { type CoBought, scoreCoBought } from './co-bought.ts';
import { type CoPurchase, compareItems } from './co-purchase.ts';
import { turnByItem } from './item-demand.ts';
import { type ItemPopularity, measurePopularity } from './item-popularity.ts';
import { createBestFew, offer } from './keep-best.ts';
import { type OwnHistory, readOwnHistory } from './own-history.ts';
import type { PurchaseLog } from './purchase-log.ts';
import { FEATURES, writeFeatures } from './ranking-features.ts';
import { findSimilarBuyers, type SimilarBuyers } from './similar-buyers.ts';

/** One buyer on one day with the items it might take: what a ranker is trained on and asked about. */
export type CandidateGroup = {
  own: OwnHistory;
  similar: SimilarBuyers;
  market: ItemPopularity;
  /** Candidate items, each once. */
  items: Int32Array;
  /** [items × FEATURES.length] row-major, finite. */
  features: Float32Array;
};

/** Reads groups of candidates out of a market's log. */
export type CandidateReader = (customer: number, day: number) => CandidateGroup;

const MOST_OWN = 250;
const POPULAR = 20;
const CO_BOUGHT = 25;
const NEIGHBOURLY = 20;

/** Likeness between items is renewed this often: it moves slowly and costs most. */
const RENEWAL_DAYS = 30;

/**
 * Create a reader of candidates: the buyer's own items, recent best sellers, items bought together with its own, and what
 * similar buyers took lately. Only purchases before the group's day are read.
 *
 * Ask day by day in ascending order: what holds for the whole market is kept for one day, likenesses for thirty.
 */
export function createCandidateReader(log: PurchaseLog): CandidateReader {
  const demand = turnByItem(log);
  const orderDays = orderDaysOf(log);
  const seen = new Uint8Array(log.customers.length);
  const overlap = new Float64Array(log.customers.length);
  let popularity: ItemPopularity | undefined;
  let together: { day: number; coPurchase: CoPurchase } | undefined;
  return (customer, day) => {
    if (popularity?.day !== day) popularity = measurePopularity(demand, orderDays, day, seen);
    if (!together || day < together.day || day >= together.day + RENEWAL_DAYS)
      together = { day, coPurchase: compareItems(log, day) };
    const own = readOwnHistory(log, customer, day);
    const similar = findSimilarBuyers(log, demand, { customer, day, items: own.items.keys() }, overlap);
    const coBought = scoreCoBought(own, together.coPurchase);
    const items = chooseItems(own, similar, popularity, coBought);
    const features = new Float32Array(items.length * FEATURES.length);
    writeFeatures({ log, own, similar, popularity, coBought }, items, features);
    return { own, similar, market: popularity, items, features };
  };
}

function chooseItems(
  own: OwnHistory,
  similar: SimilarBuyers,
  { ranked }: ItemPopularity,
  coBought: CoBought,
): Int32Array {
  const chosen = new Set<number>();
  const mine = [...own.items.values()].sort((a, b) => b.decayed180 - a.decayed180 || a.item - b.item);
  for (const { item } of mine.slice(0, MOST_OWN)) chosen.add(item);
  for (const item of ranked.subarray(0, POPULAR)) chosen.add(item);
  for (const item of topOf(coBought.decayed, own, CO_BOUGHT)) chosen.add(item);
  for (const item of topOf(similar.recent, own, NEIGHBOURLY)) chosen.add(item);
  return Int32Array.from(chosen);
}

function topOf(scores: Map<number, number>, own: OwnHistory, count: number): Int32Array {
  const best = createBestFew(count);
  for (const [item, score] of scores) if (!own.items.has(item)) offer(best, item, score);
  return best.numbers.subarray(0, best.count);
}

function orderDaysOf({ start, day, customers }: PurchaseLog): Int32Array {
  const days: number[] = [];
  for (let c = 0; c < customers.length; c++)
    for (let row = start[c]!; row < start[c + 1]!; row++)
      if (row === start[c] || day[row] !== day[row - 1]) days.push(day[row]!);
  return Int32Array.from(days).sort();
}
