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

/** Height of a line of names. */
const LINE = 14;

/**
 * Find room for the names of lines across: above the line, else below it, and neither over one another nor where days have their names.
 *
 * @param at - pixels of the lines from above
 * @param top - of the plot
 * @returns [at] baselines; `undefined` where there is no room
 */
export function placeLevels(
  at: readonly number[],
  { top, scale = 1 }: { top: number; scale?: number },
): (number | undefined)[] {
  const placed: (number | undefined)[] = at.map(() => undefined);
  const written: number[] = [];
  // from above, since what is high can only go down
  for (const place of [...at.keys()].sort((one, other) => (at[one] ?? 0) - (at[other] ?? 0))) {
    const line = at[place] ?? 0;
    const baseline = [line - 4 * scale, line + 13 * scale].find(
      (one) => one >= top + LINE * scale && written.every((other) => Math.abs(other - one) >= LINE * scale),
    );
    if (baseline !== undefined) written.push(baseline);
    placed[place] = baseline;
  }
  return placed;
}
