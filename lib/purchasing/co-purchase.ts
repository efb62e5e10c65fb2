import { createBestFew, offer } from './keep-best.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';

/** For each item the items bought by the same buyers, the most alike first: flat lists of at most `width`. */
export type CoPurchase = {
  width: number;
  /** [items × width], −1 where there are fewer. */
  neighbour: Int32Array;
  /** [items × width] cosine, 0 to 1. */
  likeness: Float32Array;
  /** [items] buyers of each item among those counted. */
  buyers: Int32Array;
};

/** Pairs counted at most: beyond that buyers are left out evenly, a large market's likenesses being well known anyway. */
const MOST_PAIRS = 60_000_000;

/** Items of one buyer counted at most, its latest: a buyer of everything tells little about pairs. */
const MOST_ITEMS = 400;

/** Buyers added to every likeness's denominator, so that pairs seen once or twice don't lead the lists. */
const SHRINKAGE = 10;

/**
 * Measure how alike items are by who bought them before a day: cosine of the sets of buyers, shrunk
 * (Sarwar et al. 2001; Deshpande & Karypis 2004). Ties go to the lower item. O(Σ items of a buyer squared).
 */
export function compareItems(log: PurchaseLog, before: number, width = 50): CoPurchase {
  const sets = itemSets(log, before);
  const pairs = sets.reduce((sum, set) => sum + set.length ** 2, 0);
  const stride = Math.ceil(pairs / MOST_PAIRS);
  const counted = sets.filter((set, i) => set.length > 0 && i % stride === 0);
  const count = log.items.length;
  const buyers = new Int32Array(count);
  for (const set of counted) for (const item of set) buyers[item]!++;
  const owners = ownersOf(counted, buyers);
  const neighbour = new Int32Array(count * width).fill(-1);
  const likeness = new Float32Array(count * width);
  const together = new Int32Array(count);
  const touched = new Int32Array(count);
  const root = Float64Array.from(buyers, Math.sqrt);
  for (let item = 0; item < count; item++) {
    const met = countTogether(owners[item]!, counted, together, touched);
    const best = createBestFew(width);
    for (let k = 0; k < met; k++) {
      const other = touched[k]!;
      if (other !== item) offer(best, other, together[other]! / (root[item]! * root[other]! + SHRINKAGE));
      together[other] = 0;
    }
    neighbour.set(best.numbers.subarray(0, best.count), item * width);
    likeness.set(best.scores.subarray(0, best.count), item * width);
  }
  return { width, neighbour, likeness, buyers };
}

/** Count for every other item the owners it has among `owners`; gives how many were met, listed in `touched`. */
function countTogether(
  owners: Int32Array,
  sets: readonly Int32Array[],
  together: Int32Array,
  touched: Int32Array,
): number {
  let met = 0;
  for (const owner of owners) {
    for (const other of sets[owner]!) {
      if (together[other] === 0) touched[met++] = other;
      together[other]!++;
    }
  }
  return met;
}

function itemSets(log: PurchaseLog, before: number): Int32Array[] {
  return log.customers.map((_, c) => {
    const until = firstRowFrom(log, c, before);
    const set = new Set<number>();
    for (let row = until - 1; row >= log.start[c]! && set.size < MOST_ITEMS; row--) set.add(log.item[row]!);
    return Int32Array.from(set);
  });
}

function ownersOf(sets: readonly Int32Array[], buyers: Int32Array): Int32Array[] {
  const owners = Array.from(buyers, (count) => new Int32Array(count));
  const next = new Int32Array(buyers.length);
  sets.forEach((set, owner) => {
    for (const item of set) owners[item]![next[item]!++] = owner;
  });
  return owners;
}
