/**
 * Compare two partitions of the same rows: pairs of rows that are together or apart in both, beyond what chance would give
 * (adjusted Rand index, Hubert & Arabie 1985).
 *
 * @param a - [n] labels from 0
 * @param b - [n] labels from 0
 * @returns at most 1, which is the same partition; about 0 for chance. 1 where both are one cluster or all single rows
 */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const columns = 1 + greatest(b);
  const together = new Float64Array((1 + greatest(a)) * columns);
  for (let i = 0; i < a.length; i++) together[a[i]! * columns + b[i]!]!++;
  const ofA = new Float64Array(together.length / columns);
  const ofB = new Float64Array(columns);
  let both = 0;
  together.forEach((n, cell) => {
    both += pairs(n);
    ofA[Math.floor(cell / columns)]! += n;
    ofB[cell % columns]! += n;
  });
  const inA = ofA.reduce((sum, n) => sum + pairs(n), 0);
  const inB = ofB.reduce((sum, n) => sum + pairs(n), 0);
  const all = pairs(a.length);
  const expected = all > 0 ? (inA * inB) / all : 0;
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

const pairs = (n: number) => (n * (n - 1)) / 2;

function greatest(labels: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < labels.length; i++) most = Math.max(most, labels[i]!);
  return most;
}
