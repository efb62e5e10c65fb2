import type { BasketPair, Estimate } from '../domain/index.ts';
import { adjustForDiscoveries, fisherUpperTail, normalQuantile } from '../numeric/index.ts';

/** Orders that hold an item, and orders that hold two of them; items are named by their place in the list. */
export type PairCounts = {
  /** All orders. */
  orders: number;
  items: readonly { item: string; orders: number }[];
  /** Pairs that were seen; the others were not in any order. */
  pairs: readonly { first: number; second: number; together: number }[];
};

/** A pair is a find at this false discovery rate. */
const DISCOVERY_RATE = 0.05;
const Z = normalQuantile(0.975);

/**
 * Find the pairs that are ordered together more often than by chance: Fisher's exact test on orders with both margins
 * fixed, one-sided, the false discovery rate over all pairs of the items held at 5 %.
 *
 * @returns pairs by how many more orders hold both than chance would have, the most first, then by name
 */
export function findPairs({ orders, items, pairs }: PairCounts): BasketPair[] {
  const tested = (items.length * (items.length - 1)) / 2;
  const pValues = pairs.map(({ first, second, together }) =>
    fisherUpperTail(together, {
      total: orders,
      marked: items[first]!.orders,
      drawn: items[second]!.orders,
    }),
  );
  const qValues = adjustForDiscoveries(pValues, tested);
  return pairs
    .map((pair, place) =>
      describePair(items[pair.first]!, items[pair.second]!, {
        orders,
        together: pair.together,
        qValue: qValues[place]!,
      }),
    )
    .filter(({ qValue, lift }) => qValue <= DISCOVERY_RATE && lift.value > 1)
    .sort(
      (one, other) =>
        extraOrders(other) - extraOrders(one) ||
        compare(one.first, other.first) ||
        compare(one.second, other.second),
    );
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** Orders with both beyond what chance would have. */
const extraOrders = ({ together, lift }: BasketPair) => together - together / lift.value;

type Item = PairCounts['items'][number];

/** The more telling direction first: from the rarer item to the commoner. */
function describePair(
  one: Item,
  other: Item,
  { orders, together, qValue }: { orders: number; together: number; qValue: number },
): BasketPair {
  const [first, second] = one.orders <= other.orders ? [one, other] : [other, one];
  return {
    first: first.item,
    second: second.item,
    firstOrders: first.orders,
    secondOrders: second.orders,
    together,
    support: together / orders,
    confidence: together / first.orders,
    confidenceBack: together / second.orders,
    lift: liftOf({ orders, first: first.orders, second: second.orders, together }),
    qValue,
  };
}

/**
 * Tell how many times more often two things are ordered together than by chance (Brin, Motwani, Ullman & Tsur 1997), with
 * the interval of its logarithm by the delta method for counts of one multinomial:
 * Var ln L = 1/n₁₂ − 1/n₁ − 1/n₂ + (2 L − 1)/n.
 *
 * @param counts - orders in all, with the first, with the second, with both; above 0
 */
export function liftOf({
  orders,
  first,
  second,
  together,
}: {
  orders: number;
  first: number;
  second: number;
  together: number;
}): Estimate {
  const value = (together * orders) / (first * second);
  const variance = 1 / together - 1 / first - 1 / second + (2 * value - 1) / orders;
  const spread = Math.exp(Z * Math.sqrt(Math.max(variance, 0)));
  return { value, low: value / spread, high: value * spread };
}
