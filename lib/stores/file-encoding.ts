import { InputError } from '../domain/index.ts';
import { chooseEncoding, type EncodingChoice, encodingOfMark } from '../importing/index.ts';
import { readBytes, readHead } from './lake-text.ts';

/** What of a file's bytes beyond ASCII is looked at, and how far into the file. */
const SAMPLE_BYTES = 65_536;
const LOOKED_BYTES = 67_108_864;
const LINE_END = 0x0a;
const FIRST_HIGH_BYTE = 0x80;

/** The encoding that a file's first bytes show; UTF-8 where they show none. */
export async function markedEncoding(file: string): Promise<EncodingChoice> {
  const encoding = encodingOfMark(await readHead(file));
  const evidence = encoding === 'utf-8' ? 'every byte fits' : 'the first bytes show it';
  return { encoding, evidence, question: null };
}

/**
 * Tell the encoding of a file that is not UTF-8, by its lines with bytes beyond ASCII.
 *
 * @param answered - what a person said, if anybody did
 * @throws InputError when no encoding fits
 */
export async function legacyEncoding(file: string, answered?: string): Promise<EncodingChoice> {
  const choice = chooseEncoding(await highLines(file), answered);
  if (choice === undefined)
    throw new InputError('the file is in no encoding that is known here: save it as UTF-8');
  return choice;
}

/** Lines that hold bytes beyond ASCII: a line end is a line end in each encoding that is tried. */
async function highLines(file: string): Promise<Uint8Array> {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let looked = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of readBytes(file, LOOKED_BYTES)) {
    looked += piece.length;
    let start = 0;
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (;;) {
      const end = bytes.indexOf(LINE_END, start);
      if (end < 0) break;
      const line = bytes.subarray(start, end + 1);
      start = end + 1;
      if (!line.some((byte) => byte >= FIRST_HIGH_BYTE)) continue;
      kept.push(line);
      keptBytes += line.length;
      if (keptBytes >= SAMPLE_BYTES) return Buffer.concat(kept);
    }
    rest = bytes.subarray(start);
    if (rest.length > SAMPLE_BYTES || looked >= LOOKED_BYTES) break;
  }
  return Buffer.concat([...kept, rest.subarray(0, SAMPLE_BYTES)]);
}
