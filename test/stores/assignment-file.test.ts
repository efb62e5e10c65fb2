import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Assignment } from '../../lib/domain/index.ts';
import { assignmentFile, readAssignments } from '../../lib/stores/index.ts';
import { readBack } from './read-parquet.ts';

const aRow = (changes: Partial<Assignment> = {}): Assignment => ({
  unit: 'A-1',
  kind: 'sku',
  stratum: 'de:A',
  holdout: false,
  experiment: 'exp-1',
  arm: 'human',
  cluster: 'de/A-1',
  since: '2026-03-02',
  ...changes,
});
const untested = aRow({ unit: 'A-2', experiment: null, arm: 'ai', since: null, stratum: '' });

describe('assignmentFile', () => {
  test('holds a row for each unit that DuckDB reads by name', async () => {
    const bytes = assignmentFile([aRow(), untested]);

    expect(await readBack(bytes, 'unit, kind, stratum, holdout, experiment, arm, since')).toEqual([
      {
        ...{ unit: 'A-1', kind: 'sku', stratum: 'de:A', holdout: false, experiment: 'exp-1' },
        ...{ arm: 'human', since: '2026-03-02' },
      },
      {
        ...{ unit: 'A-2', kind: 'sku', stratum: '', holdout: false, experiment: null },
        ...{ arm: 'ai', since: null },
      },
    ]);
  });

  test('gives equal bytes for equal rows', () => {
    expect(assignmentFile([aRow()])).toEqual(assignmentFile([aRow()]));
  });
});

describe('readAssignments', () => {
  test('reads what was written, a market without a SKU too', async () => {
    const rows = [aRow(), untested, aRow({ unit: 'c1', kind: 'customer', holdout: true })];

    expect(await kept(rows)).toEqual(rows);
    expect(await kept([])).toEqual([]);
  });
});

async function kept(rows: Assignment[]): Promise<Assignment[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kept-'));
  const objects = { download: (_key: string, file: string) => writeFile(file, assignmentFile(rows)) };
  try {
    return await readAssignments({ objects, temporaryDirectory: directory }, 'a-key');
  } finally {
    await rm(directory, { recursive: true });
  }
}
