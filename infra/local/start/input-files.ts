import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { InputError } from '../../../lib/domain/index.ts';

/** A file to drop into the uploads bucket. */
export type InputFile = {
  market: string;
  kind: string;
  fileName: string;
  read(): Promise<Uint8Array>;
};

/**
 * List a data folder's files, laid out `{market}/{kind}/file`; hidden files are left out.
 *
 * An unknown market or kind is not refused here: it is dropped like the rest, so that the upload says why.
 *
 * @throws InputError when the folder cannot be read or holds no file in that layout
 */
export async function listDataFolder(folder: string): Promise<InputFile[]> {
  const entries = await readFolder(folder);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path.split(sep).every((part) => !part.startsWith('.')))
    .sort();
  const placed = files.flatMap((path) => {
    const [market = '', kind = '', ...rest] = path.split(sep);
    return rest.length === 0
      ? []
      : [{ market, kind, fileName: rest.join('_'), read: () => readFile(join(folder, path)) }];
  });
  if (placed.length === 0)
    throw new InputError(
      `${folder} holds no file laid out {market}/{kind}/file, such as de/orders/2026.csv (${files.length} files lie elsewhere in it)`,
    );
  return placed;
}

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const said = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new InputError(`the data folder ${folder} cannot be read (${said})`, { cause: error });
  }
}
