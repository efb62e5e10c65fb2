import { join } from 'node:path';
import { type AssignedKind, type Assignment, assignedKinds, dayNumber } from '../domain/index.ts';
import { type Cell, openDatabase, quoteText } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';
import { type ParquetColumn, writeParquet } from './parquet-file.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** Where assignments are read: the lake's bucket, and a folder for copies. */
export type AssignmentPlace = {
  objects: Pick<ObjectStore, 'download'>;
  temporaryDirectory: string;
};

const MEMORY_MIB = 256;

/**
 * Write a night's assignment as Parquet: a row each with `unit`, `kind` (`sku`, `skuLocation`, `customer`), `stratum`, `holdout`,
 * `experiment` (null where none drew it), `arm`, `cluster` and `since` (its first day in the experiment), in the order given.
 * Equal rows give equal bytes.
 */
export function assignmentFile(rows: readonly Assignment[]): Uint8Array {
  const text = (name: string, of: (row: Assignment) => string | null): ParquetColumn => ({
    ...{ name, type: 'text' },
    values: rows.map(of),
  });
  return writeParquet([
    text('unit', ({ unit }) => unit),
    text('kind', ({ kind }) => kind),
    text('stratum', ({ stratum }) => stratum),
    { name: 'holdout', type: 'flag', values: rows.map(({ holdout }) => holdout) },
    text('experiment', ({ experiment }) => experiment),
    text('arm', ({ arm }) => arm),
    text('cluster', ({ cluster }) => cluster),
    {
      name: 'since',
      type: 'day',
      values: rows.map(({ since }) => (since === null ? null : dayNumber(since))),
    },
  ]);
}

/**
 * Read a night's assignment back, in the order it was written.
 *
 * @param key - of the file in the lake
 * @param kind - rows of this kind alone; all by default
 * @throws NotFoundError where the night left none
 */
export async function readAssignments(
  { objects, temporaryDirectory }: AssignmentPlace,
  key: string,
  kind?: AssignedKind,
): Promise<Assignment[]> {
  return inTemporaryFolder(temporaryDirectory, 'assignments', async (directory) => {
    const path = join(directory, 'assignments.parquet');
    await objects.download(key, path);
    const database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    const columns = await database
      .columns(
        `SELECT * FROM read_parquet(${quoteText(path)}) ${kind === undefined ? '' : `WHERE kind = '${kind}'`}`,
      )
      .finally(() => database.close());
    return rowsOf(columns);
  });
}

function rowsOf(columns: Record<string, Cell[]>): Assignment[] {
  const { unit = [], kind = [], stratum = [], holdout = [], experiment = [], arm = [] } = columns;
  const { cluster = [], since = [] } = columns;
  const nameOrNull = (cell: Cell | undefined) => (typeof cell === 'string' ? cell : null);
  return unit.map((cell, row) => ({
    unit: String(cell),
    kind: assignedKinds.find((name) => name === kind[row]) ?? 'sku',
    stratum: String(stratum[row]),
    holdout: holdout[row] === true,
    experiment: nameOrNull(experiment[row]),
    arm: arm[row] === 'human' ? 'human' : 'ai',
    cluster: String(cluster[row]),
    since: nameOrNull(since[row]),
  }));
}
