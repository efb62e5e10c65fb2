import type { ReadingPlan } from '../importing/index.ts';
import { asciiDigits } from './parse-digits.ts';
import { quoteText } from './sql-text.ts';

const TIME = String.raw`([T ]+(\d{1,2}:\d{2})(:\d{2})?([.,]\d+)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?`;
const YEAR_FIRST = String.raw`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}`;
const COMPACT = String.raw`(19|20)\d{6}`;
const EAST_ASIAN = String.raw`(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?${TIME}`;
const DOTTED = String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})${TIME}`;
/** A date that ends in its year, divided by `/` or `-`: day and month, or month and day, then the year. */
export const YEAR_LAST = String.raw`(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})${TIME}`;

/** The expression that turns a cell into a day of the market's calendar; NULL where it is none. */
export function dateExpression(cell: string, plan: ReadingPlan): string {
  const raw = `(CASE WHEN regexp_full_match(${cell}, '[ -~]*') THEN ${cell} ELSE ${asciiDigits(cell)} END)`;
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
    WHEN regexp_full_match(${raw}, ${quoteText(EAST_ASIAN)}) THEN
      ${day(part(EAST_ASIAN, 1), part(EAST_ASIAN, 2), part(EAST_ASIAN, 3))}
    WHEN regexp_matches(${raw}, '^[0-9]{1,2}[- ][A-Za-z]|^[A-Za-z]{3,9} [0-9]') THEN
      try_strptime(${raw}, [${NAMED_MONTHS.map(quoteText).join(', ')}])::DATE
    END`;
}

/** Dates with the month in English words, as `3-Nov-2025` and `Nov 3, 2025`. */
const NAMED_MONTHS = ['%d-%b-%Y', '%d %b %Y', '%d %B %Y', '%b %d, %Y', '%B %d, %Y', '%d-%b-%y'];

/** Two digits are a year of this century below 90, of the last from there on: exports hold no later and no older ones. */
function fullYear(year: string): string {
  return `CASE WHEN length(${year}) = 4 THEN ${year} WHEN ${year} < '90' THEN concat('20', ${year})
    ELSE concat('19', ${year}) END`;
}
