import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { openSharedDatabase, type SharedDatabase } from '../../lib/stores/lake-database.ts';

/**
 * Open one database for all imports of a file of tests, or of a `describe` in it, and close it after them.
 *
 * @returns what gives it, from within a test
 */
export function shareDatabase(): () => SharedDatabase {
  let directory: string;
  let shared: SharedDatabase;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tradewind-shared-'));
    shared = await openSharedDatabase({ directory, memoryMib: 512, threads: 1 });
  });
  afterAll(async () => {
    shared.close();
    await rm(directory, { recursive: true });
  });
  return () => shared;
}
