import { createCsvReader } from './csv-rows.ts';

/** Encodings that a file is read in; others come with a later version. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Tell a text's encoding by its byte order mark; without one it is taken for UTF-8, and the reader falls back to
 * windows-1252 at the first byte that is not valid UTF-8.
 *
 * @param head - the first bytes, two or more
 */
export function encodingOfMark(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Tell a CSV text's delimiter: the one that splits the first records into the most columns, all alike.
 *
 * @param sample - the text's beginning; its last record may be cut off
 * @returns the delimiter; a comma where the text has one column
 */
export function detectDelimiter(sample: string): string {
  const declared = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (declared !== undefined) return declared;
  let best: string = ',';
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const widths = firstWidths(sample, delimiter);
    const header = widths[0] ?? 0;
    if (header < 2) continue;
    const alike = widths.filter((width) => width === header).length / widths.length;
    if (header * alike > most) [best, most] = [delimiter, header * alike];
  }
  return best;
}

const SAMPLE_RECORDS = 20;

function firstWidths(sample: string, delimiter: string): number[] {
  const widths: number[] = [];
  const reader = createCsvReader({ delimiter });
  reader.push(sample, (record) => {
    if (widths.length < SAMPLE_RECORDS && record.fields !== undefined) widths.push(record.fields.length);
  });
  if (widths.length === 0)
    reader.end((record) => {
      if (record.fields !== undefined) widths.push(record.fields.length);
    });
  return widths;
}
