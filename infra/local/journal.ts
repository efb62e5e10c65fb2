import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Json, parseJson } from './json.ts';

/** A folder of small JSON documents, each written whole or not at all: what must survive a kill. */
export type Journal = {
  read(name: string): Promise<Json | undefined>;
  write(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  /** Every document by its name. */
  all(): Promise<Map<string, Json>>;
};

/**
 * Open a folder as a journal.
 *
 * A document is written to a name of its own and then renamed, so that a kill leaves the former one or the new one.
 *
 * @param mode - permissions of the files; 0600 for secrets
 */
export async function openJournal(directory: string, mode = 0o644): Promise<Journal> {
  await mkdir(directory, { recursive: true, ...(mode === 0o600 ? { mode: 0o700 } : {}) });
  const pathOf = (name: string) => join(directory, `${encodeURIComponent(name)}.json`);
  let writes = 0;
  return {
    read: async (name) => {
      const text = await readFile(pathOf(name), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseJson(text, pathOf(name));
    },
    write: async (name, value) => {
      const path = pathOf(name);
      const draft = `${path}.${process.pid}.${writes++}.draft`;
      const file = await open(draft, 'w', mode);
      await file.writeFile(JSON.stringify(value));
      await file.close();
      await rename(draft, path);
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    all: async () => {
      const names = (await readdir(directory)).filter((file) => file.endsWith('.json'));
      const entries = names.map(async (file): Promise<[string, Json]> => {
        const path = join(directory, file);
        return [decodeURIComponent(file.slice(0, -5)), parseJson(await readFile(path, 'utf8'), path)];
      });
      return new Map(await Promise.all(entries));
    },
  };
}

/** Read a document, or make, keep and return it: for what is generated once and then stays. */
export async function keepOnce<T extends Json>(
  journal: Journal,
  name: string,
  generate: () => T | Promise<T>,
): Promise<Json> {
  const known = await journal.read(name);
  if (known !== undefined) return known;
  const made = await generate();
  await journal.write(name, made);
  return made;
}
