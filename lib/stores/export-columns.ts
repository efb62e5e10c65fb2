import { currencyDigits, decimalText, type ExportType, type Money, type UnitPrice } from '../domain/index.ts';
import { withGuard } from './formula-guard.ts';
import { quoteName } from './lake-database.ts';

/** A column of a file: what it is called, what it holds, and the SQL of its value; its own name where that is left out. */
export type ExportColumn = { name: string; type: ExportType; sql?: string };

/** What a document's row has in a cell; a decimal is its text, so that no digit is lost. A list has a row for each of its values. */
export type ExportCell = string | number | boolean | null | undefined | readonly (string | number | null)[];

/** A column that is taken from a document. */
export type TakenColumn<Source> = readonly [
  name: string,
  type: ExportType,
  take: (source: Source) => ExportCell,
];

/** Four digits are the most that a currency's minor unit has (ISO 4217); unit prices are millionths. */
const SQL_TYPES: Readonly<Record<ExportType, string>> = {
  text: 'VARCHAR',
  date: 'DATE',
  instant: 'TIMESTAMP',
  number: 'DOUBLE',
  count: 'BIGINT',
  amount: 'DECIMAL(20, 4)',
  price: 'DECIMAL(18, 6)',
  flag: 'BOOLEAN',
};

/** How DuckDB holds such a column. */
export const sqlTypeOf = (type: ExportType): string => SQL_TYPES[type];

/** The value of a column as a Parquet file has it. */
export function typedExpression({ name, type, sql = quoteName(name) }: ExportColumn): string {
  const typed = `CAST(${sql} AS ${SQL_TYPES[type]})`;
  // no reader agrees with another on what stands for a number that is none
  return type === 'number' ? `CASE WHEN isfinite(${typed}) THEN ${typed} END` : typed;
}

/** The value of a column as a CSV file has it: decimals without idle zeros, instants by ISO 8601, no text that a spreadsheet runs. */
export function csvExpression(column: ExportColumn): string {
  const typed = typedExpression(column);
  switch (column.type) {
    case 'text':
      return withGuard(typed);
    case 'amount':
    case 'price':
      return `regexp_replace(CAST(${typed} AS VARCHAR), '\\.?0+$', '')`;
    case 'instant':
      return `strftime(${typed}, '%Y-%m-%dT%H:%M:%SZ')`;
    default:
      return typed;
  }
}

/** Write an amount as a decimal of the currency's unit. */
export const amountCell = (money: Money | null | undefined): string | undefined =>
  money == null ? undefined : decimalText(money.minor, currencyDigits(money.currency));

/** Write a price of one unit as a decimal of the currency's unit. */
export const priceCell = (price: Pick<UnitPrice, 'micros'> | null | undefined): string | undefined =>
  price == null ? undefined : decimalText(price.micros, MICRO_DIGITS);

const MICRO_DIGITS = 6;
