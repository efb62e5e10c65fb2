import { YEAR_LAST } from './parse-date.ts';
import { bareStages } from './parse-number.ts';
import { quoteName, quoteText } from './sql-text.ts';

/**
 * The query that counts what a column of dates proves of its order, value by value. One row, as `DateEvidence`.
 *
 * @param from - a relation with `line` and the column
 */
export function dateEvidenceQuery(column: string, from: string): string {
  const part = (place: number) =>
    `try_cast(regexp_extract(cell, ${quoteText(YEAR_LAST)}, ${place}) AS INTEGER)`;
  const above12 = (place: number) => firstWhere('cell', `${part(place)} > 12`);
  return `SELECT count(*) AS "yearLast", coalesce(max(${part(1)}), 0) AS "greatestFirst",
      coalesce(max(${part(2)}), 0) AS "greatestSecond", ${above12(1)} AS "firstAbove12", ${above12(2)} AS "secondAbove12"
    FROM ${valuesOf(column, from, mayEndInYear(quoteName(column)))} WHERE regexp_full_match(cell, ${quoteText(YEAR_LAST)})`;
}

/** What a date must show to end in its year: `/` or `-` behind one or two digits. */
export const mayEndInYear = (cell: string): string =>
  `(substr(${cell}, 2, 1) IN ('-', '/') OR substr(${cell}, 3, 1) IN ('-', '/'))`;

/** A column's values, each once, with the first line that holds it. */
function valuesOf(column: string, from: string, where: string): string {
  return `(SELECT ${quoteName(column)} AS cell, min(line) AS line FROM ${from}
    WHERE ${quoteName(column)} IS NOT NULL AND ${where} GROUP BY 1)`;
}

/** The first value for which a condition holds, as `line 57: 13/04/2025`. */
const firstWhere = (value: string, condition: string) =>
  `arg_min(concat('line ', line, ': ', ${value}), line) FILTER (${condition})`;

/** The query that counts what a column of numbers proves of its decimal mark, value by value. One row, as `NumberEvidence`. */
export function numberEvidenceQuery(column: string, from: string): string {
  const proof = (mark: string, group: string) =>
    String.raw`[+-]?(\d+${mark}(\d{1,2}|\d{4,})|0${mark}\d+|\d{4,}${mark}\d+|\d{1,3}(${group}\d{3})+${mark}\d+|\d{1,3}(${group}\d{3}){2,})`;
  const matches = (form: string) => `regexp_full_match(bare, ${quoteText(form)})`;
  const count = (form: string) => `count(*) FILTER (${matches(form)})`;
  const first = (form: string) => firstWhere('cell', matches(form));
  const point = proof(String.raw`\.`, ',');
  const comma = proof(',', String.raw`\.`);
  return `SELECT ${count(point)} AS "provesPoint", ${count(comma)} AS "provesComma",
    ${count(String.raw`[+-]?[1-9]\d{0,2}[.,]\d{3}`)} AS unclear,
    ${count(String.raw`[+-]?[1-9]\d{0,2},\d{3}`)} AS "unclearComma",
    ${first(point)} AS "pointProof", ${first(comma)} AS "commaProof"
    FROM (SELECT line, cell, regexp_replace(bare, ${quoteText(AROUND_NUMBER)}, '', 'g') AS bare
      FROM ${bareValues(valuesOf(column, from, 'true'))})`;
}

/** Those values that are not plain as machines write them, with the bare number in `bare`. */
function bareValues(values: string): string {
  const plain = String.raw`[+-]?[0-9]+|-?[0-9]+\.[0-9]+e\+0`;
  const first = `(SELECT line, cell, cell AS bare FROM ${values} WHERE NOT regexp_full_match(cell, '${plain}'))`;
  return bareStages.reduce(
    (stage, next) => `(SELECT line, cell, ${next('bare', 'cell')} AS bare FROM ${stage})`,
    first,
  );
}

/** Signs of a currency and its code around a number. */
const AROUND_NUMBER = String.raw`^[^\d+\-.,]+|[^\d.,]+$`;

/** The query that lists the words of the column `unit`, in lower case. */
export const unitsQuery =
  'SELECT DISTINCT lower(unit) AS unit FROM raw WHERE unit IS NOT NULL ORDER BY 1 LIMIT 50';
