import { quoteName, quoteText } from './lake-database.ts';
import { YEAR_LAST } from './parse-date.ts';
import { bareNumber } from './parse-number.ts';

/** The query that counts what a column of dates proves of its order. One row, as `DateEvidence`. */
export function dateEvidenceQuery(column: string): string {
  const raw = quoteName(column);
  const part = (place: number) =>
    `try_cast(regexp_extract(${raw}, ${quoteText(YEAR_LAST)}, ${place}) AS INTEGER)`;
  const above12 = (place: number) => firstWhere(raw, `${part(place)} > 12`);
  return `SELECT count(*) AS "yearLast", coalesce(max(${part(1)}), 0) AS "greatestFirst",
      coalesce(max(${part(2)}), 0) AS "greatestSecond", ${above12(1)} AS "firstAbove12", ${above12(2)} AS "secondAbove12"
    FROM raw WHERE regexp_full_match(${raw}, ${quoteText(YEAR_LAST)})`;
}

/** The first value for which a condition holds, as `line 57: 13/04/2025`. */
const firstWhere = (value: string, condition: string) =>
  `arg_min(concat('line ', line, ': ', ${value}), line) FILTER (${condition})`;

/** The query that counts what a column of numbers proves of its decimal mark. One row, as `NumberEvidence`. */
export function numberEvidenceQuery(column: string): string {
  const raw = quoteName(column);
  const proof = (mark: string, group: string) =>
    String.raw`[+-]?(\d+${mark}(\d{1,2}|\d{4,})|0${mark}\d+|\d{4,}${mark}\d+|\d{1,3}(${group}\d{3})+${mark}\d+|\d{1,3}(${group}\d{3}){2,})`;
  const matches = (form: string) => `regexp_full_match(bare, ${quoteText(form)})`;
  const count = (form: string) => `count(*) FILTER (${matches(form)})`;
  const first = (form: string) => firstWhere('raw', matches(form));
  const point = proof(String.raw`\.`, ',');
  const comma = proof(',', String.raw`\.`);
  return `SELECT ${count(point)} AS "provesPoint", ${count(comma)} AS "provesComma",
    ${count(String.raw`[+-]?[1-9]\d{0,2}[.,]\d{3}`)} AS unclear,
    ${count(String.raw`[+-]?[1-9]\d{0,2},\d{3}`)} AS "unclearComma",
    ${first(point)} AS "pointProof", ${first(comma)} AS "commaProof"
    FROM (SELECT line, ${raw} AS raw, regexp_replace(${bareNumber(raw)}, ${quoteText(AROUND_NUMBER)}, '', 'g') AS bare FROM raw
      WHERE ${raw} IS NOT NULL AND NOT regexp_full_match(${raw}, '[+-]?[0-9]+|-?[0-9]+\\.[0-9]+e\\+0'))`;
}

/** Signs of a currency and its code around a number. */
const AROUND_NUMBER = String.raw`^[^\d+\-.,]+|[^\d.,]+$`;

/** The query that lists the words of the column `unit`, in lower case. */
export const unitsQuery =
  'SELECT DISTINCT lower(unit) AS unit FROM raw WHERE unit IS NOT NULL ORDER BY 1 LIMIT 50';
