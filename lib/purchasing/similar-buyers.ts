import { firstSaleFrom, type ItemDemand } from './item-demand.ts';
import { createBestFew, offer } from './keep-best.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';
import { addScore, clearScores, createSparseScores, type SparseScores } from './sparse-scores.ts';

/** The buyers most like one, and what they took; the scores hold until the next are found. */
export type SimilarBuyers = {
  /** The most alike first. */
  buyers: Int32Array;
  likeness: Float64Array;
  /** By item: likeness of those who took it in the last 90 days, as a share of all likeness. */
  recent: SparseScores;
  /** By item: their purchases, each halved every 30 days of age, weighted by that share. */
  decayed: SparseScores;
  /** By item: how many of the ten most alike ever took it. */
  ofTen: SparseScores;
};

/** Finds the buyers whose items before `day` are most like `items`, a buyer's distinct ones. */
export type SimilarBuyersFinder = (customer: number, day: number, items: Int32Array) => SimilarBuyers;

const NEIGHBOURS = 50;
const RECENT_DAYS = 90;
const HALF_LIFE_DAYS = 30;
const COMPARED = 10;

/** Buyers of a common item told apart at most, its latest: what everybody takes tells little about likeness. */
const MOST_BUYERS_PER_ITEM = 200;

/**
 * Create a finder of similar buyers: cosine, items weighted by how few take them. Ties go to the lower buyer.
 * O(Σ buyers of the buyer's items) a call.
 */
export function createSimilarBuyersFinder(log: PurchaseLog, demand: ItemDemand): SimilarBuyersFinder {
  const overlap = createSparseScores(log.customers.length);
  const itemScores = () => createSparseScores(log.items.length);
  const taken = { recent: itemScores(), decayed: itemScores(), ofTen: itemScores() };
  const metWith = new Int32Array(log.items.length);
  let met = 0;
  return (customer, day, items) => {
    clearScores(overlap);
    addOverlaps(overlap, demand, items, day);
    const best = createBestFew(NEIGHBOURS);
    for (let k = 0; k < overlap.count; k++) {
      const other = overlap.touched[k]!;
      const rows = firstRowFrom(log, other, day) - log.start[other]!;
      if (other !== customer && rows > 0) offer(best, other, overlap.score[other]! / Math.sqrt(rows + 5));
    }
    const buyers = best.numbers.slice(0, best.count);
    const likeness = best.scores.slice(0, best.count);
    for (const scores of Object.values(taken)) clearScores(scores);
    addTaken({ buyers, likeness, ...taken }, log, day, { metWith, met });
    met += NEIGHBOURS;
    return { buyers, likeness, ...taken };
  };
}

function addOverlaps(overlap: SparseScores, demand: ItemDemand, items: Int32Array, day: number): void {
  for (const item of items) {
    const start = demand.start[item]!;
    const end = firstSaleFrom(demand, item, day);
    const weight = 1 / Math.log(2 + (end - start));
    for (let k = Math.max(start, end - MOST_BUYERS_PER_ITEM); k < end; k++)
      addScore(overlap, demand.customer[k]!, weight);
  }
}

/** Which neighbour an item was met with last, so that each counts an item once; neighbours are numbered from `met` + 1 on. */
type Meetings = { metWith: Int32Array; met: number };

function addTaken(similar: SimilarBuyers, log: PurchaseLog, day: number, { metWith, met }: Meetings): void {
  const { buyers, likeness, recent, decayed, ofTen } = similar;
  const total = likeness.reduce((sum, alike) => sum + alike, 0);
  for (let rank = 0; rank < buyers.length; rank++) {
    const other = buyers[rank]!;
    const share = likeness[rank]! / total;
    for (let row = firstRowFrom(log, other, day) - 1; row >= log.start[other]!; row--) {
      const age = day - log.day[row]!;
      if (age > RECENT_DAYS && rank >= COMPARED) break;
      const item = log.item[row]!;
      if (age <= RECENT_DAYS) addScore(decayed, item, share * 2 ** (-age / HALF_LIFE_DAYS));
      if (metWith[item] === met + rank + 1) continue;
      metWith[item] = met + rank + 1;
      if (age <= RECENT_DAYS) addScore(recent, item, share);
      if (rank < COMPARED) addScore(ofTen, item, 1);
    }
  }
}
