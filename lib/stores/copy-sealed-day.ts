import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lakeKeys, type RunName } from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/**
 * Copy the files of a market's decision log that were sealed under a business date: what its manifest names, and nothing that a
 * report left behind unsealed.
 *
 * @param directory - is made
 * @returns the copies in the order of their seals; none where nothing was sealed
 */
export async function copySealedDay(
  objects: Pick<ObjectStore, 'list' | 'download'>,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
  directory: string,
): Promise<string[]> {
  const manifest = lakeKeys.logSymlinks(merchant, market, asOf);
  if (!(await objects.list(manifest)).includes(manifest)) return [];
  await mkdir(directory);
  const list = join(directory, 'files.txt');
  await objects.download(manifest, list);
  const files: string[] = [];
  for (const address of (await readFile(list, 'utf8')).split('\n')) {
    if (address === '') continue;
    const file = join(directory, `${String(files.length).padStart(6, '0')}.parquet`);
    await objects.download(keyIn(address), file);
    files.push(file);
  }
  return files;
}

/** The key in `s3://bucket/key`. */
const keyIn = (address: string) => address.replace(/^s3:\/\/[^/]+\//, '');
