import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeFile, UploadKind } from '../../lib/domain/index.ts';
import { LAKE_SCHEMA_VERSION, type LakeRequest } from '../../lib/stores/index.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { openDatabase, quoteName } from '../../lib/stores/lake-database.ts';

/** How large a market is made up. */
export type LakeSize = { buyers: number; orderLines: number; skus: number };

const LINES_AN_ORDER = 4;
export const DAYS = 730;
/** The first day of the lines. */
export const FIRST_DAY = '2024-01-01';
/** The last day of the lines. */
export const AS_OF = '2025-12-30';

/**
 * Write a market's orders and customers as the lake's Parquet files: 730 days; every buyer orders once, the other orders go to
 * buyers by a skewed share (the busiest tenth makes about a third of them), and products are skewed more. All chance is
 * DuckDB's `hash`, so equal sizes give equal rows.
 *
 * @returns what opens the files as a lake
 */
export async function writeLake(
  folder: string,
  size: LakeSize,
): Promise<Pick<LakeRequest, 'objects' | 'catalog'>> {
  const database = await openDatabase({ directory: folder, memoryMib: 1024 });
  try {
    const write = (kind: UploadKind, rows: string, given: Readonly<Record<string, string>>) =>
      database.run(copyOf(kind, join(folder, `${kind}.parquet`), rows, given));
    await write('orders', ordersSql(size), {
      ...{ order_id: `'O' || o`, ordered_on: `DATE '${FIRST_DAY}' + day`, customer: pseudonym('buyer') },
      ...{ sku: `'SKU-' || lpad(sku::VARCHAR, 5, '0')`, quantity: 'quantity', currency: `'EUR'` },
      ...{ unit_price_micros: '1000000 + (hash(sku) % 50000000)', line_key: `'id ' || line` },
      ...{ cancelled: 'false', product: 'true', line: 'line' },
    });
    await write('customers', `SELECT range AS buyer FROM range(${size.buyers})`, {
      ...{ customer: pseudonym('buyer'), price_group: `CASE WHEN buyer % 5 = 0 THEN 'gold' END` },
      line: 'buyer',
    });
  } finally {
    database.close();
  }
  const files = (['orders', 'customers'] as const).map((kind) => catalogEntry(kind, size));
  return {
    objects: { download: (key, file) => copyFile(join(folder, key), file) },
    catalog: {
      queryAll: async () => files.map((value) => ({ sk: value.upload, value })),
      compactions: { queryAll: async () => [] },
    },
  };
}

/** A number in [0, 1) by DuckDB's hash of expressions. */
export const chance = (...of: string[]) => `((hash(${of.join(', ')}) % 1000003) / 1000003.0)`;
/** A buyer's pseudonym. */
export const pseudonym = (buyer: string) => `'c1-' || md5(${buyer}::VARCHAR)`;

function ordersSql({ buyers, orderLines, skus }: LakeSize): string {
  return `SELECT *, CAST(floor(${skus} * pow(${chance('line', '2')}, 3)) AS BIGINT) AS sku,
      CAST(1 + hash(line, 3) % 12 AS DOUBLE) AS quantity
    FROM (
      SELECT range AS line, range // ${LINES_AN_ORDER} AS o,
        CASE WHEN o < ${buyers} THEN o ELSE CAST(floor(${buyers} * pow(${chance('o', '0')}, 2)) AS BIGINT) END AS buyer,
        CAST(hash(o, 1) % ${DAYS - 1} AS INTEGER) AS day
      FROM range(${orderLines})
    )`;
}

/** Say how rows become a kind's Parquet file, its columns from expressions over them; a column without one is empty. */
export const copyOf = (
  kind: UploadKind,
  file: string,
  rows: string,
  given: Readonly<Record<string, string>>,
): string => `COPY (SELECT ${columnsOf(kind, given)} FROM (${rows})) TO '${file}' (FORMAT parquet)`;

function columnsOf(kind: UploadKind, given: Readonly<Record<string, string>>): string {
  return storedColumns(kind)
    .map(
      ({ name, type }) =>
        `CAST(${{ ...origin(kind), ...given }[name] ?? 'NULL'} AS ${type}) AS ${quoteName(name)}`,
    )
    .join(', ');
}

const origin = (kind: UploadKind): Record<string, string> => ({ upload: `'u-${kind}'`, sequence: `'1'` });

function catalogEntry(kind: UploadKind, { buyers, orderLines }: LakeSize): LakeFile {
  return {
    ...{ upload: `u-${kind}`, market: 'de', kind, key: `${kind}.parquet`, sequence: '1' },
    ...{ rows: kind === 'orders' ? orderLines : buyers, schemaVersion: LAKE_SCHEMA_VERSION },
    ...{ firstDate: FIRST_DAY, lastDate: AS_OF },
  };
}
