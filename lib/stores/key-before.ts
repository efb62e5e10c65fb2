import type { ObjectStore } from './objects.ts';

/**
 * Find the newest object before one of the same folder, whose names begin with their dates: what a night reads of those
 * before it, and never of a later one.
 *
 * @returns its key, `undefined` where there is none
 */
export async function keyBefore(
  objects: Pick<ObjectStore, 'list'>,
  key: string,
): Promise<string | undefined> {
  const keys = await objects.list(key.slice(0, key.lastIndexOf('/') + 1));
  return keys.filter((other) => other < key).at(-1);
}
