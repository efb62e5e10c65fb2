/** Eigenvalues and orthonormal eigenvectors of a symmetric matrix. */
export type SymmetricEigen = {
  /** [n], in no order. */
  values: Float64Array;
  /** [n × n] row-major; column j belongs to `values[j]`. */
  vectors: Float64Array;
};

const MOST_SWEEPS = 60;

/**
 * Decompose a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan 4th ed., algorithm 8.5.3). O(n³) a sweep, few sweeps.
 *
 * @param matrix - [n × n] row-major, symmetric; not changed
 * @param n - rows
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  let scale = 0;
  for (const entry of a) scale += entry * entry;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > 1e-32 * scale; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) sum += a[i * n + j]! ** 2;
  return sum;
}

/** Zero the entry (p, q) of `a` by a rotation, and turn the eigenvectors with it. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const entry = a[p * n + q]!;
  if (entry === 0) return;
  const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * entry);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let i = 0; i < n; i++) {
    const left = a[i * n + p]!;
    const right = a[i * n + q]!;
    a[i * n + p] = c * left - s * right;
    a[i * n + q] = s * left + c * right;
  }
  for (let j = 0; j < n; j++) {
    const upper = a[p * n + j]!;
    const lower = a[q * n + j]!;
    a[p * n + j] = c * upper - s * lower;
    a[q * n + j] = s * upper + c * lower;
    const left = vectors[j * n + p]!;
    const right = vectors[j * n + q]!;
    vectors[j * n + p] = c * left - s * right;
    vectors[j * n + q] = s * left + c * right;
  }
}
