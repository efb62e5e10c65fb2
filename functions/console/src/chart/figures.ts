import type { Money, UnitPrice } from '../../../../lib/domain/index.ts';
import { majorOf } from '../../../../lib/domain/money.ts';
import type { Language } from '../language/language.tsx';

/** One column of the figures behind a chart. */
export type Column<Row> = {
  name: string;
  /** What a plain number of it is counted in, for the file: `EUR`, `%`. */
  unit?: string;
  isNumber: boolean;
  /** As people read it. */
  shown: (row: Row) => string;
  /** As a spreadsheet takes it; `null` where nothing is known. */
  plain: (row: Row) => string | number | null;
};

/** The figures behind a chart: what its table shows and its file holds. */
export type Figures<Row> = {
  /** What the table is of, in a few words. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
};

type Of<Row, Value> = (row: Row) => Value | null | undefined;

/** Make the columns of a table in a language; what isn't known is a dash to read, and nothing in the file. */
export function columnsOf({ format }: Pick<Language, 'format'>) {
  const number =
    (write: (value: number) => string, unit?: string, plain = (value: number) => value) =>
    <Row>(name: string, of: Of<Row, number>): Column<Row> => ({
      ...{ name, isNumber: true },
      ...(unit === undefined ? {} : { unit }),
      shown: (row) => ifKnown(of(row), write, UNKNOWN),
      plain: (row) => ifKnown(of(row), plain, null),
    });
  const text =
    (write: (value: string) => string) =>
    <Row>(name: string, of: Of<Row, string>): Column<Row> => ({
      ...{ name, isNumber: false },
      shown: (row) => ifKnown(of(row), write, UNKNOWN),
      plain: (row) => of(row) ?? null,
    });
  const percent = (value: number) => Number((100 * value).toFixed(4));
  return {
    /** Words as they are. */
    words: text((value) => value),
    /** A business day; the file has it as `2026-06-30`. */
    day: text(format.day),
    /** A month; the file has it as `2026-06`. */
    month: text(format.month),
    /** A whole or small number of something. */
    count: number(format.units),
    decimal: number(format.decimal),
    /** A share of one; the file has it as per cent. */
    share: number(format.share, '%', percent),
    /** A relative change; the file has it as per cent. */
    change: number(format.change, '%', percent),
    /** Amounts of one currency; the file has them in its major unit. */
    money: <Row>(name: string, currency: string, of: Of<Row, Money>): Column<Row> => ({
      ...{ name, isNumber: true, unit: currency },
      shown: (row) => ifKnown(of(row), format.money, UNKNOWN),
      plain: (row) => ifKnown(of(row), ({ minor, currency: own }) => majorOf(minor, own), null),
    }),
    /** Prices of one unit, in the currency's own unit. */
    unitPrice: <Row>(name: string, currency: string, of: Of<Row, UnitPrice>): Column<Row> => ({
      ...{ name, isNumber: true, unit: currency },
      shown: (row) => ifKnown(of(row), format.unitPrice, UNKNOWN),
      plain: (row) => ifKnown(of(row), ({ micros }) => micros / 1e6, null),
    }),
  };
}

const UNKNOWN = '–';

function ifKnown<Value, Shown, Unknown>(
  value: Value | null | undefined,
  write: (value: Value) => Shown,
  unknown: Unknown,
): Shown | Unknown {
  return value === null || value === undefined ? unknown : write(value);
}
