import type { RunSeal } from '../domain/index.ts';
import { type LogRows, type PlacedEntry, readLogFile } from './decision-log-file.ts';
import type { ObjectStore } from './objects.ts';

/** Read entries of a seal from its file in the lake's bucket, by ranges of its bytes: what is not meant is not fetched. */
export function readSealed(
  objects: Pick<ObjectStore, 'getPart'>,
  seal: RunSeal,
  meant: LogRows = {},
): Promise<PlacedEntry[]> {
  const { key, bytes } = seal.file;
  const slice = async (from: number, to = bytes) =>
    Uint8Array.from(await objects.getPart(key, from, to)).buffer;
  return readLogFile({ byteLength: bytes, slice }, seal, meant);
}
