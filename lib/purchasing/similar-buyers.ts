import { firstSaleFrom, type ItemDemand } from './item-demand.ts';
import { createBestFew, offer } from './keep-best.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';

/** The buyers most like one, and what they took. */
export type SimilarBuyers = {
  /** The most alike first. */
  buyers: Int32Array;
  likeness: Float64Array;
  /** Item → likeness of those who took it in the last 90 days, as a share of all likeness. */
  recent: Map<number, number>;
  /** Item → how many of the ten most alike ever took it. */
  ofTen: Map<number, number>;
};

const NEIGHBOURS = 50;
const RECENT_DAYS = 90;

/** Buyers of a common item told apart at most, its latest: what everybody takes tells little about likeness. */
const MOST_BUYERS_PER_ITEM = 200;

/**
 * Find the buyers whose items before `day` are most like a buyer's: cosine, items weighted by how few take them.
 *
 * Ties go to the lower buyer. O(Σ buyers of the buyer's items).
 *
 * @param items - the buyer's distinct items
 * @param scratch - [customers], zeros; left as zeros
 */
export function findSimilarBuyers(
  log: PurchaseLog,
  demand: ItemDemand,
  { customer, day, items }: { customer: number; day: number; items: Iterable<number> },
  scratch: Float64Array,
): SimilarBuyers {
  const touched: number[] = [];
  for (const item of items) {
    const end = firstSaleFrom(demand, item, day);
    const first = Math.max(demand.start[item]!, end - MOST_BUYERS_PER_ITEM);
    const weight = 1 / Math.log(2 + (end - demand.start[item]!));
    for (let k = first; k < end; k++) {
      const other = demand.customer[k]!;
      if (scratch[other] === 0) touched.push(other);
      scratch[other]! += weight;
    }
  }
  const best = createBestFew(NEIGHBOURS);
  for (const other of touched) {
    const rows = firstRowFrom(log, other, day) - log.start[other]!;
    if (other !== customer && rows > 0) offer(best, other, scratch[other]! / Math.sqrt(rows + 5));
    scratch[other] = 0;
  }
  const buyers = best.numbers.slice(0, best.count);
  const likeness = best.scores.slice(0, best.count);
  const recent = new Map<number, number>();
  const ofTen = new Map<number, number>();
  const total = likeness.reduce((sum, alike) => sum + alike, 0);
  buyers.forEach((other, rank) => {
    const share = likeness[rank]! / total;
    const end = firstRowFrom(log, other, day);
    const seen = new Set<number>();
    for (let row = end - 1; row >= log.start[other]!; row--) {
      const isRecent = log.day[row]! >= day - RECENT_DAYS;
      if (!isRecent && rank >= 10) break;
      const item = log.item[row]!;
      if (seen.has(item)) continue;
      seen.add(item);
      if (isRecent) recent.set(item, (recent.get(item) ?? 0) + share);
      if (rank < 10) ofTen.set(item, (ofTen.get(item) ?? 0) + 1);
    }
  });
  return { buyers, likeness, recent, ofTen };
}
