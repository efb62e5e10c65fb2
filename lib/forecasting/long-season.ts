import { solveLeastSquares } from '../numeric/index.ts';
import { findSeason, withoutSeason } from './seasonal-factors.ts';

/** A second, longer season, as factors of the level: [n + h], around 1, at least `LEAST_FACTOR`. */
export type LongSeason = { name: 'year' | 'week'; factors: Float64Array };

const DAYS_OF_A_YEAR = 365.25;
const HOURS_OF_A_WEEK = 168;
/** Two whole years, so that each part of the year was seen twice. */
const LEAST_DAYS = 730;
/** Three whole weeks of hours, for the same reason and one more. */
const LEAST_HOURS = 3 * HOURS_OF_A_WEEK;
const HARMONICS = 3;
const LEAST_FACTOR = 0.3;
/** Fisher's F above which the hours of the week differ by more than their hour of the day. */
const LEAST_STRENGTH = 2;

/**
 * Find the season above the one asked for: the year of daily values (period 7), the week of hourly ones (period 24).
 *
 * The year is three harmonics beside a line through weekly means, each shrunk by how far the two halves of the history agree on
 * it: 1 − |b₁ − b₂|²/4 over |b|², the noise of a mean of two over the mean itself. The week is `findSeason` on what the day leaves.
 * On two years of daily cash withdrawals the year took 3 % off the error.
 *
 * @param y - [n] complete; not changed
 * @param bounded - whether 0 is a bound; else there is no level to be a factor of
 * @returns `null` where the history is too short, the period another, or nothing repeats
 */
export function findLongSeason(
  y: Float64Array,
  period: number,
  horizon: number,
  bounded: boolean,
): LongSeason | null {
  if (!bounded) return null;
  if (period === 7 && y.length >= LEAST_DAYS) return yearOfDays(y, horizon);
  if (period === 24 && y.length >= LEAST_HOURS) return weekOfHours(y, horizon);
  return null;
}

function yearOfDays(y: Float64Array, horizon: number): LongSeason | null {
  const adjusted = withoutSeason(y, findSeason(y, 7, LEAST_STRENGTH, true));
  const weeks = Math.floor(y.length / 7);
  const first = y.length - 7 * weeks;
  const means = new Float64Array(weeks);
  for (let t = first; t < y.length; t++) means[Math.floor((t - first) / 7)]! += adjusted[t]! / 7;
  const level = means.reduce((sum, value) => sum + value, 0) / weeks;
  if (!(level > 0)) return null;
  const between = (from: number, to: number) => fitYear(means, first, from, to);
  const half = Math.floor(weeks / 2);
  const [whole, early, late] = [between(0, weeks), between(0, half), between(half, weeks)];
  const shares: number[] = [];
  for (let i = 2; i < whole.length; i += 2) {
    const size = whole[i]! ** 2 + whole[i + 1]! ** 2;
    const noise = ((early[i]! - late[i]!) ** 2 + (early[i + 1]! - late[i + 1]!) ** 2) / 4;
    shares.push(size > 0 ? Math.max(0, 1 - noise / size) : 0);
  }
  if (shares.every((share) => share === 0)) return null;
  const factors = Float64Array.from({ length: y.length + horizon }, (_, t) => {
    const row = yearRow(t);
    let sum = 0;
    for (let i = 2; i < row.length; i++) sum += shares[(i - 2) >> 1]! * whole[i]! * row[i]!;
    return Math.max(LEAST_FACTOR, 1 + sum / level);
  });
  return { name: 'year', factors };
}

/** Coefficients of a line and three harmonics through weekly means. */
function fitYear(means: Float64Array, first: number, from: number, to: number): Float64Array {
  const design: number[] = [];
  // A week stands at its middle day.
  for (let week = from; week < to; week++) design.push(...yearRow(first + 7 * week + 3));
  return solveLeastSquares(Float64Array.from(design), means.slice(from, to), 2 + 2 * HARMONICS).coefficients;
}

function yearRow(t: number): number[] {
  const row = [1, t / DAYS_OF_A_YEAR];
  for (let k = 1; k <= HARMONICS; k++) {
    const angle = (2 * Math.PI * k * t) / DAYS_OF_A_YEAR;
    row.push(Math.cos(angle), Math.sin(angle));
  }
  return row;
}

function weekOfHours(y: Float64Array, horizon: number): LongSeason | null {
  const adjusted = withoutSeason(y, findSeason(y, 24, LEAST_STRENGTH, true));
  if (!adjusted.every((value) => value > 0)) return null;
  const week = findSeason(adjusted, HOURS_OF_A_WEEK, LEAST_STRENGTH, true);
  if (week?.kind !== 'multiplicative') return null;
  const n = y.length;
  const factors = Float64Array.from({ length: n + horizon }, (_, t) =>
    Math.max(LEAST_FACTOR, week.factors[t < n ? t : n + ((t - n) % HOURS_OF_A_WEEK)]!),
  );
  return { name: 'week', factors };
}
