import { type StandsFor, UNDATED, type UploadKind } from '../domain/index.ts';
import { type CurrentFile, comparePrecedence, newestOf, oldestOf } from './lake-current.ts';

/** The first day, `YYYY-MM-DD`, of which a reader wants the rows; of kinds without one it wants all. */
export type LakeWindow = Partial<Record<UploadKind, string>>;

/**
 * Leave out the files that a reader of a window does not need: those of earlier months, but for one case. A corrected row may
 * have moved to an earlier month than the row that it corrects; without it the older row would count again. So an earlier
 * month's file stays where it holds rows of a newer upload than some file of the window does.
 *
 * @returns the files in the same order; every row of the window, and every row that wins over one of them, is in one
 */
export function filesOfWindow(files: readonly CurrentFile[], window: LakeWindow): CurrentFile[] {
  const isWithin = ({ kind, month }: CurrentFile) => {
    const first = window[kind];
    return first === undefined || month === null || month === UNDATED || month >= first.slice(0, 7);
  };
  const oldest = new Map<string, StandsFor>();
  for (const file of files.filter(isWithin)) {
    const known = oldest.get(placeOf(file));
    if (known === undefined || comparePrecedence(oldestOf(file), known) < 0)
      oldest.set(placeOf(file), oldestOf(file));
  }
  return files.filter((file) => {
    const first = oldest.get(placeOf(file));
    return isWithin(file) || (first !== undefined && comparePrecedence(first, newestOf(file)) < 0);
  });
}

const placeOf = ({ kind, market }: CurrentFile) => `${kind}#${market}`;
