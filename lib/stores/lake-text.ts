import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../domain/index.ts';

const GZIP_MARK = [0x1f, 0x8b];
const CHUNK_BYTES = 262_144;
/** What of a file is read to see what it is, and the least that is read of any file at once. */
const HEAD_BYTES = 16_384;

/**
 * Read a file's bytes in pieces, unpacked where it is gzipped. Memory is bounded by a piece.
 *
 * @param mostBytes - where reading stops: a gzip bomb ends here
 * @throws InputError when the file is broken or larger than `mostBytes`
 */
export async function* readBytes(file: string, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const piece of await openBytes(file)) {
      // a binary stream yields buffers alone
      const chunk = piece as Buffer;
      bytes += chunk.length;
      if (bytes > mostBytes) throw new InputError(`the file holds more than ${mostBytes} bytes of text`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('the file cannot be read: it is cut off or not what its name says', {
      cause: error,
    });
  }
}

/**
 * Read a file's text in pieces, gzipped or not.
 *
 * @param lenient - letters that are not in the encoding become U+FFFD; otherwise they end the reading
 * @throws InputError when the file is broken or larger than `mostBytes`, EncodingError when it is not in `encoding`
 */
export async function* readText(
  file: string,
  encoding: string,
  { mostBytes, lenient }: { mostBytes: number; lenient: boolean },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: !lenient });
  let isProven = encoding !== 'utf-8';
  const decode = (chunk: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new EncodingError(encoding, error);
    }
  };
  for await (const chunk of readBytes(file, mostBytes)) {
    const text = decode(chunk);
    isProven ||= BEYOND_ASCII.test(text);
    if (text !== '') yield text;
  }
  const last = endOfText(() => decoder.decode(), { encoding, isProven });
  if (last !== '') yield last;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts with them
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** End a text. One that was cut within a letter is of its encoding all the same, where letters before it proved that. */
export function endOfText(
  decode: () => string,
  { encoding, isProven }: { encoding: string; isProven: boolean },
): string {
  try {
    return decode();
  } catch (error) {
    if (isProven) return '\ufffd';
    throw new EncodingError(encoding, error);
  }
}

/** The file's bytes are not valid in the encoding that was tried. */
export class EncodingError extends InputError {
  constructor(encoding: string, cause: unknown) {
    super(`the file is not valid ${encoding}`, { cause });
  }
}

/** Read a file's first bytes, unpacked where it is gzipped. */
export async function readHead(file: string): Promise<Uint8Array> {
  try {
    for await (const piece of await openBytes(file, HEAD_BYTES)) return new Uint8Array(piece as Buffer);
  } catch (error) {
    throw new InputError('the file cannot be read: it is cut off or not what its name says', {
      cause: error,
    });
  }
  throw new InputError('the file is empty');
}

async function openBytes(file: string, mostChunkBytes = CHUNK_BYTES): Promise<Readable> {
  const handle = await open(file);
  const head = Buffer.alloc(2);
  await handle.read(head, 0, 2, 0);
  const { size } = await handle.stat();
  await handle.close();
  // buffers of a small file are as small: many of them would each cost a collection of garbage
  const chunkBytes = Math.min(mostChunkBytes, Math.max(HEAD_BYTES, size));
  const bytes = createReadStream(file, { highWaterMark: chunkBytes });
  if (!GZIP_MARK.every((byte, place) => head[place] === byte)) return bytes;
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  // unlike `pipe` it closes the file when reading stops early; the reader sees the error itself
  return pipeline(bytes, unpacked, () => undefined);
}
