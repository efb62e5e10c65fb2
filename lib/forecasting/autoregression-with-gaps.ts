import { minimise } from '../numeric/index.ts';
import { coefficientsOfPartial, logOneMinusSquare, yuleWalkerPartial } from './autoregression.ts';
import { lagProducts, sumOfSquares } from './autoregression-likelihood.ts';
import { differenced } from './differences.ts';

/**
 * Maximise the exact Gaussian likelihood of an integrated autoregression whose levels have gaps.
 *
 * Missing levels are integrated out of the complete likelihood in closed form: with u the missing levels, wᵀGw the complete
 * sum of squares and M its curvature in u, what is left is min_u wᵀGw and log |M|. G, the inverse covariance of the
 * differences, has p bands (Gohberg & Semencul 1972), and M at most p + d, so a trial costs O(m·(p + d)²) for m
 * missing levels whatever the length.
 *
 * @param levels - [n] scaled, first and last observed, NaN = not observed
 * @param p - order ≥ 1, at most the observations less d + 2
 * @param d - differences
 * @returns [p] in R's sign
 */
export function fitGappyAutoregression(levels: Float64Array, p: number, d: number): Float64Array {
  const gaps = describeGaps(levels, p, d);
  const count = gaps.w.length - gaps.missing.length;
  const objective = (z: Float64Array): number => {
    let penalty = 0;
    for (let k = 0; k < p; k++) penalty -= (k + 1) * logOneMinusSquare(z[k]!);
    const ar = coefficientsOfPartial(z.map(Math.tanh));
    const { squares, logDeterminant } = integrateGaps(gaps, ar);
    return squares > 0 ? Math.log(squares / count) + (penalty + logDeterminant) / count : Number.NaN;
  };
  const start = yuleWalkerPartial(differenced(levels, d), p).map(Math.atanh);
  const found = minimise(objective, start, { valueTolerance: 1e-12, gradientTolerance: 1e-7 });
  return coefficientsOfPartial(found.x.map(Math.tanh));
}

type Gaps = {
  /** Differences of the levels with every gap filled by a straight line. */
  w: Float64Array;
  /** D of `w`, see `lagProducts`. */
  products: Float64Array;
  /** Indices of missing levels, ascending. */
  missing: number[];
  /** (1 − B)^d: what a missing level adds to the difference at its own index, the next one, … */
  effect: number[];
};

function describeGaps(levels: Float64Array, p: number, d: number): Gaps {
  const filled = Float64Array.from(levels);
  const missing: number[] = [];
  let before = 0;
  for (let i = 0; i < levels.length; i++) {
    if (Number.isNaN(levels[i]!)) {
      missing.push(i);
      continue;
    }
    for (let j = before + 1; j < i; j++) {
      filled[j] = levels[before]! + ((levels[i]! - levels[before]!) * (j - before)) / (i - before);
    }
    before = i;
  }
  let effect = [1];
  for (let round = 0; round < d; round++) {
    effect = [...effect, 0].map((entry, j) => entry - (effect[j - 1] ?? 0));
  }
  const w = differenced(filled, d);
  return { w, products: lagProducts(w, p), missing, effect };
}

/** Compute min_u wᵀGw and log |M| for given coefficients. */
function integrateGaps(gaps: Gaps, ar: Float64Array): { squares: number; logDeterminant: number } {
  const { missing, products } = gaps;
  const entry = inverseCovariance(ar, gaps.w.length);
  const curvature = createCurvature(gaps, ar, entry);
  // A banded Cholesky factorisation of M, row by row, with the forward substitution of the right-hand side beside it.
  const band = ar.length + gaps.effect.length - 1;
  const width = band + 1;
  const lower = new Float64Array(missing.length * width);
  const solved = new Float64Array(missing.length);
  let { squares } = sumOfSquares(products, ar);
  let logDeterminant = 0;
  for (let a = 0; a < missing.length; a++) {
    let right = slopeAt(gaps, missing[a]!, ar.length, entry);
    let diagonal = curvature(missing[a]!, missing[a]!);
    const first = Math.max(0, a - band);
    for (let b = first; b < a; b++) {
      if (missing[a]! - missing[b]! > band) continue;
      // A row holds its own band alone: entry (a, c) stands `a − c` left of the row's end.
      let sum = curvature(missing[b]!, missing[a]!);
      for (let c = first; c < b; c++)
        sum -= lower[a * width + band - a + c]! * lower[b * width + band - b + c]!;
      const factor = sum / lower[b * width + band]!;
      lower[a * width + band - a + b] = factor;
      right -= factor * solved[b]!;
      diagonal -= factor * factor;
    }
    if (!(diagonal > 0)) return { squares: Number.NaN, logDeterminant: 0 };
    lower[a * width + band] = Math.sqrt(diagonal);
    solved[a] = right / lower[a * width + band]!;
    squares -= solved[a]! ** 2;
    logDeterminant += Math.log(diagonal);
  }
  return { squares, logDeterminant };
}

type Entry = (index: number, lag: number) => number;

/** Half the slope of wᵀGw in a missing level: effectᵀ·G·w at it. */
function slopeAt({ w, effect }: Gaps, level: number, p: number, entry: Entry): number {
  const n = w.length;
  const d = effect.length - 1;
  let slope = 0;
  for (let r = 0; r <= d; r++) {
    const i = level - d + r;
    if (i < 0 || i >= n) continue;
    let sum = entry(i, 0) * w[i]!;
    for (let lag = 1; lag <= p; lag++) {
      if (i >= lag) sum += entry(i - lag, lag) * w[i - lag]!;
      if (i + lag < n) sum += entry(i, lag) * w[i + lag]!;
    }
    slope += effect[r]! * sum;
  }
  return slope;
}

/** M between two missing levels: effectᵀ·G·effect. Away from both ends it depends on their distance alone. */
function createCurvature(
  { w, effect }: Gaps,
  ar: Float64Array,
  entry: Entry,
): (first: number, second: number) => number {
  const n = w.length;
  const d = effect.length - 1;
  const reach = ar.length + d;
  const exact = (first: number, second: number): number => {
    let sum = 0;
    for (let r = 0; r <= d; r++) {
      const i = first - d + r;
      if (i < 0 || i >= n) continue;
      for (let s = 0; s <= d; s++) {
        const j = second - d + s;
        const lag = Math.abs(i - j);
        if (j >= 0 && j < n && lag <= ar.length) sum += effect[r]! * effect[s]! * entry(Math.min(i, j), lag);
      }
    }
    return sum;
  };
  const middle = Math.floor((n + d) / 2);
  const far = n + d > 6 * (reach + 1);
  const byDistance = far
    ? Float64Array.from({ length: reach + 1 }, (_, k) => exact(middle, middle + k))
    : null;
  return (first, second) =>
    byDistance && first > 2 * reach && second < n - 2 * reach
      ? byDistance[second - first]!
      : exact(first, second);
}

/** G(i, i + lag) of an autoregression of length n with shock variance 1, read from running sums of a_u·a_{u+lag}, a = (1, −φ). */
function inverseCovariance(ar: Float64Array, n: number): Entry {
  const p = ar.length;
  const size = p + 1;
  const sums = new Float64Array(size * size);
  for (let lag = 0; lag <= p; lag++) {
    let sum = 0;
    for (let u = 0; u + lag <= p; u++) {
      sum += (u === 0 ? 1 : -ar[u - 1]!) * (u + lag === 0 ? 1 : -ar[u + lag - 1]!);
      sums[lag * size + u] = sum;
    }
  }
  return (index, lag) => {
    const last = p - lag;
    const fromEnd = n - index - lag - 1;
    const near = sums[lag * size + Math.min(index, last)]!;
    return fromEnd >= last ? near : near - sums[lag * size + last]! + sums[lag * size + fromEnd]!;
  };
}
