/** A function of several variables; when it fills `gradient` [n] it returns true slopes, see `minimise`. */
export type Objective = (x: Float64Array, gradient?: Float64Array) => number;

/** Where a search ended. */
export type Minimum = { x: Float64Array; value: number; iterations: number; converged: boolean };

/** How slopes come about, and when to stop. */
export type MinimiseOptions = {
  /** `exact` when the objective fills the gradient it is given, `differences` (the default) when it does not. */
  gradient?: 'exact' | 'differences';
  /** Stop when no slope exceeds it; default 1e-8 (exact) or 1e-6 (differences). */
  gradientTolerance?: number;
  /** Stop when a step gains less than this share of 1 + |value|; default 1e-14. */
  valueTolerance?: number;
  iterations?: number;
};

const SUFFICIENT_DECREASE = 1e-4;

/**
 * Minimise a smooth function by BFGS with a backtracking line search (Nocedal & Wright 2nd ed., algorithm 6.1).
 *
 * A value that is not finite counts as a wall: the step is shortened. Without exact slopes central differences cost 2n calls
 * an iteration.
 *
 * @param start - [n], where the objective is finite; not changed
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const n = start.length;
  const exact = options.gradient === 'exact';
  const slopeTolerance = options.gradientTolerance ?? (exact ? 1e-8 : 1e-6);
  const valueTolerance = options.valueTolerance ?? 1e-14;
  const evaluate = exact ? objective : withDifferences(objective);
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let value = evaluate(x, gradient);
  const inverseHessian = new Float64Array(n * n);
  setIdentity(inverseHessian, n, 1 / Math.max(1, largestOf(gradient)));
  let fresh = true;
  const most = options.iterations ?? 200;
  for (let iteration = 0; iteration < most; iteration++) {
    if (largestOf(gradient) <= slopeTolerance) return { x, value, iterations: iteration, converged: true };
    const direction = descentDirection(inverseHessian, gradient);
    const found = lineSearch(evaluate, x, value, gradient, direction);
    if (!found) {
      // A stale curvature can spoil the direction: try once more from steepest descent.
      if (fresh) return { x, value, iterations: iteration, converged: true };
      setIdentity(inverseHessian, n, 1 / Math.max(1, largestOf(gradient)));
      fresh = true;
      continue;
    }
    const gain = value - found.value;
    updateInverseHessian(inverseHessian, x, gradient, found, fresh);
    fresh = false;
    ({ x, value, gradient } = found);
    if (gain <= valueTolerance * (1 + Math.abs(value)))
      return { x, value, iterations: iteration, converged: true };
  }
  return { x, value, iterations: most, converged: false };
}

type Point = { x: Float64Array<ArrayBuffer>; value: number; gradient: Float64Array<ArrayBuffer> };

function lineSearch(
  evaluate: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): Point | null {
  let slope = 0;
  for (let i = 0; i < x.length; i++) slope += gradient[i]! * direction[i]!;
  if (!(slope < 0)) return null;
  const next = new Float64Array(x.length);
  const nextGradient = new Float64Array(x.length);
  let step = 1;
  for (let trial = 0; trial < 40; trial++) {
    for (let i = 0; i < x.length; i++) next[i] = x[i]! + step * direction[i]!;
    const nextValue = evaluate(next);
    if (nextValue <= value + SUFFICIENT_DECREASE * step * slope) {
      evaluate(next, nextGradient);
      if (nextGradient.every(Number.isFinite)) return { x: next, value: nextValue, gradient: nextGradient };
    }
    // The minimum of the parabola through both values and the slope, kept within a tenth to a half.
    const fitted = (-slope * step * step) / (2 * (nextValue - value - slope * step));
    step = Number.isFinite(fitted) ? Math.min(Math.max(fitted, 0.1 * step), 0.5 * step) : 0.25 * step;
  }
  return null;
}

function descentDirection(inverseHessian: Float64Array, gradient: Float64Array): Float64Array {
  const n = gradient.length;
  const direction = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) direction[i]! -= inverseHessian[i * n + j]! * gradient[j]!;
  }
  return direction;
}

/** H ← (I − ρsyᵀ) H (I − ρysᵀ) + ρssᵀ (Nocedal & Wright, 6.17); the first time H is rescaled by sᵀy / yᵀy (6.20). */
function updateInverseHessian(
  inverseHessian: Float64Array,
  x: Float64Array,
  gradient: Float64Array,
  found: Point,
  fresh: boolean,
): void {
  const n = x.length;
  const s = found.x.map((entry, i) => entry - x[i]!);
  const y = found.gradient.map((entry, i) => entry - gradient[i]!);
  let sy = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    sy += s[i]! * y[i]!;
    yy += y[i]! * y[i]!;
  }
  if (!(sy > 1e-300)) return;
  if (fresh) setIdentity(inverseHessian, n, sy / yy);
  const hy = new Float64Array(n);
  let yhy = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) hy[i]! += inverseHessian[i * n + j]! * y[j]!;
    yhy += y[i]! * hy[i]!;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverseHessian[i * n + j]! +=
        ((1 + yhy / sy) * s[i]! * s[j]!) / sy - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy;
    }
  }
}

function withDifferences(objective: Objective): Objective {
  return (x, gradient) => {
    if (gradient) {
      const moved = Float64Array.from(x);
      for (let i = 0; i < x.length; i++) {
        // The cube root of machine precision balances rounding against curvature in central differences.
        const step = 6e-6 * Math.max(1, Math.abs(x[i]!));
        moved[i] = x[i]! + step;
        const above = objective(moved);
        moved[i] = x[i]! - step;
        gradient[i] = (above - objective(moved)) / (2 * step);
        moved[i] = x[i]!;
      }
    }
    return objective(x);
  };
}

function setIdentity(matrix: Float64Array, n: number, diagonal: number): void {
  matrix.fill(0);
  for (let i = 0; i < n; i++) matrix[i * n + i] = diagonal;
}

function largestOf(gradient: Float64Array): number {
  let largest = 0;
  for (const slope of gradient) largest = Math.max(largest, Math.abs(slope));
  return largest;
}
