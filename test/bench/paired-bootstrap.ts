import { createRandom, standardDeviation } from '../../lib/numeric/index.ts';

const DRAWS = 500;

/**
 * Measure how far chance alone moves a statistic of whole rows: its standard error by the bootstrap (Efron 1979).
 *
 * Rows are drawn with replacement within their group, so that a statistic that compares two methods stays paired and
 * every group keeps its size. Deterministic.
 *
 * @param groups - rows that may stand for one another, one list a group
 */
export function bootstrapError<Row>(
  groups: readonly (readonly Row[])[],
  statistic: (rows: readonly Row[]) => number,
): number {
  const random = createRandom(20_11);
  const draws = Float64Array.from({ length: DRAWS }, () =>
    statistic(groups.flatMap((rows) => rows.map(() => rows[Math.floor(random() * rows.length)]!))),
  );
  return standardDeviation(draws);
}
