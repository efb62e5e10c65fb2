import type { CoPurchase } from './co-purchase.ts';
import type { OwnHistory } from './own-history.ts';
import { addScore, clearScores, createSparseScores, type SparseScores } from './sparse-scores.ts';

/** By item: likeness to the buyer's items, summed; holds until the next is scored. */
export type CoBought = {
  /** Each of its items weighted by how lately it was bought, all alike, and those of its last order alone. */
  decayed: SparseScores;
  plain: SparseScores;
  last: SparseScores;
};

/** An item bought often and lately counts as this many at most. */
const MOST_WEIGHT = 2;

/** Make room for the scores of one buyer at a time. */
export function createCoBought(items: number): CoBought {
  return {
    decayed: createSparseScores(items),
    plain: createSparseScores(items),
    last: createSparseScores(items),
  };
}

/** Score items by their likeness to what a buyer has (item-kNN). O(its items · width). @param scores - overwritten */
export function scoreCoBought(
  own: OwnHistory,
  { width, neighbour, likeness }: CoPurchase,
  scores: CoBought,
): void {
  clearCoBought(scores);
  for (let place = 0; place < own.items.length; place++) {
    const item = own.items[place]!;
    const weight = Math.min(own.decayed60[place]!, MOST_WEIGHT);
    const isOfLast = own.ordersSince[place] === 0;
    for (let k = item * width; k < (item + 1) * width && neighbour[k]! >= 0; k++) {
      const other = neighbour[k]!;
      const alike = likeness[k]!;
      addScore(scores.decayed, other, alike * weight);
      addScore(scores.plain, other, alike);
      if (isOfLast) addScore(scores.last, other, alike);
    }
  }
}

/** Forget what was scored. */
export function clearCoBought(scores: CoBought): void {
  for (const each of Object.values(scores)) clearScores(each);
}
