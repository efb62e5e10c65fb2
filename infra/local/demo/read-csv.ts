/**
 * Read CSV text record by record (RFC 4180: quoted cells may hold commas, line ends and doubled quotes). O(length).
 *
 * @returns the cells of each record, the header first; a last line without an end counts, an empty one does not
 */
export function* readCsv(text: string): Generator<string[]> {
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    cells.push(cell);
    at = end + 1;
    if (text[end] === ',') continue;
    if (text[end] === '\r' && text[at] === '\n') at++;
    yield cells;
    cells = [];
  }
  if (cells.length > 0) yield [...cells, ''];
}

const CELL_END = /[,\r\n]/g;

function plainCell(text: string, start: number): [cell: string, end: number] {
  CELL_END.lastIndex = start;
  const end = CELL_END.exec(text)?.index ?? text.length;
  return [text.slice(start, end), end];
}

function quotedCell(text: string, start: number): [cell: string, end: number] {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  const close = quote === -1 ? text.length : quote;
  const [rest, end] = plainCell(text, close + 1);
  return [text.slice(start + 1, close).replaceAll('""', '"') + rest, end];
}
