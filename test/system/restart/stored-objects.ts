import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Objects of the lake that differ between two runs of the same data, each with its reason. */
const OF_THE_MOMENT = [
  // rows carry the place of their upload among the drops, rejects its name
  /^lake\//,
  /^rejects\//,
  // which uploads count, with those places, and their files
  /^manifests\//,
  // policies say when they were made and until when they hold
  /^audit\//,
  // what a night did, with when, and its seals
  /^decision-(lines|log|seals)\//,
  // the state machine's own notes of a Map, named for the execution and written with its moments
  /^results\//,
];

/** Hashes of stored objects, by `bucket/key`. */
export type StoredObjects = Readonly<Record<string, string>>;

/**
 * Read what a stopped stack keeps in its buckets: what was dropped, and everything that the runs have written but for what is of the moment.
 *
 * @param stateRoot - the folder of `--state`
 */
export function storedObjects(stateRoot: string): StoredObjects {
  const objects: Record<string, string> = {};
  for (const file of globSync('*/storage/fauxqs.db', { cwd: stateRoot })) {
    const database = new DatabaseSync(join(stateRoot, file), { readOnly: true });
    const rows = database.prepare('SELECT bucket, key, body FROM s3_objects ORDER BY bucket, key').all();
    database.close();
    for (const { bucket, key, body } of rows) {
      if (OF_THE_MOMENT.some((form) => form.test(String(key)))) continue;
      // the table has a blob there
      objects[`${bucket}/${key}`] = createHash('sha256')
        .update(body as Uint8Array)
        .digest('hex');
    }
  }
  return objects;
}
