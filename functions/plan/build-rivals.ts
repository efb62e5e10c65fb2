import {
  type AdjustmentsDocument,
  addDays,
  daysBetween,
  type SeriesRecord,
  type UploadedForecast,
  weekdayOf,
} from '../../lib/domain/index.ts';
import type { Cell, Row } from '../../lib/stores/index.ts';
import { numberOrNull } from './read-facts.ts';
import type { Scope } from './series-tables.ts';

/** Adjustments that ended longer ago are judged no more: twelve weeks, and the longest lead time that a contest looks at. */
const JUDGED_DAYS = 182;

/**
 * Gather who competes with the default forecast of a SKU.
 *
 * @param rows - as `rival_rows` has them, in its order
 * @param adjusted - what persons changed, if anything
 * @returns nothing where nobody competes: the record stays what it was
 */
export function buildRivals(
  rows: readonly Row[],
  adjusted: AdjustmentsDocument | undefined,
  { asOf, market: { currency } }: Scope,
): Pick<SeriesRecord, 'rivals'> {
  const adjustments = (adjusted?.entries ?? []).filter(({ to }) => to > addDays(asOf, -JUDGED_DAYS));
  if (rows.length === 0 && adjustments.length === 0) return {};
  const uploaded = Map.groupBy(rows, nameOf);
  return {
    rivals: {
      uploaded: [...uploaded.values()].map(forecastOf),
      adjustments,
      serve: adjusted?.serve ?? 'whenItPays',
      currency,
    },
  };
}

/** Rows of one name make one forecast. Weeks of one day's uploads may begin on different weekdays: those are two. */
function nameOf({ source, made_on, step_days, date }: Row): string {
  const weekday = Number(step_days) === 7 ? weekdayOf(String(date)) : 'days';
  return `${made_on} ${weekday} ${source}`;
}

/** Lay the rows of one upload out by step; a step without a row is `null`. */
function forecastOf(rows: readonly Row[]): UploadedForecast {
  const [first] = rows;
  const start = String(first?.date);
  const stepDays = Number(first?.step_days) === 7 ? 7 : 1;
  const placeOf = (row: Row) => daysBetween(start, String(row.date)) / stepDays;
  const length = 1 + rows.reduce((most, row) => Math.max(most, placeOf(row)), 0);
  const daily = (name: 'mean' | 'p10' | 'p50' | 'p90') => {
    const values = new Array<number | null>(length).fill(null);
    for (const row of rows) values[placeOf(row)] = sixDigits(row[name]);
    return values;
  };
  const hasQuantiles = rows.some(({ p10 }) => numberOrNull(p10) !== null);
  return {
    source: String(first?.source),
    madeOn: String(first?.made_on),
    start,
    stepDays,
    mean: daily('mean'),
    ...(hasQuantiles ? { p10: daily('p10'), p50: daily('p50'), p90: daily('p90') } : {}),
  };
}

function sixDigits(cell: Cell | undefined): number | null {
  const value = numberOrNull(cell);
  return value === null ? null : Number(value.toPrecision(6));
}
