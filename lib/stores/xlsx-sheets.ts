import { InputError, type UploadQuestion } from '../domain/index.ts';
import { chooseHeader, HEAD_RECORDS, type TextRecord } from '../importing/index.ts';
import type { RawRequest } from './lake-raw.ts';
import { openXlsxPackage, type XlsxPackage } from './xlsx-package.ts';
import { readSheetRows } from './xlsx-rows.ts';
import { readWorkbook, type Workbook } from './xlsx-workbook.ts';

/** The sheet of a workbook that is read. */
export type OpenSheet = {
  name: string;
  batches: AsyncGenerator<TextRecord[]>;
  /** Set where several sheets may be meant. */
  question: UploadQuestion | null;
  close(): void;
};

/** Sheets that are looked into for a header. */
const MOST_SHEETS = 30;

/**
 * Open the sheet of a workbook that holds the rows: the one that a person named, else the one whose header is understood;
 * where several are, which one is asked; where none is, the first that holds anything.
 *
 * @throws InputError when the workbook cannot be read or is empty; whoever opens a sheet closes it
 */
export async function openSheet(request: RawRequest): Promise<OpenSheet> {
  const parts = await openXlsxPackage(request.file, request.mostBytes);
  try {
    const workbook = await readWorkbook(parts);
    const { part, name, question } = await chooseSheet(parts, workbook, request);
    const batches = withinBytes(readSheetRows(parts, workbook, part), request.mostBytes);
    return { name, question, batches, close: () => parts.close() };
  } catch (error) {
    parts.close();
    throw error;
  }
}

type Sheet = Workbook['sheets'][number];

async function chooseSheet(
  parts: XlsxPackage,
  workbook: Workbook,
  request: RawRequest,
): Promise<Sheet & { question: UploadQuestion | null }> {
  const named = workbook.sheets.find(({ name }) => name === request.answers.sheet);
  if (named !== undefined) return { ...named, question: null };
  const seen: { sheet: Sheet; fits: boolean; shape: string }[] = [];
  for (const sheet of workbook.sheets.slice(0, MOST_SHEETS)) {
    const head = await firstRows(parts, workbook, sheet.part);
    if (head.length === 0) continue;
    const choice = chooseHeader(request.kind, head, request.answers);
    seen.push({ sheet, fits: choice?.reason === '', shape: choice?.shape ?? '' });
  }
  const [first] = seen;
  if (first === undefined) throw new InputError('no sheet of the workbook holds anything');
  const [fitting = first, ...others] = seen.filter(({ fits }) => fits);
  if (others.length === 0) return { ...fitting.sheet, question: null };
  const recalled = (await request.recall(fitting.shape)).sheet;
  const known = seen.find(({ sheet }) => sheet.name === recalled);
  if (known !== undefined) return { ...known.sheet, question: null };
  return { ...fitting.sheet, question: sheetQuestion([fitting, ...others].map(({ sheet }) => sheet.name)) };
}

async function firstRows(parts: XlsxPackage, workbook: Workbook, part: string): Promise<TextRecord[]> {
  const head: TextRecord[] = [];
  for await (const batch of readSheetRows(parts, workbook, part)) {
    head.push(...batch);
    if (head.length >= HEAD_RECORDS) break;
  }
  return head.slice(0, HEAD_RECORDS);
}

function sheetQuestion(names: readonly string[]): UploadQuestion {
  return {
    question: 'sheet',
    about: 'sheet',
    text: `Which sheet is to be read? ${names.length} of them hold such rows; another one is a file of its own.`,
    options: names.map((name) => ({ value: name, text: name })),
  };
}

/** Stop a sheet whose cells say more text than a file may hold: they may all name the same long one. */
async function* withinBytes(
  batches: AsyncGenerator<TextRecord[]>,
  mostBytes: number,
): AsyncGenerator<TextRecord[]> {
  let characters = 0;
  for await (const batch of batches) {
    for (const { fields } of batch) for (const field of fields ?? []) characters += field.length + 1;
    if (characters > mostBytes) throw new InputError(`the file holds more than ${mostBytes} bytes of text`);
    yield batch;
  }
}
