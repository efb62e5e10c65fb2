/** Words that belong to a place on the horizontal axis, as wide as they are written. */
export type WordsAt = { at: number; width: number };

/** Where words begin, and in which row: 0 stands above the plot, 1 beside its line within it. */
export type PlacedWords = { start: number; row: 0 | 1 };

const BETWEEN = 8;
const BESIDE = 4;

/**
 * Find room for the names of days: above the plot, centred on their line, else beside it, from left to right. What has room in
 * neither row is left out: whoever asks tells it elsewhere.
 *
 * @param words - in the order of their places
 * @param edges - what names must not leave
 * @returns [words]; `undefined` where there is no room
 */
export function placeNames(
  words: readonly WordsAt[],
  { left, right, scale = 1 }: { left: number; right: number; scale?: number },
): (PlacedWords | undefined)[] {
  const free: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return words.map(({ at, width }) => {
    const tries: PlacedWords[] = [
      { start: Math.min(Math.max(at - width / 2, left), right - width), row: 0 },
      { start: at + BESIDE * scale, row: 1 },
    ];
    const found = tries.find(
      ({ start, row }) => start >= left && start >= free[row] && start + width <= right,
    );
    if (found !== undefined) free[found.row] = found.start + width + BETWEEN * scale;
    return found;
  });
}
