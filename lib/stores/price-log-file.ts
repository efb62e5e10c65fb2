import type { LoggedPrice } from '../domain/index.ts';
import { type ParquetColumn, writeParquet } from './parquet-file.ts';

/**
 * Write a night's price log as Parquet: a row for each SKU and rung of its ladder with `sku`, `policy_version`, `rung`,
 * `unit_price_micros`, `chance` (the propensity; sums to 1 within a SKU), `drawn`, `proposed`, `price_test`, `in_force`,
 * `expected_units_per_day` and `unit_cost_micros`, in the order given. Equal rows give equal bytes.
 */
export function priceLogFile(rows: readonly LoggedPrice[]): Uint8Array {
  const text = (name: string, of: (row: LoggedPrice) => string): ParquetColumn => ({
    ...{ name, type: 'text' },
    values: rows.map(of),
  });
  const number = (name: string, of: (row: LoggedPrice) => number): ParquetColumn => ({
    ...{ name, type: 'number' },
    values: rows.map(of),
  });
  const flag = (name: string, of: (row: LoggedPrice) => boolean): ParquetColumn => ({
    ...{ name, type: 'flag' },
    values: rows.map(of),
  });
  return writeParquet([
    text('sku', ({ sku }) => sku),
    text('policy_version', ({ policyVersion }) => policyVersion),
    number('rung', ({ rung }) => rung),
    number('unit_price_micros', ({ unitPriceMicros }) => unitPriceMicros),
    number('chance', ({ chance }) => chance),
    flag('drawn', ({ drawn }) => drawn),
    flag('proposed', ({ proposed }) => proposed),
    flag('price_test', ({ priceTest }) => priceTest),
    flag('in_force', ({ inForce }) => inForce),
    number('expected_units_per_day', ({ expectedUnitsPerDay }) => expectedUnitsPerDay),
    number('unit_cost_micros', ({ unitCostMicros }) => unitCostMicros),
  ]);
}
