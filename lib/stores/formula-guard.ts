import { quoteText } from './sql-text.ts';

/** A spreadsheet takes a cell that starts so for a formula; what is a number stays one (as `csvText` of lib/domain has it). */
const FORMULA = quoteText(String.raw`^[=+@\t\r-]`);
const NUMBER = quoteText('[+-]?[0-9]+([.,][0-9]+)*');
const QUOTE = quoteText("'");

/** A text with a quote before it where a spreadsheet would run it. */
export const withGuard = (text: string): string =>
  `CASE WHEN regexp_matches(${text}, ${FORMULA}) AND NOT regexp_full_match(${text}, ${NUMBER})
    THEN concat(${QUOTE}, ${text}) ELSE ${text} END`;

/** A code without the quote that our own files put before it. */
export function withoutGuard(code: string): string {
  const bare = `regexp_replace(${code}, ${quoteText("^'([=+@-])")}, '\\1')`;
  return `CASE WHEN starts_with(${code}, ${QUOTE}) THEN ${bare} ELSE ${code} END`;
}
