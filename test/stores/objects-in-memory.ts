import { NotFoundError } from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** A bucket in memory: what is put is got, byte for byte. */
export function objectsInMemory(): Pick<ObjectStore, 'get' | 'put'> & { keys(): string[] } {
  const bodies = new Map<string, Uint8Array>();
  return {
    get: async (key) => {
      const body = bodies.get(key);
      if (body === undefined) throw new NotFoundError(`no object ${key}`);
      return body;
    },
    put: async (key, body) => {
      bodies.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
    },
    keys: () => [...bodies.keys()],
  };
}
