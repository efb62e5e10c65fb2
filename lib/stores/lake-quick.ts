import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { parsedExpression, printedForm, skuExpression } from './lake-parse.ts';
import { parsedName } from './lake-rules.ts';
import { quoteName, quoteText } from './sql-text.ts';

/**
 * Read rows in the quick form: each cell is turned into its type once, and a row is `plain` where every such value, printed again, is
 * its cell. What the other rows' parsed values are means nothing.
 *
 * @param from - a relation of raw cells
 * @returns a query of the raw cells, the parsed values and `plain`
 */
export function quickRows(plan: ReadingPlan, from: string): string {
  const read = plan.columns.map((column) => ({ column, ...readQuickly(column, plan) }));
  const typed = read.flatMap(({ column, typed: type }) =>
    type === null ? [] : [`${type} AS ${typedName(column)}`],
  );
  const parsed = read.map(({ column, value }) => `${value} AS ${parsedName(column)}`);
  const fits = read.flatMap(({ column, fits: condition }) =>
    condition === null ? [] : [`(${quoteName(column.column)} IS NULL OR ${condition})`],
  );
  const isPlain = `${fits.length === 0 ? 'true' : fits.join(' AND ')} AS plain`;
  return `SELECT *, ${[...parsed, isPlain].join(', ')} FROM (SELECT ${['*', ...typed].join(', ')} FROM ${from})`;
}

/** A column's cell as a type, its value, and which texts that are not NULL are read; `null` where there is no type or every text is. */
type QuickReading = { typed: string | null; value: string; fits: string | null };

function readQuickly(column: PlannedColumn, plan: ReadingPlan): QuickReading {
  const raw = quoteName(column.column);
  const inWhole = { typed: null, value: parsedExpression(column, plan), fits: null };
  if (column.source === null) return inWhole;
  const printed = printedForm(column, plan);
  if (printed !== null) {
    const name = typedName(column);
    return { typed: printed.typed, value: printed.value(name), fits: printed.fits(name) };
  }
  switch (column.type) {
    case 'code':
      return {
        typed: null,
        value: column.column === 'sku' ? skuExpression(raw, plan, raw) : raw,
        fits: `NOT suffix(${raw}, 'e+0') AND NOT starts_with(${raw}, '''')`,
      };
    case 'customer':
      return {
        typed: null,
        value: plan.noCustomer === null ? raw : `nullif(${raw}, ${quoteText(plan.noCustomer)})`,
        fits: `NOT suffix(${raw}, 'e+0')`,
      };
    default:
      return inWhole;
  }
}

const typedName = ({ column }: PlannedColumn) => quoteName(`typed_${column}`);
