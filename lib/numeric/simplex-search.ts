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
  /** Stop when the simplex's values differ by less than this share of their size; default 1e-6. */
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
  const points = firstPoints(Float64Array.from(start), options);
  const corners = points.map((x) => ({ x, value: evaluate(x) }));
  const centre = new Float64Array(n);
  while (evaluations < most) {
    corners.sort((first, second) => first.value - second.value);
    const best = corners[0]!;
    const worst = corners[n]!;
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + 1e-300)) break;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let c = 0; c < n; c++) sum += corners[c]!.x[i]!;
      centre[i] = sum / n;
    }
    const trial = (factor: number) => {
      const x = worst.x.map((entry, i) => centre[i]! + factor * (entry - centre[i]!));
      return { x, value: evaluate(x) };
    };
    const reflected = trial(-1);
    if (reflected.value < best.value) {
      const expanded = trial(-2);
      corners[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < corners[n - 1]!.value) {
      corners[n] = reflected;
    } else {
      const contracted = trial(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners[n] = contracted;
      else shrink(corners, evaluate);
    }
  }
  corners.sort((first, second) => first.value - second.value);
  return { x: corners[0]!.x, value: corners[0]!.value, evaluations };
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

function shrink(corners: { x: Float64Array; value: number }[], evaluate: (x: Float64Array) => number): void {
  const best = corners[0]!;
  for (let c = 1; c < corners.length; c++) {
    const x = corners[c]!.x.map((entry, i) => best.x[i]! + 0.5 * (entry - best.x[i]!));
    corners[c] = { x, value: evaluate(x) };
  }
}
