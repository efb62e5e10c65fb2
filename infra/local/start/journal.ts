import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { parseAs } from '../../../lib/domain/index.ts';

const journalSchema = z.record(z.string(), z.object({ sha256: z.string(), droppedAt: z.string() }));

/** Which files this source has dropped: object path → content and moment. A file that changed is dropped again. */
export type DropJournal = z.infer<typeof journalSchema>;

/** Read the journal; empty where there is none. */
export async function readJournal(file: string): Promise<DropJournal> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return parseAs(journalSchema, JSON.parse(text), `the journal ${file}`);
}

/** Write the journal whole or not at all: a kill in the middle leaves the old one. */
export async function writeJournal(file: string, journal: DropJournal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(journal));
  await rename(`${file}.new`, file);
}
