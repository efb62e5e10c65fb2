import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Compaction, LakeFile } from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/**
 * A lake in a folder with its catalog in memory: what is measured is reading and merging, not the servers that stand in for
 * the cloud.
 */
export function createShelf(folder: string) {
  const pathOf = (key: string) => join(folder, key);
  const into = async (key: string) => {
    await mkdir(dirname(pathOf(key)), { recursive: true });
    return pathOf(key);
  };
  const objects: Pick<ObjectStore, 'bucket' | 'download' | 'upload' | 'put' | 'remove'> = {
    bucket: 'lake',
    download: (key, file) => copyFile(pathOf(key), file),
    upload: async (file, key) => copyFile(file, await into(key)),
    put: async (key, body) => writeFile(await into(key), body),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
  const entries = createItems<LakeFile>();
  const catalog = { ...entries, compactions: createItems<Compaction>() };
  return { objects, catalog, bytesOf: async (key: string) => (await stat(pathOf(key))).size };
}

type Key = { pk: string; sk: string };

/** The part of a document table that the lake needs. */
function createItems<T>() {
  const items = new Map<string, Map<string, { value: T; version: number }>>();
  const partition = (pk: string) => {
    const known = items.get(pk) ?? new Map<string, { value: T; version: number }>();
    items.set(pk, known);
    return known;
  };
  const put = async ({ pk, sk }: Key, value: T, version = 1) => {
    partition(pk).set(sk, { value, version });
  };
  return {
    put: (key: Key, value: T) => put(key, value),
    get: async ({ pk, sk }: Key) => partition(pk).get(sk),
    putNew: async (key: Key, value: T) => {
      const isNew = !partition(key.pk).has(key.sk);
      if (isNew) await put(key, value);
      return isNew;
    },
    replace: async (key: Key, value: T, version: number) => {
      const isSame = partition(key.pk).get(key.sk)?.version === version;
      if (isSame) await put(key, value, version + 1);
      return isSame;
    },
    queryAll: async (pk: string, { prefix = '' }: { prefix?: string } = {}) =>
      [...partition(pk)]
        .filter(([sk]) => sk.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([sk, { value }]) => ({ sk, value })),
  };
}
