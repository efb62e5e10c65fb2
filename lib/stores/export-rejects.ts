import { join } from 'node:path';
import type { ExportFormat, Upload } from '../domain/index.ts';
import type { ExportColumn } from './export-columns.ts';
import { type ExportFile, writeExportFile } from './export-file.ts';
import { openDatabase, quoteText } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';

/** The columns of `rejects`: whose row it was, where it stood, and why it was refused. */
export const rejectColumns: readonly ExportColumn[] = [
  { name: 'upload', type: 'text' },
  { name: 'market', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'file_name', type: 'text' },
  { name: 'state', type: 'text' },
  { name: 'uploaded_at', type: 'instant' },
  { name: 'line', type: 'count' },
  { name: 'column', type: 'text' },
  { name: 'value', type: 'text' },
  { name: 'reason', type: 'text' },
];

export type RejectsRequest = {
  uploads: AsyncIterable<Upload>;
  format: ExportFormat;
  /** A folder of the task's own. */
  directory: string;
};

const MEMORY_MIB = 512;

/** Write every refused row of these uploads, in their order, then by line. One file of refused rows is copied at a time. */
export async function writeRejects(
  objects: Pick<ObjectStore, 'download'>,
  { uploads, format, directory }: RejectsRequest,
): Promise<ExportFile> {
  const database = await openDatabase({ directory, memoryMib: MEMORY_MIB });
  try {
    await database.run(`CREATE TABLE rejects (upload VARCHAR, market VARCHAR, kind VARCHAR, file_name VARCHAR,
      state VARCHAR, uploaded_at TIMESTAMP, line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)`);
    const copy = join(directory, 'rejects.csv');
    for await (const { upload, market, kind, fileName, state, at, rejectsKey } of uploads) {
      if (rejectsKey === null) continue;
      await objects.download(rejectsKey, copy);
      // as ingest writes it (lake-rejects.ts): every cell may be quoted, none is guessed at
      await database.run(
        `INSERT INTO rejects SELECT $upload, $market, $kind, $fileName, $state, CAST($at AS TIMESTAMP),
          line, "column", value, reason
          FROM read_csv(${quoteText(copy)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
            columns = {line: 'BIGINT', "column": 'VARCHAR', value: 'VARCHAR', reason: 'VARCHAR'})`,
        { upload, market, kind, fileName, state, at },
      );
    }
    return await writeExportFile(database, {
      relation: 'rejects',
      columns: rejectColumns,
      format,
      directory,
    });
  } finally {
    database.close();
  }
}
