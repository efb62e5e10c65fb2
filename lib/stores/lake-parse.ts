import type { DecimalMark, PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { quoteName, quoteText } from './lake-database.ts';

const TIME = String.raw`([T ]+(\d{1,2}:\d{2})(:\d{2})?([.,]\d+)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?`;
const YEAR_FIRST = String.raw`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}`;
const COMPACT = String.raw`(19|20)\d{6}`;
const DOTTED = String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})${TIME}`;
const YEAR_LAST = String.raw`(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})${TIME}`;

/** The expression that turns a raw cell (text, trimmed, NULL when empty) into its stored value; NULL where it cannot. */
export function parsedExpression(column: PlannedColumn, plan: ReadingPlan): string {
  if (column.source === null) return `NULL::${sqlType(column)}`;
  const raw = quoteName(column.column);
  switch (column.type) {
    case 'number':
      return `try_cast(${plainNumber(raw, plan.decimalMark)} AS DOUBLE)`;
    case 'price':
      return microsExpression(plainNumber(raw, plan.decimalMark));
    case 'date':
      return dateExpression(raw, plan);
    case 'currency':
      return `upper(${raw})`;
    case 'text':
      if (column.oneOf !== undefined) return `lower(${raw})`;
      return withoutAddresses(raw);
    case 'code':
      return column.column === 'sku' && plan.upperCaseSku ? `upper(${raw})` : raw;
    case 'customer':
      return raw;
  }
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

/** What no price reaches, in units of a currency: a greater one stands for itself here, and the rules refuse it. */
const BEYOND_PRICES = '1000000000000';

/** A price's text as millionths, exact to the last: decimals all the way, and no overflow whatever is written. */
function microsExpression(number: string): string {
  const beyond = `CASE WHEN try_cast(${number} AS DOUBLE) < 0 THEN -${BEYOND_PRICES} ELSE ${BEYOND_PRICES} END`;
  return `CASE WHEN abs(try_cast(${number} AS DOUBLE)) < ${BEYOND_PRICES}
    THEN try_cast(try_cast(${number} AS DECIMAL(19,6)) * 1000000 AS BIGINT)
    WHEN ${number} IS NOT NULL THEN CAST(${beyond} AS BIGINT) * 1000000 END`;
}

/** A text with each e-mail address in it made unreadable: what people write about an order is kept, who they are not. */
export function withoutAddresses(text: string): string {
  const address = quoteText(String.raw`[^\s@<>;,]+@[^\s@<>;,]+\.[A-Za-z]{2,}`);
  return `CASE WHEN contains(${text}, '@') THEN regexp_replace(${text}, ${address}, '(e-mail)', 'g') ELSE ${text} END`;
}

/** A number's text with its grouping removed and a point for its mark; NULL where it is no number. */
function plainNumber(raw: string, mark: DecimalMark): string {
  const group = mark === '.' ? ',' : String.raw`\.`;
  const decimal = mark === '.' ? String.raw`\.` : ',';
  const form = String.raw`[+-]?((\d{1,3}(${group}\d{3})+|\d+)(${decimal}\d*)?|${decimal}\d+)([eE][+-]?\d{1,3})?`;
  const bare = withoutGaps(raw);
  const simple = mark === '.' ? String.raw`[+-]?\d+(\.\d+)?` : String.raw`[+-]?\d+`;
  return `CASE WHEN regexp_full_match(${raw}, '${simple}') THEN ${raw}
    WHEN regexp_full_match(${bare}, '${form}')
    THEN replace(regexp_replace(${bare}, '${group}', '', 'g'), ',', '.') END`;
}

const GAP = String.raw`[\s\x{a0}\x{2009}\x{202f}'’]`;

/** A number's text without the blanks and apostrophes that group its thousands: `1 234 567,5`, `1'234.50`. */
function withoutGaps(raw: string): string {
  const grouped = quoteText(String.raw`[+-]?\d{1,3}(${GAP}\d{3})+([.,]\d+)?`);
  return `CASE WHEN regexp_full_match(${raw}, ${grouped}) THEN regexp_replace(${raw}, ${quoteText(GAP)}, '', 'g')
    ELSE ${raw} END`;
}

function dateExpression(raw: string, plan: ReadingPlan): string {
  const part = (form: string, place: number) => `regexp_extract(${raw}, ${quoteText(form)}, ${place})`;
  const day = (year: string, month: string, dayOfMonth: string) =>
    `try_cast(concat(${year}, '-', ${month}, '-', ${dayOfMonth}) AS DATE)`;
  const [dayPlace, monthPlace] = plan.dateOrder === 'dayFirst' ? [1, 2] : [2, 1];
  const zoned = `${part(YEAR_FIRST, 9)} <> ''`;
  const offset = `replace(${part(YEAR_FIRST, 9)}, 'Z', '+00')`;
  const seconds = `coalesce(nullif(${part(YEAR_FIRST, 6)}, ''), ':00')`;
  const moment = `concat(${part(YEAR_FIRST, 1)}, '-', ${part(YEAR_FIRST, 2)}, '-', ${part(YEAR_FIRST, 3)}, ' ',
    lpad(${part(YEAR_FIRST, 5)}, 5, '0'), ${seconds}, ${offset})`;
  return `CASE
    WHEN regexp_full_match(${raw}, ${quoteText(YEAR_FIRST)}) THEN
      CASE WHEN ${zoned} THEN (try_cast(${moment} AS TIMESTAMPTZ) AT TIME ZONE ${quoteText(plan.timeZone)})::DATE
      ELSE ${day(part(YEAR_FIRST, 1), part(YEAR_FIRST, 2), part(YEAR_FIRST, 3))} END
    WHEN regexp_full_match(${raw}, ${quoteText(COMPACT)}) THEN
      ${day(`substr(${raw}, 1, 4)`, `substr(${raw}, 5, 2)`, `substr(${raw}, 7, 2)`)}
    WHEN regexp_full_match(${raw}, ${quoteText(DOTTED)}) THEN
      ${day(fullYear(part(DOTTED, 3)), part(DOTTED, 2), part(DOTTED, 1))}
    WHEN regexp_full_match(${raw}, ${quoteText(YEAR_LAST)}) THEN
      ${day(fullYear(part(YEAR_LAST, 3)), part(YEAR_LAST, monthPlace), part(YEAR_LAST, dayPlace))}
    END`;
}

/** Two digits are a year of this century below 90, of the last from there on: exports hold no later and no older ones. */
function fullYear(year: string): string {
  return `CASE WHEN length(${year}) = 4 THEN ${year} WHEN ${year} < '90' THEN concat('20', ${year})
    ELSE concat('19', ${year}) END`;
}

/** The query that counts what a column of dates proves of its order. One row: yearLast, greatestFirst, greatestSecond. */
export function dateEvidenceQuery(column: string): string {
  const raw = quoteName(column);
  const part = (place: number) =>
    `coalesce(max(try_cast(regexp_extract(${raw}, ${quoteText(YEAR_LAST)}, ${place}) AS INTEGER)), 0)`;
  return `SELECT count(*) AS "yearLast", ${part(1)} AS "greatestFirst", ${part(2)} AS "greatestSecond"
    FROM raw WHERE regexp_full_match(${raw}, ${quoteText(YEAR_LAST)})`;
}

/** The query that counts what a column of numbers proves of its decimal mark. One row, as `NumberEvidence`. */
export function numberEvidenceQuery(column: string): string {
  const raw = quoteName(column);
  const proof = (mark: string, group: string) =>
    String.raw`[+-]?(\d+${mark}(\d{1,2}|\d{4,})|0${mark}\d+|\d{4,}${mark}\d+|\d{1,3}(${group}\d{3})+${mark}\d+|\d{1,3}(${group}\d{3}){2,})`;
  const count = (form: string) => `count(*) FILTER (regexp_full_match(bare, ${quoteText(form)}))`;
  return `SELECT ${count(proof(String.raw`\.`, ','))} AS "provesPoint",
    ${count(proof(',', String.raw`\.`))} AS "provesComma",
    ${count(String.raw`[+-]?[1-9]\d{0,2}[.,]\d{3}`)} AS unclear,
    ${count(String.raw`[+-]?[1-9]\d{0,2},\d{3}`)} AS "unclearComma"
    FROM (SELECT ${withoutGaps(raw)} AS bare FROM raw
      WHERE ${raw} IS NOT NULL AND NOT regexp_full_match(${raw}, '[+-]?[0-9]+'))`;
}
