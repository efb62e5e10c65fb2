import { LARGEST_QUANTITY, type PlannedColumn, type ReadingPlan } from '../importing/index.ts';
import {
  FIRST_YEAR,
  LAST_YEAR,
  LEAST_QUANTITY,
  LONGEST_CODE,
  MICROS,
  parsedName,
  type Rule,
} from './lake-rules.ts';
import { quoteName, quoteText } from './sql-text.ts';

/**
 * A condition that holds only for rows that no rule refuses, and for nearly all of them: one cheap look in place of every rule in its
 * turn, which then see the other rows alone.
 */
export function isSurelyRight(plan: ReadingPlan, rules: readonly Rule[]): string {
  const certain = new Map(
    plan.columns.flatMap((column) => {
      const condition = column.source === null ? null : rightValue(column, plan);
      return condition === null ? [] : [[column.column, orEmpty(column, condition)] as const];
    }),
  );
  const others = rules
    .filter(({ column, ofColumn }) => !(ofColumn && certain.has(column.column)))
    .map(({ refuses }) => `NOT coalesce((${refuses}), false)`);
  const conditions = [...certain.values(), ...others];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** An empty cell is right where the column may be empty; in one that must be filled the condition is NULL for it. */
const orEmpty = (column: PlannedColumn, condition: string): string =>
  column.required ? `(${condition})` : `(${quoteName(column.column)} IS NULL OR ${condition})`;

/** What holds only for a value that no rule of its column refuses; `null` where its rules are as cheap. */
function rightValue(column: PlannedColumn, plan: ReadingPlan): string | null {
  const parsed = parsedName(column);
  switch (column.type) {
    case 'number': {
      const least = column.minimum ?? -LARGEST_QUANTITY;
      // NaN is above every number here
      return `${parsed} BETWEEN ${least} AND ${LARGEST_QUANTITY} AND (${parsed} = 0 OR abs(${parsed}) >= ${LEAST_QUANTITY})`;
    }
    case 'price':
      return `${parsed} > 0 AND ${parsed} < ${LARGEST_QUANTITY * MICROS}`;
    case 'date':
      return `${parsed} BETWEEN DATE '${FIRST_YEAR}-01-01' AND DATE '${LAST_YEAR}-12-31'`;
    case 'currency':
      return plan.currency === null ? null : `${parsed} = ${quoteText(plan.currency)}`;
    case 'code':
    case 'customer': {
      const { impersonal, noneOf, oneOf } = column;
      const hasOthers = impersonal === true || noneOf !== undefined || oneOf !== undefined;
      return hasOthers ? null : `strlen(${quoteName(column.column)}) <= ${LONGEST_CODE}`;
    }
    case 'text':
      return null;
  }
}
