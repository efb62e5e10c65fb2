import { writeFile } from 'node:fs/promises';
import { NotFoundError } from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** A bucket in memory: what is put is got, byte for byte. */
export function objectsInMemory(): Pick<ObjectStore, 'get' | 'put' | 'list' | 'download'> & {
  keys(): string[];
} {
  const bodies = new Map<string, Uint8Array>();
  const bodyOf = (key: string) => {
    const body = bodies.get(key);
    if (body === undefined) throw new NotFoundError(`no object ${key}`);
    return body;
  };
  return {
    get: async (key) => bodyOf(key),
    download: async (key, file) => writeFile(file, bodyOf(key)),
    list: async (prefix) => [...bodies.keys()].filter((key) => key.startsWith(prefix)).sort(),
    put: async (key, body) => {
      bodies.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
    },
    keys: () => [...bodies.keys()],
  };
}
