import type { RegressionData } from './effect-regression.ts';

/** Most knots of the level; between them it runs straight. */
const MOST_KNOTS = 24;

/**
 * The design row by row, zeros left out: row r has `values[i]` at column `places[i]` for i in first[r] … first[r + 1] − 1.
 * Columns are the effects, then the level's knots, then the places of the season.
 */
export type RegressionRows = {
  /** Step of each row. */
  t: Int32Array;
  first: Int32Array;
  places: Int32Array;
  values: Float64Array;
  knots: number;
  /** Where level and season begin, and how many columns there are. */
  parts: { level: number; season: number; size: number };
};

/** Lay out effects, level and season; a season needs two of them. */
export function layOutRows({ y, columns, period }: RegressionData): RegressionRows {
  const n = y.length;
  const p = columns.length;
  const spacing = Math.max(2, Math.ceil(n / MOST_KNOTS));
  const knots = Math.floor((n - 1) / spacing) + 2;
  const season = period >= 2 && n >= 2 * period ? Math.round(period) : 0;
  const parts = { level: p, season: p + knots, size: p + knots + season };
  const t: number[] = [];
  const first: number[] = [0];
  const places: number[] = [];
  const values: number[] = [];
  for (let step = 0; step < n; step++) {
    if (Number.isNaN(y[step]!)) continue;
    columns.forEach(({ x }, j) => {
      if (x[step] === 0) return;
      places.push(j);
      values.push(x[step]!);
    });
    const knot = Math.floor(step / spacing);
    const share = step / spacing - knot;
    places.push(parts.level + knot, parts.level + knot + 1);
    values.push(1 - share, share);
    if (season > 0) {
      places.push(parts.season + (step % season));
      values.push(1);
    }
    t.push(step);
    first.push(places.length);
  }
  return {
    t: Int32Array.from(t),
    first: Int32Array.from(first),
    places: Int32Array.from(places),
    values: Float64Array.from(values),
    knots,
    parts,
  };
}
