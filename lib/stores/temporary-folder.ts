import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Work in a folder of one's own, which is removed with all that lies in it, however the work ends.
 *
 * @param parent - an existing folder
 * @param name - the folder's name begins so: it tells whose it is
 */
export async function inTemporaryFolder<T>(
  parent: string,
  name: string,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(parent, `${name}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
