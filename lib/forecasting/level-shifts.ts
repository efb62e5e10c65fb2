import { medianOf } from '../numeric/index.ts';

/** A step since which the level is another. */
export type LevelShift = {
  /** Index of the first value at the new level. */
  at: number;
  /** New level less the old. */
  rise: number;
};

/** Neighbouring levels differ unusually from so many usual differences on. */
const UNUSUAL = 6;
/** A series whose level shifts more often wanders: then nothing is a shift. */
const MOST_SHIFTS = 2;
/** Values that a level is the median of: an eighth of the history, within these. */
const LEVEL_STEPS = { least: 5, most: 24 };
/** Values before and after a shift whose medians must show most of it: a slow rise is none. */
const SUDDEN_STEPS = 3;
const SUDDEN_SHARE = 0.6;

/**
 * Find steps at which the level of a series shifts and stays: the medians of the values before and after differ far more than such
 * medians do elsewhere in the series.
 *
 * That difference is judged against the median and the median absolute deviation of all of them, so that a trend, which all share, is
 * none, and neither is a step of a series that wanders. A shift fewer values ago than a level is read from isn't seen yet. O(n · 24).
 *
 * @param level - [n] complete, without season and outliers; shifts by a factor are had by giving logarithms
 * @returns oldest first; none where more than two stand out
 */
export function findLevelShifts(level: Float64Array): LevelShift[] {
  const width = Math.min(LEVEL_STEPS.most, Math.max(LEVEL_STEPS.least, Math.floor(level.length / 8)));
  const found: LevelShift[] = [];
  let rest = level;
  while (found.length <= MOST_SHIFTS) {
    const shift = largestShift(rest, width);
    if (!shift) return found.sort((a, b) => a.at - b.at);
    found.push(shift);
    // Seen from the new level, another shift can stand out of what is left.
    rest = rest.map((value, t) => (t < shift.at ? value + shift.rise : value));
  }
  return [];
}

function largestShift(level: Float64Array, width: number): LevelShift | null {
  const count = level.length - 2 * width + 1;
  if (count < 2 * width) return null;
  const levels = runningMedians(level, width);
  const rises = new Float64Array(count);
  for (let i = 0; i < count; i++) rises[i] = levels[i + width]! - levels[i]!;
  const usual = medianOf(rises);
  const spread = 1.4826 * medianOf(rises.map((rise) => Math.abs(rise - usual)));
  // Where most levels are alike, nothing says how much they differ by chance.
  if (!(spread > 0)) return null;
  let best = -1;
  let most = UNUSUAL * spread;
  for (let i = 0; i < count; i++) {
    const size = Math.abs(rises[i]! - usual);
    if (!(size > most) || !isSudden(level, i + width, rises[i]! - usual)) continue;
    [best, most] = [i, size];
  }
  if (best < 0) return null;
  const rise = rises[best]! - usual;
  return { at: largestChange(level, best + width, rise), rise };
}

/** Where nearby the largest single change towards the new level is: medians alone tell the step only roughly. */
function largestChange(level: Float64Array, near: number, rise: number): number {
  let at = near;
  for (let t = near - SUDDEN_STEPS; t <= near + SUDDEN_STEPS; t++) {
    if (Math.sign(rise) * (level[t]! - level[t - 1]! - level[at]! + level[at - 1]!) > 0) at = t;
  }
  return at;
}

function isSudden(level: Float64Array, at: number, rise: number): boolean {
  const after = medianOf(level.subarray(at, at + SUDDEN_STEPS));
  const before = medianOf(level.subarray(at - SUDDEN_STEPS, at));
  return (after - before) / rise > SUDDEN_SHARE;
}

/** [n − w + 1] the median of the w values from each on, by insertion into a sorted buffer. */
function runningMedians(values: Float64Array, width: number): Float64Array {
  const sorted = values.slice(0, width).sort();
  const middle = () => (sorted[(width - 1) >> 1]! + sorted[width >> 1]!) / 2;
  const medians = new Float64Array(values.length - width + 1);
  medians[0] = middle();
  for (let t = width; t < values.length; t++) {
    let place = sorted.indexOf(values[t - width]!);
    const value = values[t]!;
    for (; place > 0 && sorted[place - 1]! > value; place--) sorted[place] = sorted[place - 1]!;
    for (; place < width - 1 && sorted[place + 1]! < value; place++) sorted[place] = sorted[place + 1]!;
    sorted[place] = value;
    medians[t - width + 1] = middle();
  }
  return medians;
}
