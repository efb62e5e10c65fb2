import { InputError } from '../../domain/index.ts';
import {
  type LeastSquares,
  orthonormalRows,
  solveLeastSquares,
  symmetricEigen,
} from '../../numeric/index.ts';

/** Rows of a weighted regression whose errors may be alike within a cluster. */
export type ClusteredRows = {
  /** [n × k] row-major, finite. */
  design: Float64Array;
  /** [n] outcomes. */
  y: Float64Array;
  /** [n] weights above 0: how many observations each row is the mean of. */
  weights: Float64Array;
  /** [n] cluster of each row: 0 to m − 1. */
  cluster: Int32Array;
};

/** One coefficient with its cluster-robust error. */
export type RobustEffect = {
  effect: number;
  /** CR2; 0 where the clusters leave no spread. */
  standardError: number;
  /** Satterthwaite's; 0 where nothing can be told of the error. */
  degrees: number;
};

/** A leverage so near 1 leaves a cluster no error of its own. */
const WHOLE_LEVERAGE = 1 - 1e-10;

/**
 * Estimate one coefficient of a weighted least-squares fit with the bias-reduced cluster-robust variance CR2 (Bell &
 * McCaffrey 2002) and Satterthwaite's degrees of freedom (Pustejovsky & Tipton 2018, §2.2 and eq. 11), the working model being
 * independent rows of variance 1 / weight, whitened by it: what `clubSandwich::vcovCR(type = 'CR2')` computes of rows and design
 * times the root of the weight.
 *
 * All of it is done in the k columns' space: with Z = W^½ X R⁻¹ a cluster's hat matrix is ZᵢZᵢᵀ, whose non-zero eigenvalues
 * are those of ZᵢᵀZᵢ. O(n·k² + m·k³), so that a million clusters of one row cost one pass.
 *
 * @param column - which coefficient
 * @returns `null` where the column can't be told apart from those before it
 * @throws InputError when lengths do not fit or a weight is not above 0
 */
export function robustEffect(rows: ClusteredRows, columns: number, column: number): RobustEffect | null {
  const whitened = whiten(rows, columns);
  const fit = solveLeastSquares(whitened.design, whitened.y, columns);
  const place = fit.kept.indexOf(column);
  if (place < 0) return null;
  const z = orthonormalRows(whitened.design, fit);
  const rank = fit.kept.length;
  // Row `column` of R⁻¹: the contrast cᵀ(XᵀWX)⁻¹ is Z's rows times it.
  const contrast = Float64Array.from(
    { length: rank },
    (_, j) => fit.inverseR[column * columns + fit.kept[j]!]!,
  );
  const residuals = residualsOf(whitened, fit, columns);
  const spread = { variance: 0, own: 0, ownSquared: 0, cross: 0, outer: new Float64Array(rank * rank) };
  for (const members of Map.groupBy(rows.cluster.keys(), (row) => rows.cluster[row]!).values()) {
    addCluster(spread, { z, rank, members, contrast, residuals });
  }
  const expected = spread.own - trace(spread.outer, rank);
  const squares = spread.ownSquared - 2 * spread.cross + sumOfSquares(spread.outer);
  return {
    effect: fit.coefficients[column]!,
    standardError: Math.sqrt(spread.variance),
    degrees: squares > 1e-14 * spread.ownSquared && expected > 0 ? expected ** 2 / squares : 0,
  };
}

/** Divide the rows by the root of their working variance. */
function whiten({ design, y, weights, cluster }: ClusteredRows, columns: number) {
  const n = y.length;
  if (design.length !== n * columns || weights.length !== n || cluster.length !== n)
    throw new InputError(
      `${design.length / columns} design rows, ${weights.length} weights and ${cluster.length} clusters do not fit ${n} outcomes`,
    );
  const scaled = Float64Array.from(design);
  const outcome = Float64Array.from(y);
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    if (!(weight > 0) || !Number.isFinite(weight))
      throw new InputError(`row ${i} has the weight ${weight}: a weight above 0 is needed`);
    const root = Math.sqrt(weight);
    for (let j = 0; j < columns; j++) scaled[i * columns + j]! *= root;
    outcome[i]! *= root;
  }
  return { design: scaled, y: outcome };
}

function residualsOf(
  { design, y }: { design: Float64Array; y: Float64Array },
  fit: LeastSquares,
  columns: number,
) {
  return Float64Array.from(y, (outcome, i) => {
    let left = outcome;
    for (let j = 0; j < columns; j++) left -= design[i * columns + j]! * fit.coefficients[j]!;
    return left;
  });
}

type Spread = { variance: number; own: number; ownSquared: number; cross: number; outer: Float64Array };
type OneCluster = {
  z: Float64Array;
  rank: number;
  members: readonly number[];
  contrast: Float64Array;
  residuals: Float64Array;
};

/**
 * Add a cluster's pᵢ = Aᵢ Zᵢ c to the sums: (pᵢᵀeᵢ)² to the variance, and what Satterthwaite's ratio needs of
 * gᵢᵀgⱼ = [i = j] pᵢᵀpᵢ − rᵢᵀrⱼ with rᵢ = Zᵢᵀpᵢ.
 */
function addCluster(spread: Spread, { z, rank, members, contrast, residuals }: OneCluster): void {
  const turned = adjust(gram(z, rank, members), rank, contrast);
  const r = new Float64Array(rank);
  let score = 0;
  let own = 0;
  for (const row of members) {
    let p = 0;
    for (let j = 0; j < rank; j++) p += z[row * rank + j]! * turned[j]!;
    score += p * residuals[row]!;
    own += p * p;
    for (let j = 0; j < rank; j++) r[j]! += z[row * rank + j]! * p;
  }
  let length = 0;
  for (let i = 0; i < rank; i++) {
    length += r[i]! ** 2;
    for (let j = 0; j < rank; j++) spread.outer[i * rank + j]! += r[i]! * r[j]!;
  }
  spread.variance += score * score;
  spread.own += own;
  spread.ownSquared += own * own;
  spread.cross += own * length;
}

/** ZᵢᵀZᵢ, or for a single row the row itself: its one eigenvector. */
function gram(z: Float64Array, rank: number, members: readonly number[]): Float64Array {
  if (members.length === 1) return z.subarray(members[0]! * rank, (members[0]! + 1) * rank);
  const sum = new Float64Array(rank * rank);
  for (const row of members)
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++) sum[i * rank + j]! += z[row * rank + i]! * z[row * rank + j]!;
  return sum;
}

/** (I − ZᵢᵀZᵢ)^(−½) c, directions of leverage 1 left out (the Moore–Penrose inverse that CR2 takes). */
function adjust(matrix: Float64Array, rank: number, contrast: Float64Array): Float64Array {
  if (matrix.length === rank) return adjustRow(matrix, contrast);
  const { values, vectors } = symmetricEigen(matrix, rank);
  const turned = new Float64Array(rank);
  for (let e = 0; e < rank; e++) {
    const stretch = inverseRoot(values[e]!);
    let along = 0;
    for (let j = 0; j < rank; j++) along += vectors[j * rank + e]! * contrast[j]!;
    for (let j = 0; j < rank; j++) turned[j]! += stretch * along * vectors[j * rank + e]!;
  }
  return turned;
}

function adjustRow(row: Float64Array, contrast: Float64Array): Float64Array {
  let leverage = 0;
  let along = 0;
  for (let j = 0; j < row.length; j++) {
    leverage += row[j]! ** 2;
    along += row[j]! * contrast[j]!;
  }
  const extra = leverage > 0 ? ((inverseRoot(leverage) - 1) * along) / leverage : 0;
  return Float64Array.from(contrast, (entry, j) => entry + extra * row[j]!);
}

const inverseRoot = (leverage: number) => (leverage > WHOLE_LEVERAGE ? 0 : 1 / Math.sqrt(1 - leverage));

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i]!;
  return sum;
}

function sumOfSquares(entries: Float64Array): number {
  let sum = 0;
  for (const entry of entries) sum += entry * entry;
  return sum;
}
