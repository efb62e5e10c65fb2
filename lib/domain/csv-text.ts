/** A cell of a CSV file; nothing is an empty one. */
export type CsvCell = string | number | undefined;

/** A spreadsheet takes a cell that starts so for a formula. */
const FORMULA = /^[=+@\t\r-]/;
const NUMBER = /^[+-]?\d+([.,]\d+)*$/;

/** Excel reads UTF-8 by this mark alone; without it Japanese is garbled. */
const MARK = '\uFEFF';

/**
 * Write rows as CSV (RFC 4180, CRLF) that a spreadsheet opens as it is meant: marked as UTF-8, and with a quote before what it
 * would run as a formula: `=cmd` becomes `'=cmd`, `-5.00` stays a number.
 *
 * @param delimiter - between cells: `,`, `;`, a tab or `|`
 */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly CsvCell[])[],
  delimiter = ',',
): string {
  const quoted = new RegExp(`[${delimiter}"\\r\\n]|^\\s|\\s$`);
  const lines = [header, ...rows].map((row) => row.map((cell) => cellText(cell, quoted)).join(delimiter));
  return `${MARK}${lines.join('\r\n')}\r\n`;
}

function cellText(cell: CsvCell, quoted: RegExp): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
