import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { withoutGuard } from './formula-guard.ts';
import { currencyExpression } from './parse-currency.ts';
import { dateExpression } from './parse-date.ts';
import { microsExpression } from './parse-number.ts';
import { plainName } from './parse-stages.ts';
import { quoteName, quoteText } from './sql-text.ts';

/**
 * How much of what people write is understood: `quick` reads values as machines print them and leaves all others NULL, without a single
 * regular expression; `whole` reads every form.
 */
export type ParseForm = 'quick' | 'whole';

/**
 * The expression that turns a raw cell (text, trimmed, NULL when empty) into its stored value; NULL where it cannot. The whole form of
 * numbers and prices is read from `plain_{column}` (`parse-stages.ts`).
 */
export function parsedExpression(column: PlannedColumn, plan: ReadingPlan): string {
  if (column.source === null) return absentExpression(column, plan);
  const raw = quoteName(column.column);
  const printed = printedForm(column, plan);
  if (printed !== null) {
    const { typed, fits, value } = printed;
    return `CASE WHEN ${fits(typed)} THEN ${value(typed)} ELSE ${wholeExpression(column, plan)} END`;
  }
  switch (column.type) {
    case 'text':
      if (column.oneOf !== undefined) return `lower(${raw})`;
      return withoutAddresses(unmarked(raw));
    case 'currency':
      return currencyExpression(raw, column, plan);
    case 'customer':
      return plan.noCustomer === null
        ? unmarked(raw)
        : `nullif(${unmarked(raw)}, ${quoteText(plan.noCustomer)})`;
    default:
      return withoutGuard(column.column === 'sku' ? skuExpression(raw, plan, unmarked(raw)) : unmarked(raw));
  }
}

/** A value as machines print it; both conditions and value are told of `typed`, or of a name that stands for it. */
export type PrintedForm = {
  /** The cell as a type. */
  typed: string;
  /** Which texts are such a value: those that it is printed as again. */
  fits(typed: string): string;
  value(typed: string): string;
};

/** Say how machines print a column's values; `null` for a type that has no other forms. */
export function printedForm(column: PlannedColumn, plan: ReadingPlan): PrintedForm | null {
  const raw = quoteName(column.column);
  switch (column.type) {
    case 'number':
      return {
        typed: `try_cast(${raw} AS INTEGER)`,
        fits: (typed) => `${typed}::VARCHAR = ${raw}`,
        value: (typed) => `${typed}::DOUBLE`,
      };
    case 'price':
      return printedPrice(raw, plan);
    case 'date':
      return {
        typed: `try_cast(${raw} AS DATE)`,
        fits: (typed) => `strlen(${raw}) = 10 AND ${typed}::VARCHAR = ${raw}`,
        value: (typed) => typed,
      };
    case 'currency': {
      const { currency } = plan;
      return currency === null
        ? null
        : { typed: raw, fits: (code) => `${code} = ${quoteText(currency)}`, value: (code) => code };
    }
    case 'code':
    case 'customer':
    case 'text':
      return null;
  }
}

function wholeExpression(column: PlannedColumn, plan: ReadingPlan): string {
  const raw = quoteName(column.column);
  switch (column.type) {
    case 'number':
      return `try_cast(${plainName(column)} AS DOUBLE)`;
    case 'price':
      return microsExpression(plainName(column));
    case 'date':
      return dateExpression(raw, plan);
    default:
      return currencyExpression(raw, column, plan);
  }
}

/** Cents as they are printed, in few digits: exact as decimals, and cheap. */
function printedPrice(raw: string, { decimalMark }: ReadingPlan): PrintedForm {
  const [text, hasNoOther] =
    decimalMark === ',' ? [`replace(${raw}, ',', '.')`, `NOT contains(${raw}, '.') AND `] : [raw, ''];
  return {
    typed: `try_cast(${text} AS DECIMAL(10, 2))`,
    fits: (typed) => `${hasNoOther}${typed}::VARCHAR = ${text}`,
    value: (typed) => `CAST(${typed} * 1000000 AS BIGINT)`,
  };
}

/** A cell without the mark that a workbook's numbers carry (`numberText` of lib/importing): a code may be one of them. */
export function unmarked(raw: string): string {
  return `CASE WHEN suffix(${raw}, 'e+0') THEN regexp_replace(${raw}, ${quoteText(String.raw`^(-?\d+\.\d+)e\+0$`)}, '\\1') ELSE ${raw} END`;
}

/** @param plain - the cell without the mark of a workbook's numbers */
export function skuExpression(raw: string, { skuPattern, upperCaseSku }: ReadingPlan, plain: string): string {
  const sku =
    skuPattern === null
      ? plain
      : `coalesce(nullif(regexp_extract(${raw}, ${quoteText(skuPattern)}, 1), ''), ${plain})`;
  return upperCaseSku ? `upper(${sku})` : sku;
}

/** What stands for a column that the file lacks: nothing, or the currency that a person named. */
export function absentExpression(column: PlannedColumn, { statedCurrency }: ReadingPlan): string {
  const isStated = column.type === 'currency' && column.amounts !== undefined && statedCurrency !== null;
  return isStated ? quoteText(statedCurrency) : `NULL::${sqlType(column)}`;
}

/** A column's type in the lake. */
export function sqlType({ type }: Pick<PlannedColumn, 'type'>): string {
  return {
    code: 'VARCHAR',
    text: 'VARCHAR',
    customer: 'VARCHAR',
    currency: 'VARCHAR',
    date: 'DATE',
    number: 'DOUBLE',
    price: 'BIGINT',
  }[type];
}

/** A text with each e-mail address in it made unreadable: what people write about an order is kept, who they are not. */
export function withoutAddresses(text: string): string {
  const address = quoteText(String.raw`[^\s@<>;,]+@[^\s@<>;,]+\.[A-Za-z]{2,}`);
  return `CASE WHEN contains(${text}, '@') THEN regexp_replace(${text}, ${address}, '(e-mail)', 'g') ELSE ${text} END`;
}
