/** The best of many, kept while they pass by. */
export type BestList<T> = {
  offer(item: T): void;
  /** How many were offered. */
  offered(): number;
  /** Those kept, best first. */
  best(): T[];
};

/**
 * Keep the best of many in memory of twice as many as asked for: room fills up, is sorted and cut, and what is no better than
 * the last one kept is let go at once. O(log most) each on average.
 *
 * @param compare - negative where the first is better; never 0 for two different items, so that their order makes no difference
 */
export function createBestList<T>(most: number, compare: (a: T, b: T) => number): BestList<T> {
  let kept: T[] = [];
  let offered = 0;
  let last: T | undefined;
  const cut = () => {
    kept = kept.sort(compare).slice(0, most);
    if (kept.length === most) last = kept.at(-1);
  };
  return {
    offer: (item) => {
      offered++;
      if (last !== undefined && compare(item, last) > 0) return;
      kept.push(item);
      if (kept.length >= 2 * most) cut();
    },
    offered: () => offered,
    best: () => {
      cut();
      return [...kept];
    },
  };
}
