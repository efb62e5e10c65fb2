import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { currencyExpression, withoutCurrency } from './parse-currency.ts';
import { dateExpression } from './parse-date.ts';
import { microsExpression, plainNumber } from './parse-number.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** The expression that turns a raw cell (text, trimmed, NULL when empty) into its stored value; NULL where it cannot. */
export function parsedExpression(column: PlannedColumn, plan: ReadingPlan): string {
  if (column.source === null) return absentExpression(column, plan);
  const raw = quoteName(column.column);
  switch (column.type) {
    case 'number':
      return `try_cast(${plainNumber(raw, plan.decimalMark)} AS DOUBLE)`;
    case 'price':
      return microsExpression(plainNumber(withoutCurrency(raw, plan), plan.decimalMark));
    case 'date':
      return dateExpression(raw, plan);
    case 'currency':
      return currencyExpression(raw, column, plan);
    case 'text':
      if (column.oneOf !== undefined) return `lower(${raw})`;
      return withoutAddresses(unmarked(raw));
    case 'code':
      return withoutGuard(column.column === 'sku' ? skuExpression(raw, plan) : unmarked(raw));
    case 'customer':
      return plan.noCustomer === null
        ? unmarked(raw)
        : `nullif(${unmarked(raw)}, ${quoteText(plan.noCustomer)})`;
  }
}

/** A cell without the mark that a workbook's numbers carry (`numberText` of lib/importing): a code may be one of them. */
export function unmarked(raw: string): string {
  return `CASE WHEN suffix(${raw}, 'e+0') THEN regexp_replace(${raw}, ${quoteText(String.raw`^(-?\d+\.\d+)e\+0$`)}, '\\1') ELSE ${raw} END`;
}

/** A code without the quote that our own files put before what a spreadsheet would run (`csvText` of lib/domain). */
function withoutGuard(code: string): string {
  return `regexp_replace(${code}, ${quoteText("^'([=+@-])")}, '\\1')`;
}

function skuExpression(raw: string, { skuPattern, upperCaseSku }: ReadingPlan): string {
  const plain = unmarked(raw);
  const sku =
    skuPattern === null
      ? plain
      : `coalesce(nullif(regexp_extract(${raw}, ${quoteText(skuPattern)}, 1), ''), ${plain})`;
  return upperCaseSku ? `upper(${sku})` : sku;
}

/** What stands for a column that the file lacks: nothing, or the currency that a person named. */
function absentExpression(column: PlannedColumn, { statedCurrency }: ReadingPlan): string {
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
