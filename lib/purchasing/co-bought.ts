import type { CoPurchase } from './co-purchase.ts';
import type { OwnHistory } from './own-history.ts';

/** Item → likeness to the buyer's items, summed: each item weighted by how lately it was bought, and all alike. */
export type CoBought = {
  decayed: Map<number, number>;
  plain: Map<number, number>;
  last: Map<number, number>;
};

/** Score items by their likeness to what a buyer has (item-kNN). O(its items · width). */
export function scoreCoBought(own: OwnHistory, { width, neighbour, likeness }: CoPurchase): CoBought {
  const scores: CoBought = { decayed: new Map(), plain: new Map(), last: new Map() };
  for (const { item, decayed60, ordersSince } of own.items.values()) {
    for (let k = item * width; k < (item + 1) * width && neighbour[k]! >= 0; k++) {
      const other = neighbour[k]!;
      const alike = likeness[k]!;
      scores.decayed.set(other, (scores.decayed.get(other) ?? 0) + alike * Math.min(decayed60, 2));
      scores.plain.set(other, (scores.plain.get(other) ?? 0) + alike);
      if (ordersSince === 0) scores.last.set(other, (scores.last.get(other) ?? 0) + alike);
    }
  }
  return scores;
}
