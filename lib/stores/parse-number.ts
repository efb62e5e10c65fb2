import type { DecimalMark } from '../importing/index.ts';
import { asciiDigits } from './parse-digits.ts';
import { quoteText } from './sql-text.ts';

/** What no price reaches, in units of a currency: a greater one stands for itself here, and the rules refuse it. */
const BEYOND_PRICES = '1000000000000';

/** A price's text as millionths, exact to the last: decimals all the way, and no overflow whatever is written. */
export function microsExpression(number: string): string {
  const beyond = `CASE WHEN try_cast(${number} AS DOUBLE) < 0 THEN -${BEYOND_PRICES} ELSE ${BEYOND_PRICES} END`;
  return `CASE WHEN abs(try_cast(${number} AS DOUBLE)) < ${BEYOND_PRICES}
    THEN try_cast(try_cast(${number} AS DECIMAL(19,6)) * 1000000 AS BIGINT)
    WHEN ${number} IS NOT NULL THEN CAST(${beyond} AS BIGINT) * 1000000 END`;
}

/** What a stage of reading a number makes of the text that the stage before it left. */
export type NumberStage = (text: string, raw: string) => string;

/**
 * A number's text with its grouping removed and a point for its mark, in stages: each names the text of the one before once or more, so
 * that one within the other would be as many regular expressions as there are ways through them. NULL where it is no number.
 */
export function numberStages(mark: DecimalMark): readonly NumberStage[] {
  return [...bareStages, plainOf(mark)];
}

function plainOf(mark: DecimalMark): NumberStage {
  const group = mark === '.' ? ',' : String.raw`\.`;
  const decimal = mark === '.' ? String.raw`\.` : ',';
  const form = String.raw`[+-]?((\d{1,3}(${group}\d{3})+|\d+)(${decimal}\d*)?|${decimal}\d+)([eE][+-]?\d{1,3})?`;
  const simple = mark === '.' ? String.raw`[+-]?\d+(\.\d+)?` : String.raw`[+-]?\d+`;
  return (bare, raw) => `CASE WHEN regexp_full_match(${raw}, '${simple}|${STORED_NUMBER}') THEN ${raw}
    WHEN regexp_full_match(${bare}, '${form}')
    THEN replace(regexp_replace(${bare}, '${group}', '', 'g'), ',', '.') END`;
}

/** One digit before a point and an exponent: a number as machines write it, in a country with commas too. */
const STORED_NUMBER = String.raw`-?\d+\.\d+e\+0|-?\d(\.\d+)?e[+-]?\d+`;

const BEHIND = quoteText(String.raw`([\d.,' ]*\d)-`);
const BRACKETED = quoteText(String.raw`\(([\d.,' ]*\d)\)`);
const GAP = String.raw`[\s\x{a0}\x{2009}\x{202f}'’]`;
const GROUPED = quoteText(String.raw`[+-]?\d{1,3}(${GAP}\d{3})+([.,]\d+)?`);

/**
 * A number's text in ASCII, without gaps, its sign in front: `12,50-` and `(12,50)` are negative; blanks and apostrophes that group its
 * thousands go (`1 234 567,5`, `1'234.50`).
 */
export const bareStages: readonly NumberStage[] = [
  asciiDigits,
  (ascii) => `CASE WHEN regexp_full_match(${ascii}, ${BEHIND}) THEN concat('-', rtrim(${ascii}, '-'))
    WHEN regexp_full_match(${ascii}, ${BRACKETED}) THEN concat('-', trim(${ascii}, '()')) ELSE ${ascii} END`,
  (signed) => `CASE WHEN regexp_full_match(${signed}, ${GROUPED})
    THEN regexp_replace(${signed}, ${quoteText(GAP)}, '', 'g') ELSE ${signed} END`,
];
