import { type CoBought, clearCoBought, createCoBought, scoreCoBought } from './co-bought.ts';
import { type CoPurchase, compareItems } from './co-purchase.ts';
import { turnByItem } from './item-demand.ts';
import { type ItemPopularity, measurePopularity } from './item-popularity.ts';
import { createBestFew, offer } from './keep-best.ts';
import { createHistoryReader, type OwnHistory } from './own-history.ts';
import type { PurchaseLog } from './purchase-log.ts';
import { writeFeatures } from './ranking-features.ts';
import { createSimilarBuyersFinder, type SimilarBuyers } from './similar-buyers.ts';
import type { SparseScores } from './sparse-scores.ts';

/** One buyer on one day with the items it might take: what a ranker is trained on and asked about; holds until the next is read. */
export type CandidateGroup = {
  own: OwnHistory;
  similar: SimilarBuyers;
  market: ItemPopularity;
  coBought: CoBought;
  /** [items of the market] where each stands in `own`; −1 where it was never bought. */
  places: Int32Array;
  /** Candidate items, each once: the buyer's own first. */
  items: Int32Array;
  /** How many of them are the buyer's own. */
  repeats: number;
  /** [items × FEATURES.length] row-major, finite; empty where they were not asked for. */
  features: Float32Array;
};

/** How a group is read. */
export type ReadOptions = {
  /** `own`: other buyers are not looked at, but for what sells, and there are no features: enough for the plain order. */
  look?: 'full' | 'own';
  /** [items] 1 where an item may be a candidate that is new to a buyer; all may where absent. */
  offered?: Uint8Array;
};

/** Reads groups of candidates out of a market's log. */
export type CandidateReader = (customer: number, day: number, options?: ReadOptions) => CandidateGroup;

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
  const places = new Int32Array(log.items.length).fill(-1);
  const readHistory = createHistoryReader(log, places);
  const findSimilar = createSimilarBuyersFinder(log, demand);
  const coBought = createCoBought(log.items.length);
  let popularity: ItemPopularity | undefined;
  let together: { day: number; coPurchase: CoPurchase } | undefined;
  return (customer, day, { look = 'full', offered } = {}) => {
    if (popularity?.day !== day) popularity = measurePopularity(demand, orderDays, day, seen);
    const own = readHistory(customer, day);
    const others = look === 'full' ? own.items : NOTHING;
    const similar = findSimilar(customer, day, others);
    if (look === 'own') clearCoBought(coBought);
    else {
      if (!together || day < together.day || day >= together.day + RENEWAL_DAYS)
        together = { day, coPurchase: compareItems(log, day) };
      scoreCoBought(own, together.coPurchase, coBought);
    }
    const mine = latelyBought(own);
    const isNew = (item: number) => places[item] === -1 && (offered === undefined || offered[item] === 1);
    const items = Int32Array.from([...mine, ...newToBuyer({ similar, popularity, coBought }, isNew)]);
    const facts = { log, own, similar, popularity, coBought, places };
    return {
      ...{ own, similar, market: popularity, coBought, places, items, repeats: mine.length },
      features: look === 'full' ? writeFeatures(facts, items) : NO_FEATURES,
    };
  };
}

const NOTHING = new Int32Array(0);
const NO_FEATURES = new Float32Array(0);

function latelyBought(own: OwnHistory): Int32Array {
  if (own.items.length <= MOST_OWN) return own.items;
  const best = createBestFew(MOST_OWN);
  own.items.forEach((item, place) => {
    offer(best, item, own.decayed180[place]!);
  });
  return best.numbers;
}

type Sources = { similar: SimilarBuyers; popularity: ItemPopularity; coBought: CoBought };

function newToBuyer(
  { similar, popularity, coBought }: Sources,
  isNew: (item: number) => boolean,
): Set<number> {
  const chosen = new Set<number>();
  for (const item of popularity.ranked) {
    if (chosen.size === POPULAR) break;
    if (isNew(item)) chosen.add(item);
  }
  for (const item of topOf(coBought.decayed, isNew, CO_BOUGHT)) chosen.add(item);
  for (const item of topOf(similar.recent, isNew, NEIGHBOURLY)) chosen.add(item);
  return chosen;
}

function topOf(
  { score, touched, count }: SparseScores,
  isNew: (item: number) => boolean,
  most: number,
): Int32Array {
  const best = createBestFew(most);
  for (let k = 0; k < count; k++) {
    const item = touched[k]!;
    if (isNew(item)) offer(best, item, score[item]!);
  }
  return best.numbers.subarray(0, best.count);
}

function orderDaysOf({ start, day, customers }: PurchaseLog): Int32Array {
  const days: number[] = [];
  for (let c = 0; c < customers.length; c++)
    for (let row = start[c]!; row < start[c + 1]!; row++)
      if (row === start[c] || day[row] !== day[row - 1]) days.push(day[row]!);
  return Int32Array.from(days).sort();
}
