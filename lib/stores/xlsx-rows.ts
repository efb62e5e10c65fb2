import {
  columnPlace,
  LONGEST_ROW,
  numberText,
  serialText,
  type TextRecord,
  TOO_LONG,
} from '../importing/index.ts';
import { readMarkup } from './xlsx-markup.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import type { Workbook } from './xlsx-workbook.ts';

/** Columns of an Excel sheet. */
const MOST_COLUMNS = 16_384;

/**
 * Read a sheet's rows as records, a batch for each piece of the file; a record's line is the row's number in Excel. Of a
 * formula the value counts that Excel has worked out; empty rows are none.
 */
export async function* readSheetRows(
  parts: XlsxPackage,
  workbook: Workbook,
  part: string,
): AsyncGenerator<TextRecord[]> {
  const rows = createRowReader(workbook);
  for await (const _ of readMarkup(parts, part, rows.handlers)) {
    const batch = rows.take();
    if (batch.length > 0) yield batch;
  }
}

function createRowReader(workbook: Workbook) {
  let records: TextRecord[] = [];
  let line = 0;
  let row: Row = emptyRow();
  let cell: Cell = emptyCell();
  let isValue = false;
  const open = (name: string, attributes: Readonly<Record<string, string>>) => {
    switch (name) {
      case 'row':
        line = Math.max(line + 1, Number(attributes.r ?? 0) || 0);
        row = emptyRow();
        break;
      case 'c':
        cell = emptyCell(attributes);
        break;
      case 'v':
      case 't':
        isValue = true;
        break;
      case 'rPh':
        cell.isAid = true;
        break;
    }
  };
  const close = (name: string) => {
    if (name === 'v' || name === 't') isValue = false;
    if (name === 'rPh') cell.isAid = false;
    if (name === 'c') addCell(row, cell, workbook);
    if (name !== 'row') return;
    const record = recordOf(row, line);
    if (record !== undefined) records.push(record);
  };
  const text = (piece: string) => {
    // a cell longer than a row may be spoils the row: no more of it is kept
    if (isValue && !cell.isAid && cell.text.length <= LONGEST_ROW) cell.text += piece;
  };
  return {
    handlers: { open, close, text },
    take: () => {
      const batch = records;
      records = [];
      return batch;
    },
  };
}

type Row = { fields: string[]; characters: number; isTooWide: boolean };
type Cell = { reference: string; type: string; style: number; text: string; isAid: boolean };

const emptyRow = (): Row => ({ fields: [], characters: 0, isTooWide: false });
const emptyCell = ({ r = '', t = 'n', s = '-1' }: Readonly<Record<string, string>> = {}): Cell => ({
  reference: r,
  type: t,
  style: Number(s),
  text: '',
  isAid: false,
});

function addCell(row: Row, cell: Cell, workbook: Workbook): void {
  const place = columnPlace(cell.reference) ?? row.fields.length;
  if (place >= MOST_COLUMNS) row.isTooWide = true;
  const text = cell.text === '' || place >= MOST_COLUMNS ? '' : cellText(cell, workbook);
  row.characters += text.length;
  if (text === '' || row.characters > LONGEST_ROW) return;
  while (row.fields.length < place) row.fields.push('');
  row.fields[place] = text;
}

/** A cell's value as text (ECMA-376 part 1, 18.18.11). */
function cellText({ type, style, text }: Cell, { texts, dateStyles, dateSystem }: Workbook): string {
  switch (type) {
    case 's':
      return unescaped(texts[Number(text)] ?? '');
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE';
    case 'n':
      return dateStyles[style] === true ? serialText(text, dateSystem) : numberText(text);
    default:
      return unescaped(text);
  }
}

/** Letters that XML cannot hold stand as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

function recordOf({ fields, characters, isTooWide }: Row, line: number): TextRecord | undefined {
  if (isTooWide) return { line, problem: `the row has a cell beyond column ${MOST_COLUMNS}` };
  if (characters > LONGEST_ROW) return { line, problem: TOO_LONG };
  return fields.every((field) => field.trim() === '') ? undefined : { line, fields };
}
