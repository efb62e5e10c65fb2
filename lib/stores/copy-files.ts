import { join } from 'node:path';
import { inBatches } from './in-batches.ts';
import type { CurrentFile } from './lake-current.ts';
import type { ObjectStore } from './objects.ts';

/** A file of the lake that lies at `path` on this machine. */
export type LocalFile = CurrentFile & { path: string };

const DOWNLOADS = 8;

/** Copy files of the lake into a folder that has no other files, several at a time. */
export async function copyFiles(
  objects: Pick<ObjectStore, 'download'>,
  files: readonly CurrentFile[],
  directory: string,
): Promise<LocalFile[]> {
  const local = files.map((file, place) => ({ ...file, path: join(directory, `${place}.parquet`) }));
  for await (const _ of inBatches(local, DOWNLOADS, ({ key, path }) => objects.download(key, path)));
  return local;
}
