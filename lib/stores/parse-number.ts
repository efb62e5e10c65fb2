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

/** A number's text with its grouping removed and a point for its mark; NULL where it is no number. */
export function plainNumber(raw: string, mark: DecimalMark): string {
  const group = mark === '.' ? ',' : String.raw`\.`;
  const decimal = mark === '.' ? String.raw`\.` : ',';
  const form = String.raw`[+-]?((\d{1,3}(${group}\d{3})+|\d+)(${decimal}\d*)?|${decimal}\d+)([eE][+-]?\d{1,3})?`;
  const bare = bareNumber(raw);
  const simple = mark === '.' ? String.raw`[+-]?\d+(\.\d+)?` : String.raw`[+-]?\d+`;
  return `CASE WHEN regexp_full_match(${raw}, '${simple}') THEN ${raw}
    WHEN regexp_full_match(${raw}, '${STORED_NUMBER}') THEN ${raw}
    WHEN regexp_full_match(${bare}, '${form}')
    THEN replace(regexp_replace(${bare}, '${group}', '', 'g'), ',', '.') END`;
}

/** One digit before a point and an exponent: a number as machines write it, in a country with commas too. */
const STORED_NUMBER = String.raw`-?\d+\.\d+e\+0|-?\d(\.\d+)?e[+-]?\d+`;

/** A number's text in ASCII, without gaps, its sign in front: `12,50-` and `(12,50)` are negative. */
export function bareNumber(raw: string): string {
  const ascii = asciiDigits(raw);
  const behind = quoteText(String.raw`([\d.,' ]*\d)-`);
  const bracketed = quoteText(String.raw`\(([\d.,' ]*\d)\)`);
  const signed = `CASE WHEN regexp_full_match(${ascii}, ${behind}) THEN concat('-', rtrim(${ascii}, '-'))
    WHEN regexp_full_match(${ascii}, ${bracketed}) THEN concat('-', trim(${ascii}, '()')) ELSE ${ascii} END`;
  return withoutGaps(`(${signed})`);
}

const GAP = String.raw`[\s\x{a0}\x{2009}\x{202f}'’]`;

/** A number's text without the blanks and apostrophes that group its thousands: `1 234 567,5`, `1'234.50`. */
function withoutGaps(raw: string): string {
  const grouped = quoteText(String.raw`[+-]?\d{1,3}(${GAP}\d{3})+([.,]\d+)?`);
  return `CASE WHEN regexp_full_match(${raw}, ${grouped}) THEN regexp_replace(${raw}, ${quoteText(GAP)}, '', 'g')
    ELSE ${raw} END`;
}
