import { gunzipSync, gzipSync } from 'node:zlib';
import { NotFoundError } from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** Write entries as gzipped lines of JSON; none is an empty file. Equal entries give equal bytes. */
export async function writeJsonLines(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  entries: readonly object[],
): Promise<void> {
  const lines = entries.map((entry) => JSON.stringify(entry));
  await objects.put(key, gzipSync(lines.join('\n')), 'application/gzip');
}

/**
 * Read gzipped lines, each by `parse`, which is told where the line stands.
 *
 * @throws NotFoundError when there is no such object
 */
export async function readLines<Entry>(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  parse: (line: string, where: string) => Entry,
): Promise<Entry[]> {
  return (await readTexts(objects, key)).map((line, place) => parse(line, `line ${place + 1} of ${key}`));
}

/** Read gzipped lines as they stand, for a reader that parses them in its own time. @throws NotFoundError when there is no such object */
export async function readTexts(objects: Pick<ObjectStore, 'get'>, key: string): Promise<string[]> {
  return gunzipSync(await objects.get(key))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Read the same; nothing where there is no such object, as a failed shard or an earlier version leaves it. */
export async function readLinesIfAny<Entry>(...given: Parameters<typeof readLines<Entry>>): Promise<Entry[]> {
  try {
    return await readLines(...given);
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}
