import { LARGEST_QUANTITY, type PlannedColumn, type ReadingPlan } from '../importing/index.ts';
import { quoteName, quoteText } from './lake-database.ts';

/** A rule of a plan: rows for which `refuses` holds are quarantined with the column and the reason. */
export type Rule = { column: PlannedColumn; reason: string; refuses: string };

const LONGEST_TEXT = 500;
const LONGEST_CODE = 200;
const CODES = [
  'order_id',
  'line_id',
  'sku',
  'customer_id',
  'supplier',
  'quote_id',
  'location',
  'price_group',
];
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
const MICROS = 1_000_000;

/**
 * Write a plan's rules in SQL, over a row that holds each raw cell by its canonical name and each parsed value as
 * `parsed_{column}`. The first rule that refuses a row names its reason.
 *
 * @param currencies - the codes that exist
 */
export function rulesOf(plan: ReadingPlan, currencies: readonly string[]): Rule[] {
  return plan.columns
    .filter(({ source }) => source !== null)
    .flatMap((column) => [
      ...(column.required ? [refuse(column, 'is missing', `${rawOf(column)} IS NULL`)] : []),
      ...typeRules(column, plan, currencies),
    ]);
}

/** The parsed value's name within the checks. */
export const parsedName = ({ column }: Pick<PlannedColumn, 'column'>): string =>
  quoteName(`parsed_${column}`);

const rawOf = ({ column }: PlannedColumn) => quoteName(column);
const refuse = (column: PlannedColumn, reason: string, refuses: string): Rule => ({
  column,
  reason,
  refuses,
});

function typeRules(column: PlannedColumn, plan: ReadingPlan, currencies: readonly string[]): Rule[] {
  const raw = rawOf(column);
  const parsed = parsedName(column);
  const unread = `${raw} IS NOT NULL AND ${parsed} IS NULL`;
  switch (column.type) {
    case 'number': {
      const least = column.minimum ?? -LARGEST_QUANTITY;
      return [
        refuse(column, 'is not a number', `${unread} OR NOT isfinite(${parsed})`),
        refuse(column, `is below ${least}`, `${parsed} < ${least}`),
        refuse(column, `is above ${LARGEST_QUANTITY}`, `${parsed} > ${LARGEST_QUANTITY}`),
      ];
    }
    case 'price':
      return [
        refuse(column, 'is not a number', unread),
        refuse(column, 'is below 0', `${parsed} < 0`),
        refuse(column, `is not below ${LARGEST_QUANTITY}`, `${parsed} >= ${LARGEST_QUANTITY * MICROS}`),
      ];
    case 'date':
      return [
        refuse(column, 'is not a date', unread),
        refuse(
          column,
          `is not within the years ${FIRST_YEAR} to ${LAST_YEAR}`,
          `year(${parsed}) NOT BETWEEN ${FIRST_YEAR} AND ${LAST_YEAR}`,
        ),
      ];
    case 'currency':
      return currencyRules(column, plan, currencies);
    case 'text':
    case 'customer':
      return textRules(column);
  }
}

function currencyRules(column: PlannedColumn, plan: ReadingPlan, currencies: readonly string[]): Rule[] {
  const parsed = parsedName(column);
  const known = currencies.map(quoteText).join(', ');
  const rules = [refuse(column, 'is not a currency of ISO 4217', `${parsed} NOT IN (${known})`)];
  if (column.ofMarket && plan.currency !== null)
    rules.push(
      refuse(
        column,
        `is not the market's currency ${plan.currency}`,
        `${parsed} <> ${quoteText(plan.currency)}`,
      ),
    );
  return rules;
}

function textRules(column: PlannedColumn): Rule[] {
  const longest = CODES.includes(column.column) ? LONGEST_CODE : LONGEST_TEXT;
  const rules = [
    refuse(column, `is longer than ${longest} characters`, `length(${rawOf(column)}) > ${longest}`),
  ];
  if (column.oneOf !== undefined)
    rules.push(
      refuse(
        column,
        `is none of ${column.oneOf.join(', ')}`,
        `${parsedName(column)} NOT IN (${column.oneOf.map(quoteText).join(', ')})`,
      ),
    );
  return rules;
}
