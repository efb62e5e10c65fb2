import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../lib/domain/index.ts';
import { type AnalysisTableName, analysisFile } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'analysis-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const anAnalysis = (changes: Partial<Analysis> = {}): Analysis => ({
  ...{ kind: 'ready', runId: 'r', asOf: '2025-03-31', from: '2024-04-01', currency: 'EUR' },
  ...{ orders: 1, orderLines: 1, units: 1, returnsShare: 0, anonymousRevenueShare: 0 },
  revenue: { minor: 1, currency: 'EUR' },
  averageOrder: { minor: 1, currency: 'EUR' },
  buyers: { active: 1, new: 0, returning: 1 },
  growth: { monthOnMonth: null, yearOnYear: null },
  concentration: { buyerHerfindahl: null, buyerGini: null, topTenBuyersShare: null, topTenSkusShare: 1 },
  ...{ months: [], abcXyz: [], weekdayShares: [] },
  ...changes,
});

/** Read a table back with DuckDB. */
async function rowsOf(table: AnalysisTableName, analysis: Analysis) {
  const path = join(folder, `${table}.parquet`);
  writeFileSync(path, analysisFile(table, analysis));
  const database = await openDatabase({ directory: folder, memoryMib: 256 });
  try {
    return await database.run(`SELECT * FROM read_parquet('${path}')`);
  } finally {
    database.close();
  }
}

describe('analysisFile', () => {
  test('has a row for each cell of a cohort, what is withheld as no value', async () => {
    const cohort = { month: '2025-01', buyers: 9, mayBeOlder: true };

    const rows = await rowsOf(
      'cohorts',
      anAnalysis({
        cohorts: {
          cohorts: [{ ...cohort, retained: [1, null, 0], revenueMinor: [900, null, 0] }],
          pooled: [],
        },
      }),
    );

    const same = { cohort: '2025-01', buyers: 9, may_be_older: true };
    expect(rows).toEqual([
      { ...same, months_since: 0, retained: 1, revenue_minor: 900 },
      { ...same, months_since: 1, retained: null, revenue_minor: null },
      { ...same, months_since: 2, retained: 0, revenue_minor: 0 },
    ]);
  });

  test('has the months as the document has them', async () => {
    const revenue = { minor: 12_345, currency: 'EUR' };

    const rows = await rowsOf(
      'months',
      anAnalysis({ months: [{ month: '2025-03', revenue, orders: 3, buyers: null, partial: true }] }),
    );

    expect(rows).toEqual([
      { month: '2025-03', revenue_minor: 12_345, currency: 'EUR', orders: 3, buyers: null, partial: true },
    ]);
  });

  test('is a file without rows where a table has none', async () => {
    for (const table of ['categories', 'baskets', 'positioning'] as const)
      expect(await rowsOf(table, anAnalysis())).toEqual([]);
  });
});
