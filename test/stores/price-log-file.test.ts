import { describe, expect, test } from '@jest/globals';
import type { LoggedPrice } from '../../lib/domain/index.ts';
import { priceLogFile } from '../../lib/stores/index.ts';
import { readBack } from './read-parquet.ts';

const aPrice = (changes: Partial<LoggedPrice> = {}): LoggedPrice => ({
  sku: 'A-1',
  policyVersion: 'de-2025-06-30-1',
  rung: 0,
  unitPriceMicros: 9_500_000,
  chance: 0.75,
  drawn: false,
  proposed: true,
  priceTest: false,
  inForce: false,
  expectedUnitsPerDay: 11.08,
  unitCostMicros: 6_000_000,
  ...changes,
});

describe('priceLogFile', () => {
  test('holds a row for each SKU and rung that DuckDB reads by name', async () => {
    const bytes = priceLogFile([
      aPrice(),
      aPrice({ rung: 1, unitPriceMicros: 10_000_000, chance: 0.25, proposed: false, inForce: true }),
    ]);

    expect(await readBack(bytes, '*')).toEqual([
      {
        sku: 'A-1',
        policy_version: 'de-2025-06-30-1',
        rung: 0,
        unit_price_micros: 9_500_000,
        chance: 0.75,
        drawn: false,
        proposed: true,
        price_test: false,
        in_force: false,
        expected_units_per_day: 11.08,
        unit_cost_micros: 6_000_000,
      },
      expect.objectContaining({ rung: 1, chance: 0.25, proposed: false, in_force: true }),
    ]);
  });

  test('is a readable file without rows where no policy could be learnt', async () => {
    expect(await readBack(priceLogFile([]), 'count(*) AS rows, sum(chance) AS chance')).toEqual([
      { rows: 0, chance: null },
    ]);
  });
});
