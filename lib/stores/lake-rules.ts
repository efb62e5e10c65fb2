import { currencyDigits } from '../domain/index.ts';
import { LARGEST_QUANTITY, type PlannedColumn, pieceWords, type ReadingPlan } from '../importing/index.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** A rule of a plan: rows for which `refuses` holds are quarantined with the column and the reason. */
export type Rule = {
  column: PlannedColumn;
  reason: string;
  refuses: string;
  /** True of a rule that looks at its own column alone. */
  ofColumn?: true;
};

const LONGEST_TEXT = 500;
export const LONGEST_CODE = 200;
export const FIRST_YEAR = 1990;
export const LAST_YEAR = 2100;
export const MICROS = 1_000_000;
/** A quantity nearer to 0 than this is a slip. */
export const LEAST_QUANTITY = 1e-6;
/** Largest amount of an order line, in minor units: hundreds of them still sum up to a safe integer. */
const LARGEST_AMOUNT_MINOR = 1e13;
const ADDRESS = '@';
const TELEPHONE = '^[+(]?[0-9][0-9 ()/.-]{6,}$';

/**
 * Write a plan's rules in SQL, over a row that holds each raw cell by its canonical name and each parsed value as
 * `parsed_{column}`. The first rule that refuses a row names its reason.
 *
 * @param currencies - the codes that exist
 */
export function rulesOf(plan: ReadingPlan, currencies: readonly string[]): Rule[] {
  const inFile = plan.columns.filter(({ source }) => source !== null);
  return [
    ...inFile.flatMap((column) =>
      [
        ...(column.required ? [refuse(column, 'is missing', `${rawOf(column)} IS NULL`)] : []),
        ...typeRules(column, plan, currencies),
      ].map((rule) => ({ ...rule, ofColumn: true as const })),
    ),
    ...(plan.kind === 'forecasts' ? forecastRules(plan) : []),
    ...(plan.units === 'asNamed' ? unitRules(inFile) : []),
    ...(plan.currency === null ? plan.columns.flatMap(sharedFileRules) : amountRules(plan, plan.currency)),
  ];
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

/** In a file for all markets no market says what a row leaves out: where its stock lies, what its prices are in. */
function sharedFileRules(column: PlannedColumn): Rule[] {
  const missing = (condition: string) => [
    refuse(column, 'is missing: a file for all markets must say it', condition),
  ];
  const isNull = `${parsedName(column)} IS NULL`;
  if (column.neededForAll) return missing(isNull);
  const amounts = (column.amounts ?? []).map((amount) => `${parsedName({ column: amount })} IS NOT NULL`);
  return amounts.length === 0 ? [] : missing(`${isNull} AND (${amounts.join(' OR ')})`);
}

/** Quantity and price may each be believable and their product not: sums of it would no longer be exact. */
function amountRules({ kind, columns }: ReadingPlan, currency: string): Rule[] {
  const price = columns.find(({ column }) => column === 'unit_price');
  if (kind !== 'orders' || price === undefined) return [];
  const most = LARGEST_AMOUNT_MINOR / 10 ** currencyDigits(currency);
  const amount = `abs(${parsedName({ column: 'quantity' })}) * ${parsedName(price)}`;
  return [refuse(price, `times the quantity is above ${most}`, `${amount} > ${most} * ${MICROS}::DOUBLE`)];
}

/** Quantities in cartons can't be added to pieces: nobody knows here how many a carton holds. */
function unitRules(columns: readonly PlannedColumn[]): Rule[] {
  const words = pieceWords.map(quoteText).join(', ');
  return columns
    .filter(({ column }) => column === 'unit')
    .map((column) =>
      refuse(
        column,
        'is not a piece: give the quantity in pieces',
        `lower(${rawOf(column)}) NOT IN (${words})`,
      ),
    );
}

/** A forecast's quantiles must be in order, and a row must say something. */
function forecastRules({ columns }: ReadingPlan): Rule[] {
  const named = (name: string) => columns.filter(({ column }) => column === name);
  const parsed = (name: string) => parsedName({ column: name });
  const below = (lower: string, upper: string) =>
    named(upper).map((column) => refuse(column, `is below ${lower}`, `${parsed(upper)} < ${parsed(lower)}`));
  return [
    ...below('p10', 'p50'),
    ...below('p50', 'p90'),
    ...below('p10', 'p90'),
    ...named('mean').map((column) =>
      refuse(column, 'is missing, and p50 too', `${parsed('mean')} IS NULL AND ${parsed('p50')} IS NULL`),
    ),
  ];
}

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
        refuse(
          column,
          `is nearer to 0 than ${LEAST_QUANTITY}`,
          `${parsed} <> 0 AND abs(${parsed}) < ${LEAST_QUANTITY}`,
        ),
      ];
    }
    case 'price':
      return [
        refuse(column, 'is not a number', unread),
        refuse(column, 'is below 0', `${parsed} < 0`),
        refuse(column, 'is below a millionth', `${parsed} = 0 AND regexp_matches(${raw}, '[1-9]')`),
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
    case 'code':
    case 'customer':
      return textRules(column, LONGEST_CODE);
    case 'text':
      return textRules(column, LONGEST_TEXT);
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

function textRules(column: PlannedColumn, longest: number): Rule[] {
  const rules = [
    // bytes are counted faster than characters, and are never fewer
    refuse(
      column,
      `is longer than ${longest} characters`,
      `strlen(${rawOf(column)}) > ${longest} AND length(${rawOf(column)}) > ${longest}`,
    ),
  ];
  if (column.impersonal) {
    // a code may well be a number of many digits
    const form = column.type === 'code' ? ADDRESS : `${ADDRESS}|${TELEPHONE}`;
    const refuses = `regexp_matches(${rawOf(column)}, ${quoteText(form)})`;
    rules.push(refuse(column, 'holds an e-mail address or a telephone number', refuses));
  }
  if (column.noneOf !== undefined)
    rules.push(
      refuse(
        column,
        `is a name that forecasts give themselves: ${column.noneOf.join(', ')}`,
        `lower(${parsedName(column)}) IN (${column.noneOf.map(quoteText).join(', ')})`,
      ),
    );
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
