/** Where a bounded search ended. */
export type BoundedMinimum = { x: Float64Array; value: number; evaluations: number };

export type SimplexOptions = {
  /** [n] each; points outside are moved to the bound. */
  lower: readonly number[];
  upper: readonly number[];
  /** [n] first step along each axis, in units of x; default a tenth of the bounds' distance. */
  steps?: readonly number[];
  /** Calls of the objective, at most; default 100 times n. */
  evaluations?: number;
  /** Stop when the simplex is small and its values differ by less than this share of their size; default 1e-6. */
  tolerance?: number;
};

/**
 * Minimise a function inside a box by the simplex method (Nelder & Mead 1965), points clamped to the bounds.
 *
 * Made for two to five smoothing parameters: no slopes, one call a step. A value that is not finite counts as Infinity.
 * Deterministic; ties keep the earlier point.
 *
 * @param objective - reads the point it is given and keeps no reference to it
 * @param start - [n], n ≥ 1; clamped to the bounds; not changed
 */
export function searchSimplex(
  objective: (x: Float64Array) => number,
  start: ArrayLike<number>,
  options: SimplexOptions,
): BoundedMinimum {
  const { lower, upper } = options;
  const n = start.length;
  const most = options.evaluations ?? 100 * n;
  const tolerance = options.tolerance ?? 1e-6;
  let evaluations = 0;
  const evaluate = (x: Float64Array): number => {
    evaluations++;
    for (let i = 0; i < n; i++) x[i] = Math.min(upper[i]!, Math.max(lower[i]!, x[i]!));
    const value = objective(x);
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  };
  const corners: Corner[] = firstPoints(Float64Array.from(start), options).map((x) => ({
    x,
    value: evaluate(x),
  }));
  // Two spare corners take the trials, so that a search allocates nothing but its points.
  let reflected: Corner = { x: new Float64Array(n), value: 0 };
  let other: Corner = { x: new Float64Array(n), value: 0 };
  const centre = new Float64Array(n);
  const sizes = Float64Array.from(
    { length: n },
    (_, i) => SMALL_SHARE * Math.abs(corners[i + 1]!.x[i]! - corners[0]!.x[i]!),
  );
  const move = (corner: Corner, from: Corner, factor: number) => {
    for (let i = 0; i < n; i++) corner.x[i] = centre[i]! + factor * (from.x[i]! - centre[i]!);
    corner.value = evaluate(corner.x);
  };
  sortCorners(corners);
  while (evaluations < most) {
    const best = corners[0]!;
    const worst = corners[n]!;
    const flat = worst.value - best.value <= tolerance * (Math.abs(best.value) + 1e-300);
    if (flat && isSmall(corners, sizes)) break;
    centreOfBetter(corners, centre);
    move(reflected, worst, -1);
    let accepted = reflected.value < corners[n - 1]!.value;
    if (reflected.value < best.value) {
      move(other, worst, -2);
      if (other.value < reflected.value) [reflected, other] = [other, reflected];
    } else if (!accepted) {
      move(other, worst, reflected.value < worst.value ? -0.5 : 0.5);
      accepted = other.value < Math.min(reflected.value, worst.value);
      if (accepted) [reflected, other] = [other, reflected];
    }
    if (accepted) {
      corners[n] = reflected;
      reflected = worst;
    } else shrink(corners, evaluate);
    sortCorners(corners);
  }
  return { x: corners[0]!.x, value: corners[0]!.value, evaluations };
}

/** A simplex is small when it is this share of the first one along every axis: equal values on both sides of a minimum are not enough. */
const SMALL_SHARE = 0.2;

function isSmall(corners: readonly Corner[], sizes: Float64Array): boolean {
  const best = corners[0]!.x;
  for (let c = 1; c < corners.length; c++) {
    for (let i = 0; i < sizes.length; i++) {
      if (Math.abs(corners[c]!.x[i]! - best[i]!) > sizes[i]!) return false;
    }
  }
  return true;
}

type Corner = { x: Float64Array; value: number };

/** Insertion sort: all but one or two are in order already, and ties keep it. */
function sortCorners(corners: Corner[]): void {
  for (let i = 1; i < corners.length; i++) {
    const corner = corners[i]!;
    let place = i;
    for (; place > 0 && corners[place - 1]!.value > corner.value; place--)
      corners[place] = corners[place - 1]!;
    corners[place] = corner;
  }
}

function centreOfBetter(corners: readonly Corner[], centre: Float64Array): void {
  const n = centre.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < n; c++) sum += corners[c]!.x[i]!;
    centre[i] = sum / n;
  }
}

/** The start and one step along each axis, turned round where the bound is nearer than the step. */
function firstPoints(start: Float64Array, { lower, upper, steps }: SimplexOptions): Float64Array[] {
  const points = [start];
  for (let i = 0; i < start.length; i++) {
    const step = steps?.[i] ?? 0.1 * (upper[i]! - lower[i]!);
    const moved = Float64Array.from(start);
    moved[i]! += start[i]! + step > upper[i]! ? -step : step;
    points.push(moved);
  }
  return points;
}

function shrink(corners: readonly Corner[], evaluate: (x: Float64Array) => number): void {
  const best = corners[0]!.x;
  for (let c = 1; c < corners.length; c++) {
    const corner = corners[c]!;
    for (let i = 0; i < best.length; i++) corner.x[i] = best[i]! + 0.5 * (corner.x[i]! - best[i]!);
    corner.value = evaluate(corner.x);
  }
}
