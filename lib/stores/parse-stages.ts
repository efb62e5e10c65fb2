import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { withoutCurrency } from './parse-currency.ts';
import { numberStages } from './parse-number.ts';
import { quoteName } from './sql-text.ts';

/** A number's text in the form that DuckDB reads, beside its raw cell. */
export const plainName = ({ column }: Pick<PlannedColumn, 'column'>): string => quoteName(`plain_${column}`);

/**
 * Wrap a relation of raw cells so that each number and price has its plain text beside it, as `plain_{column}`; NULL where it is none,
 * and where a quicker way has read it.
 *
 * @param isRead - a condition for the cells that need no plain text
 */
export function withPlainNumbers(
  from: string,
  plan: ReadingPlan,
  isRead: (column: PlannedColumn) => string,
): string {
  const numbers = plan.columns.filter(
    ({ type, source }) => source !== null && (type === 'number' || type === 'price'),
  );
  if (numbers.length === 0) return from;
  const cellOf = (column: PlannedColumn) => quoteName(`cell_${column.column}`);
  const cells = numbers.map((column) => {
    const raw = quoteName(column.column);
    const cell = column.type === 'price' ? withoutCurrency(raw, plan) : raw;
    return `CASE WHEN ${isRead(column)} THEN NULL ELSE ${cell} END AS ${cellOf(column)}`;
  });
  const first = `(SELECT *, ${cells.join(', ')} FROM ${from})`;
  return numberStages(plan.decimalMark).reduce((stage, next, place) => {
    const texts = numbers.map((column) => {
      const before = place === 0 ? cellOf(column) : plainName(column);
      return `${next(before, cellOf(column))} AS ${plainName(column)}`;
    });
    return `(SELECT * ${place === 0 ? `, ${texts.join(', ')}` : `REPLACE (${texts.join(', ')})`} FROM ${stage})`;
  }, first);
}
