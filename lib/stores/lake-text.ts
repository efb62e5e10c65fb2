import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../domain/index.ts';
import type { Encoding } from '../importing/index.ts';

const GZIP_MARK = [0x1f, 0x8b];
const CHUNK_BYTES = 262_144;

/**
 * Read a file's text in pieces, gzipped or not. Memory is bounded by a piece.
 *
 * @param mostBytes - where reading stops: a gzip bomb ends here
 * @throws InputError when the file is empty, broken, larger than `mostBytes`, or not valid in `encoding`
 */
export async function* readText(file: string, encoding: Encoding, mostBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  let isProven = encoding !== 'utf-8';
  try {
    for await (const piece of await openBytes(file)) {
      // a binary stream yields buffers alone
      const chunk = piece as Buffer;
      bytes += chunk.length;
      if (bytes > mostBytes) throw new InputError(`the file holds more than ${mostBytes} bytes of text`);
      const text = decoder.decode(chunk, { stream: true });
      if (encoding === 'windows-1252' && NO_LETTERS.test(text))
        throw new InputError('the file is neither UTF-8 nor windows-1252: save it as UTF-8');
      isProven ||= BEYOND_ASCII.test(text);
      if (text !== '') yield text;
    }
    const last = endOf(() => decoder.decode(), isProven);
    if (last !== '') yield last;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (isNotInEncoding(error)) throw new EncodingError(encoding, error);
    throw new InputError('the file cannot be read: it is cut off or not what its name says', {
      cause: error,
    });
  }
}

/** Bytes that windows-1252 leaves without a letter, as the decoder gives them. */
const NO_LETTERS = /[\u0081\u008d\u008f\u0090\u009d]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts with them
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** End a text. One that was cut within a letter is of its encoding all the same, where letters before it proved that. */
function endOf(decode: () => string, isProven: boolean): string {
  try {
    return decode();
  } catch (error) {
    if (isProven && isNotInEncoding(error)) return '\ufffd';
    throw error;
  }
}

const isNotInEncoding = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** The file's bytes are not valid in the encoding that was tried. */
export class EncodingError extends InputError {
  constructor(encoding: Encoding, cause: unknown) {
    super(`the file is not valid ${encoding}`, { cause });
  }
}

/** Read a file's first bytes, unpacked where it is gzipped. */
export async function readHead(file: string): Promise<Uint8Array> {
  try {
    for await (const piece of await openBytes(file)) return new Uint8Array(piece as Buffer);
  } catch (error) {
    throw new InputError('the file cannot be read: it is cut off or not what its name says', {
      cause: error,
    });
  }
  throw new InputError('the file is empty');
}

async function openBytes(file: string): Promise<Readable> {
  const handle = await open(file);
  const head = Buffer.alloc(2);
  await handle.read(head, 0, 2, 0);
  await handle.close();
  const bytes = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  if (!GZIP_MARK.every((byte, place) => head[place] === byte)) return bytes;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // unlike `pipe` it closes the file when reading stops early; the reader sees the error itself
  return pipeline(bytes, unpacked, () => undefined);
}
