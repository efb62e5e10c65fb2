import { InputError } from '../domain/index.ts';
import {
  type JsonRecord,
  LONGEST_ROW,
  parseJsonArray,
  parseJsonLine,
  type TextRecord,
  underHeader,
} from '../importing/index.ts';

/** The first records of a JSON Lines file name its columns: later ones with other names bring nothing. */
const HEADER_RECORDS = 1000;

/** Read a JSON file's records, a batch for each piece of text; the first one holds the names, as a header would. */
export async function* jsonBatches(
  format: 'json' | 'jsonLines',
  text: AsyncGenerator<string>,
): AsyncGenerator<TextRecord[]> {
  let header: string[] | undefined;
  const waiting: JsonRecord[] = [];
  const settle = (): TextRecord[] => {
    const names = header ?? [...new Set(waiting.flatMap(({ values }) => [...(values?.keys() ?? [])]))];
    const records = waiting.splice(0).map((record) => underHeader(record, names));
    if (header !== undefined) return records;
    if (records.length === 0) return [];
    header = names;
    return [{ line: 0, fields: names }, ...records];
  };
  for await (const batch of format === 'json' ? jsonArray(text) : jsonLines(text)) {
    for (const record of batch) waiting.push(record);
    if (waiting.length >= HEADER_RECORDS || header !== undefined) yield settle();
  }
  yield settle();
}

/** A JSON array is parsed as a whole: longer ones don't fit in memory. */
const MOST_JSON_CHARACTERS = 134_217_728;

async function* jsonArray(text: AsyncGenerator<string>): AsyncGenerator<JsonRecord[]> {
  let whole = '';
  for await (const piece of text) {
    whole += piece;
    if (whole.length > MOST_JSON_CHARACTERS)
      throw new InputError(`the JSON array is longer than ${MOST_JSON_CHARACTERS} characters: use .jsonl`);
  }
  const records = parseJsonArray(whole);
  if (records === undefined) throw new InputError('the file is not a JSON array of objects');
  yield records;
}

async function* jsonLines(text: AsyncGenerator<string>): AsyncGenerator<JsonRecord[]> {
  let line = 0;
  let rest = '';
  const parse = (lines: readonly string[]) =>
    lines.flatMap((one) => {
      line += 1;
      return one.trim() === '' ? [] : [parseJsonLine(one, line)];
    });
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    // of a line that is too long enough is kept to tell
    rest = (lines.pop() ?? '').slice(0, LONGEST_ROW + 1);
    yield parse(lines);
  }
  yield parse([rest]);
}
