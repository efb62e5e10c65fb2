import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../lib/stores/lake-database.ts';

/** Read a file as any other program would: DuckDB knows nothing of ours. */
export async function readBack(bytes: Uint8Array, columns: string) {
  const directory = await mkdtemp(join(tmpdir(), 'read-back-'));
  try {
    const file = join(directory, 'file.parquet');
    await writeFile(file, bytes);
    const database = await openDatabase({ directory, memoryMib: 128 });
    try {
      return await database.run(`SELECT ${columns} FROM read_parquet('${file}')`);
    } finally {
      database.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}
