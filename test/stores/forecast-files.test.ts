import { describe, expect, test } from '@jest/globals';
import { forecastFile, observedFile } from '../../lib/stores/index.ts';
import { aSeries } from '../functions/forecast/a-series.ts';
import { aForecast } from '../functions/stored-documents.ts';
import { readBack } from './read-parquet.ts';

const daily = { mean: [2.5, 3], p10: [0, 1], p50: [2, 3], p90: [6, 5.25] };
const named = { ...daily, runId: 'de-2025-06-30', asOf: '2025-06-30', model: 'combination(6)' };

describe('forecastFile', () => {
  test('holds a row for each SKU and day that DuckDB reads with names, dates and numbers', async () => {
    const bytes = forecastFile([
      { forecast: aForecast(named), naive: [4, 0] },
      { forecast: aForecast({ ...named, sku: 'Ä-2', model: 'intermittent' }), naive: [1, 1] },
    ]);

    expect(await readBack(bytes, '*')).toEqual([
      {
        sku: 'A-1',
        day: '2025-07-01',
        ...{ mean: 2.5, p10: 0, p50: 2, p90: 6, naive: 4 },
        ...of('combination(6)'),
      },
      {
        sku: 'A-1',
        day: '2025-07-02',
        ...{ mean: 3, p10: 1, p50: 3, p90: 5.25, naive: 0 },
        ...of('combination(6)'),
      },
      {
        sku: 'Ä-2',
        day: '2025-07-01',
        ...{ mean: 2.5, p10: 0, p50: 2, p90: 6, naive: 1 },
        ...of('intermittent'),
      },
      {
        sku: 'Ä-2',
        day: '2025-07-02',
        ...{ mean: 3, p10: 1, p50: 3, p90: 5.25, naive: 1 },
        ...of('intermittent'),
      },
    ]);
  });

  test('is a readable file without rows where no series could be forecast', async () => {
    expect(await readBack(forecastFile([]), 'count(*) AS rows, max(day) AS day')).toEqual([
      { rows: 0, day: null },
    ]);
  });
});

const of = (model: string) => ({ model, run: 'de-2025-06-30' });

describe('observedFile', () => {
  test('holds the newest 28 days with what is not known as null, and what a unit brought', async () => {
    const demand = new Array<number | null>(40).fill(5);
    demand[38] = null;
    const record = aSeries({ start: '2025-05-22', demand, censoredDays: [39, 3], yearRevenueMinor: 39_000 });

    const rows = await readBack(observedFile([record], '2025-06-30'), '*');

    expect(rows).toHaveLength(28);
    expect(rows[0]).toEqual({
      sku: 'A-1',
      day: '2025-06-03',
      units: 5,
      sold_out: false,
      unit_value_minor: 200,
    });
    expect(rows[26]).toMatchObject({ day: '2025-06-29', units: null, sold_out: false });
    expect(rows[27]).toMatchObject({ day: '2025-06-30', units: 5, sold_out: true });
  });

  test('starts with a series that is younger, and knows no value without revenue', async () => {
    const record = aSeries({ start: '2025-06-29', demand: [1, 0], yearRevenueMinor: 0 });

    expect(await readBack(observedFile([record], '2025-06-30'), 'day, unit_value_minor')).toEqual([
      { day: '2025-06-29', unit_value_minor: null },
      { day: '2025-06-30', unit_value_minor: null },
    ]);
  });
});
