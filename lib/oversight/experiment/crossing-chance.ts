import { normalCdf, normalDensity } from '../../numeric/index.ts';

/** Looks at a Brownian motion: its information at each, ascending, and the |z| that ends it there. */
export type Look = { information: number; bound: number };

/** Chance of having ended by each look, upward and downward. */
export type Crossing = { upper: number; lower: number };

/** Points of the grid, so many to a standard deviation of a look's step. */
const POINTS_A_DEVIATION = 4;
const FEWEST_POINTS = 201;
const MOST_POINTS = 4001;

/**
 * Compute the chance of having crossed a boundary by each look, by integrating the density of the paths that have not
 * (Armitage, McPherson & Rowe 1969; Jennison & Turnbull 2000, ch. 19). O(looks · points).
 *
 * A look that adds next to no information to the one before is taken for it.
 *
 * @param effect - drift a unit of information: the true effect where information is 1 / error²
 */
export function crossingChance(looks: readonly Look[], effect: number): Crossing[] {
  const crossed = { upper: 0, lower: 0 };
  let before: Grid | null = null;
  let known = 0;
  return looks.map(({ information, bound }) => {
    const step = information - known;
    if (!(step > 1e-4 * information)) return { ...crossed };
    const edge = bound * Math.sqrt(information);
    crossed.upper += mass(before, (from) => normalCdf((from + effect * step - edge) / Math.sqrt(step)));
    crossed.lower += mass(before, (from) => normalCdf((-edge - from - effect * step) / Math.sqrt(step)));
    before = advance(before, { edge, step, effect });
    known = information;
    return { ...crossed };
  });
}

/** Density of the paths still inside at equally spaced points, with the weights of Simpson's rule. */
type Grid = { points: Float64Array; mass: Float64Array };

/** Sum a function over where paths are; all start at 0. */
function mass(grid: Grid | null, of: (from: number) => number): number {
  if (grid === null) return of(0);
  let sum = 0;
  for (let i = 0; i < grid.points.length; i++) sum += grid.mass[i]! * of(grid.points[i]!);
  return sum;
}

type Step = { edge: number; step: number; effect: number };

function advance(before: Grid | null, { edge, step, effect }: Step): Grid {
  const deviation = Math.sqrt(step);
  const wanted = Math.ceil((2 * edge * POINTS_A_DEVIATION) / deviation);
  const count = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, wanted)) | 1;
  const spacing = (2 * edge) / (count - 1);
  const points = Float64Array.from({ length: count }, (_, i) => -edge + i * spacing);
  const inside = points.map((at, i) => {
    const simpson = i === 0 || i === count - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    return (densityAt(before, at - effect * step, deviation) * simpson * spacing) / 3;
  });
  return { points, mass: inside };
}

/** Density of paths that a step of this deviation brings to a point; from farther than 7 deviations none come. */
function densityAt(grid: Grid | null, at: number, deviation: number): number {
  if (grid === null) return normalDensity(at / deviation) / deviation;
  const { points, mass: weights } = grid;
  const spacing = points[1]! - points[0]!;
  const first = Math.max(0, Math.ceil((at - 7 * deviation - points[0]!) / spacing));
  const last = Math.min(points.length - 1, Math.floor((at + 7 * deviation - points[0]!) / spacing));
  // from point to point the density grows by a factor that itself shrinks by a constant one: no exponential in the loop
  const apart = spacing / deviation;
  const start = (at - points[first]!) / deviation;
  const slowing = Math.exp(-apart * apart);
  let growth = Math.exp(start * apart - 0.5 * apart * apart);
  let density = normalDensity(start);
  let sum = 0;
  for (let i = first; i <= last; i++) {
    sum += weights[i]! * density;
    density *= growth;
    growth *= slowing;
  }
  return sum / deviation;
}
