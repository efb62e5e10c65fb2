import { LONGEST_ROW, type TextRecord, TOO_LONG } from './csv-rows.ts';

/** An object of a JSON file, flat: its place in the file and its values as text. */
export type JsonRecord =
  | { line: number; values: ReadonlyMap<string, string>; problem?: never }
  | { line: number; values?: never; problem: string };

/**
 * Read one line of a JSON Lines file.
 *
 * @param text - the line; values that are objects or arrays are kept as their JSON text
 */
export function parseJsonLine(text: string, line: number): JsonRecord {
  if (text.length > LONGEST_ROW) return { line, problem: TOO_LONG };
  try {
    return recordOf(JSON.parse(text), line);
  } catch {
    return { line, problem: 'the line is not JSON' };
  }
}

/**
 * Read a JSON file that is one array of objects. Records count from 1.
 *
 * @returns the records, or `undefined` when the text is not a JSON array
 */
export function parseJsonArray(text: string): JsonRecord[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map((value, index) => recordOf(value, index + 1)) : undefined;
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown, line: number): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { line, problem: 'the row is not a JSON object' };
  const values = new Map(Object.entries(value).map(([name, cell]) => [name, textOf(cell)]));
  let characters = 0;
  for (const text of values.values()) characters += text.length;
  return characters > LONGEST_ROW ? { line, problem: TOO_LONG } : { line, values };
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Lay a JSON record out under a header. */
export function underHeader(record: JsonRecord, header: readonly string[]): TextRecord {
  if (record.problem !== undefined) return { line: record.line, problem: record.problem };
  return { line: record.line, fields: header.map((name) => record.values.get(name) ?? '') };
}
