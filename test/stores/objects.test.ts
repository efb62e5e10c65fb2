import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError } from '../../lib/domain/index.ts';
import { type EmbeddedStorage, startEmbeddedStorage } from './embedded-storage.ts';

let storage: EmbeddedStorage;
let folder: string;

beforeAll(async () => {
  storage = await startEmbeddedStorage();
  folder = await mkdtemp(join(tmpdir(), 'tradewind-objects-'));
});
afterAll(async () => {
  await storage.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('an object store', () => {
  test('gives back the bytes that were put, also under a key with blanks and umlauts', async () => {
    const key = 'demo/de/orders/März 2026 + mehr.csv';

    await storage.dropped.put(key, Uint8Array.of(0, 255, 10), 'text/csv');

    expect([...(await storage.dropped.get(key))]).toEqual([0, 255, 10]);
  });

  test('says that there is no object, on get and on download', async () => {
    await expect(storage.lake.get('none')).rejects.toThrow(NotFoundError);
    await expect(storage.lake.download('none', join(folder, 'none'))).rejects.toThrow(NotFoundError);
  });

  test('streams a file there and back', async () => {
    const text = 'line\n'.repeat(100_000);
    await writeFile(join(folder, 'out'), text);

    await storage.lake.upload(join(folder, 'out'), 'big', 'text/plain');
    await storage.lake.download('big', join(folder, 'back'));

    expect(await readFile(join(folder, 'back'), 'utf8')).toBe(text);
  });

  test('overwrites an object', async () => {
    await storage.lake.put('twice', 'one', 'text/plain');
    await storage.lake.put('twice', 'two', 'text/plain');

    expect(new TextDecoder().decode(await storage.lake.get('twice'))).toBe('two');
  });

  test('lists the keys of a prefix, and no other', async () => {
    for (const key of ['list/b', 'list/a', 'lists/c']) await storage.lake.put(key, 'x', 'text/plain');

    expect(await storage.lake.list('list/')).toEqual(['list/a', 'list/b']);
  });
});
