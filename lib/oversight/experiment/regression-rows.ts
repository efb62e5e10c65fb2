import type { ArmUnit } from './arm-units.ts';
import type { ClusteredRows } from './cluster-robust.ts';

/** Units as the rows of a regression: a constant, the arm, the strata, the pre-period. */
export type RegressionRows = ClusteredRows & {
  columns: number;
  /** How many: clusters are numbered 0 to this less 1. */
  clusters: number;
  /** [n] 1 is the AI. */
  arm: Float64Array;
  /** [n] number of each row's stratum. */
  stratum: Int32Array;
};

/** Where the arm stands among the columns. */
export const ARM_COLUMN = 1;

/**
 * Lay units out as regression rows weighted by their size, so that the plain effect is the difference of two ratios of sums.
 *
 * The pre-period enters as one column (CUPED with its coefficient by least squares: Deng, Xu, Kohavi & Walker 2013, §3.2–3.3),
 * with a column that marks units without one, which stand at the mean of the others.
 *
 * @param withBefore - whether the pre-period enters
 */
export function layOutUnits(units: readonly ArmUnit[], withBefore: boolean): RegressionRows {
  const { numbers: strata, count: strataCount } = number(units.map(({ stratum }) => stratum));
  const { numbers: cluster, count: clusters } = number(units.map(({ cluster: name }) => name));
  const known = units.flatMap(({ before }) => (before === null ? [] : [before]));
  const past = withBefore && known.length > 0;
  const some = past && known.length < units.length;
  const centre = known.reduce((sum, before) => sum + before, 0) / Math.max(1, known.length);
  const columns = 2 + strataCount - 1 + Number(past) + Number(some);
  const design = new Float64Array(units.length * columns);
  units.forEach(({ arm, before }, i) => {
    const row = design.subarray(i * columns, (i + 1) * columns);
    row[0] = 1;
    row[ARM_COLUMN] = arm;
    const stratum = strata[i]!;
    if (stratum > 0) row[1 + stratum] = 1;
    if (past) row[1 + strataCount] = (before ?? centre) - centre;
    if (some) row[2 + strataCount] = Number(before === null);
  });
  return {
    design,
    columns,
    y: Float64Array.from(units, ({ mean }) => mean),
    weights: Float64Array.from(units, ({ size }) => size),
    cluster,
    clusters,
    arm: Float64Array.from(units, ({ arm }) => arm),
    stratum: strata,
  };
}

/** Number names in the order of their first appearance. */
function number(names: readonly string[]): { numbers: Int32Array; count: number } {
  const known = new Map<string, number>();
  const numbers = Int32Array.from(names, (name) => {
    const place = known.get(name) ?? known.size;
    known.set(name, place);
    return place;
  });
  return { numbers, count: known.size };
}
