import { type Analysis, addMonths, type Cohorts } from '../domain/index.ts';
import { wilsonInterval } from '../numeric/index.ts';
import { FEWEST_BUYERS, isFew } from './suppression.ts';

/** Buyers of a first month that ordered in the month so many later, and their revenue in it. Months `YYYY-MM`. */
export type CohortCell = { cohort: string; monthsSince: number; buyers: number; revenueMinor: number };

/** Newest cohorts that are told apart, and months that each is followed. */
const MOST_COHORTS = 24;
const MOST_MONTHS = 24;

/**
 * Follow buyers from the month of their first order: the share that ordered so many months later, and revenue.
 *
 * Partial months are never used, be they the first or a later one. A cohort below five buyers is left out; a cell of one
 * to four is `null`.
 *
 * @param cells - in any order; those of nobody may be left out
 * @param months - as `listMonths` gives them
 */
export function followCohorts(cells: readonly CohortCell[], months: Analysis['months']): Cohorts {
  const first = months[0]?.month;
  const last = months.filter(({ partial }) => !partial).at(-1)?.month;
  if (first === undefined || last === undefined) return { cohorts: [], pooled: [] };
  const found = new Map(cells.map((cell) => [`${cell.cohort} ${cell.monthsSince}`, cell]));
  const followed = months
    .map(({ month }) => ({ month, cells: rowOf(month, last, found) }))
    .filter(({ cells: row }) => (row[0]?.buyers ?? 0) >= FEWEST_BUYERS);
  return {
    cohorts: followed.slice(-MOST_COHORTS).map(({ month, cells: row }) => {
      const buyers = row[0]?.buyers ?? 0;
      return {
        month,
        buyers,
        mayBeOlder: month === first,
        retained: row.map((cell) => (isFew(cell.buyers) ? null : cell.buyers / buyers)),
        revenueMinor: row.map((cell) => (isFew(cell.buyers) ? null : cell.revenueMinor)),
      };
    }),
    pooled: pool(followed.filter(({ month }) => month !== first).map(({ cells: row }) => row)),
  };
}

type Cell = Pick<CohortCell, 'buyers' | 'revenueMinor'>;

/** A cohort's cells, month by month to the last whole one; empty when it began after that. */
function rowOf(cohort: string, last: string, found: ReadonlyMap<string, Cell>): Cell[] {
  const row: Cell[] = [];
  for (let since = 0; since <= MOST_MONTHS && addMonths(cohort, since) <= last; since++)
    row.push(found.get(`${cohort} ${since}`) ?? { buyers: 0, revenueMinor: 0 });
  return row;
}

/** Add the cohorts up by months since, each month over the cohorts that have lived so long. */
function pool(rows: readonly (readonly Cell[])[]): Cohorts['pooled'] {
  const pooled: Cohorts['pooled'] = [];
  for (let monthsSince = 1; monthsSince <= MOST_MONTHS; monthsSince++) {
    const alive = rows.filter((row) => row.length > monthsSince);
    const buyers = alive.reduce((sum, row) => sum + row[0]!.buyers, 0);
    const retained = alive.reduce((sum, row) => sum + row[monthsSince]!.buyers, 0);
    // one hidden cell alone would be what the pool has and the others have not
    const hidden = alive.filter((row) => isFew(row[monthsSince]!.buyers)).length;
    if (buyers < FEWEST_BUYERS || isFew(retained) || hidden === 1) continue;
    pooled.push({ monthsSince, buyers, share: retained / buyers, ...wilsonInterval(retained, buyers) });
  }
  return pooled;
}
