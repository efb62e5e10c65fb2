import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InputError } from '../../lib/domain/index.ts';

/**
 * Take the state directory for this process alone, and make it if needed.
 *
 * SQLite's lock is the system's own: it ends with the process, however that ended, so a kill leaves nothing to clear up.
 *
 * @returns what releases it
 * @throws InputError when another process holds it
 */
export async function lockState(stateDirectory: string): Promise<() => void> {
  await mkdir(stateDirectory, { recursive: true });
  const database = new DatabaseSync(join(stateDirectory, 'lock.sqlite'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const advice = 'stop it, or choose another state directory';
    throw new InputError(`another process uses ${stateDirectory}: ${advice}`, { cause });
  }
  return () => database.close();
}
