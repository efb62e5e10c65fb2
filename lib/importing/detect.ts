import { createCsvReader } from './csv-rows.ts';

/**
 * Tell a text's encoding by its byte order mark, or by the zeros that UTF-16 puts into every letter of English; without
 * either it is taken for UTF-8 until a byte proves otherwise.
 *
 * @param head - the first bytes, two or more
 */
export function encodingOfMark(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const looked = head.subarray(0, 256);
  looked.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd * 4 > looked.length && even === 0) return 'utf-16le';
  return even * 4 > looked.length && odd === 0 ? 'utf-16be' : 'utf-8';
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What divides the fields of a text, and by how many of its records that is told. */
export type Delimiter = { delimiter: string; evidence: string };

/**
 * Tell a CSV text's delimiter: the one that splits its first records into the most columns, most of them alike; titles
 * above the header may be split otherwise.
 *
 * @param sample - the text's beginning; its last record may be cut off
 * @returns the delimiter; a comma where the text has one column
 */
export function detectDelimiter(sample: string): Delimiter {
  const declared = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (declared !== undefined) return { delimiter: declared, evidence: 'the first line declares it' };
  let best: { delimiter: string; evidence: string; score: number } = {
    delimiter: ',',
    evidence: 'no other mark divides the first lines',
    score: 0,
  };
  for (const delimiter of DELIMITERS) {
    const widths = firstWidths(sample, delimiter);
    const [width, alike] = mostCommon(widths);
    const score = (width * alike) / widths.length;
    if (width < 2 || score <= best.score) continue;
    best = { delimiter, evidence: `splits ${alike} of the first ${widths.length} rows into ${width}`, score };
  }
  return { delimiter: best.delimiter, evidence: best.evidence };
}

const SAMPLE_RECORDS = 20;

/** The width that most records have, of equal ones the greater, and how many have it. */
function mostCommon(widths: readonly number[]): [width: number, count: number] {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best: [number, number] = [0, 0];
  for (const [width, count] of counts)
    if (count > best[1] || (count === best[1] && width > best[0])) best = [width, count];
  return best;
}

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
