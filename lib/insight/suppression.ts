/** Fewest buyers that a figure may be about: below it could tell what one of them bought. */
export const FEWEST_BUYERS = 5;

/** Tell whether a count of buyers is too small to show figures of: one to four. None is no secret. */
export const isFew = (buyers: number): boolean => buyers > 0 && buyers < FEWEST_BUYERS;

/**
 * Choose where a ranked list of buyers may be cut, so that no two cuts set fewer than five buyers apart from each other,
 * from the top or from the rest: the difference of two shares would tell about them.
 *
 * @param buyers - how many there are
 * @param wanted - cuts as counts from the top, the most wanted first; 0 and all are always free
 * @returns those of `wanted` that may be made
 */
export function separateCuts(buyers: number, wanted: readonly number[]): Set<number> {
  const made = new Set<number>();
  if (buyers < FEWEST_BUYERS) return made;
  for (const cut of wanted) {
    const neighbours = [0, buyers, ...made];
    const isFree = made.has(cut) || cut <= 0 || cut >= buyers;
    if (isFree || neighbours.every((other) => Math.abs(cut - other) >= FEWEST_BUYERS)) made.add(cut);
  }
  return made;
}
