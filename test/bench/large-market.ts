import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, catalogKey, type LakeFile, type UploadKind } from '../../lib/domain/index.ts';
import { WINDOW_DAYS } from '../../lib/oversight/index.ts';
import { LAKE_SCHEMA_VERSION, type LakeRequest, type ObjectStore } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { AS_OF, chance, copyOf, DAYS, FIRST_DAY, pseudonym } from './synthetic-lake.ts';

/** A merchant's markets at one location as the nightly steps read them. */
export type MarketSize = {
  orderLines: number;
  skus: number;
  buyers: number;
  /** Share of the lines that are one SKU's. */
  topSkuShare?: number;
  /** Lines of the market `gb`, which shares the location; none by default. */
  neighbourLines?: number;
  /** Half a year of nights has left its forecasts and costs, by which drift is judged. */
  remembered?: true;
};

const MERCHANT = 'acme';
const LINES_AN_ORDER = 4;
/** Lines of one upload: an export of a year or so. */
const LINES_A_FILE = 2_500_000;
/** A stock count of every SKU each month. */
const COUNTS = 24;

const MEMORY = 'memory.parquet';
const MEMORY_FOLDER = 'drift-memory/';
const LAST_NIGHT = addDays(AS_OF, -1);

const uploadOf = (kind: UploadKind, place: number) => `u-${kind}-${place}`;

type Part = { kind: UploadKind; market: string; rows: number; sql: string; given: Record<string, string> };

/**
 * Write two years of orders, a product, a price and monthly stock counts of every SKU, and the customers, as the lake's
 * Parquet files. All chance is DuckDB's `hash`: equal sizes give equal rows.
 */
export async function writeLargeMarket(folder: string, size: MarketSize): Promise<void> {
  const database = await openDatabase({ directory: folder, memoryMib: 2048 });
  try {
    for (const [place, { kind, sql, given }] of partsOf(size).entries())
      await database.run(
        copyOf(kind, join(folder, `${place}.parquet`), sql, {
          ...given,
          upload: `'${uploadOf(kind, place)}'`,
        }),
      );
    if (size.remembered === true)
      await database.run(`COPY (${memorySql(size.skus)}) TO '${join(folder, MEMORY)}' (FORMAT parquet)`);
  } finally {
    database.close();
  }
}

/** Say what opens the files as a lake. */
export function openLargeMarket(
  folder: string,
  size: MarketSize,
): Pick<LakeRequest, 'catalog'> & { objects: Pick<ObjectStore, 'list' | 'download'>; merchant: string } {
  const files = partsOf(size).map(({ kind, market, rows }, place): [string, LakeFile] => {
    const upload = uploadOf(kind, place);
    const { pk } = catalogKey(MERCHANT, market, kind, upload);
    const dates = { firstDate: FIRST_DAY, lastDate: AS_OF };
    const entry = { upload, market, kind, key: `${place}.parquet`, sequence: String(place).padStart(3, '0') };
    return [pk, { ...entry, rows, schemaVersion: LAKE_SCHEMA_VERSION, ...dates }];
  });
  return {
    merchant: MERCHANT,
    // of what nights leave, the memory of drift alone
    objects: {
      list: async (prefix) =>
        size.remembered === true && prefix.startsWith(MEMORY_FOLDER)
          ? [`${prefix}${LAST_NIGHT}.parquet`]
          : [],
      download: (key, file) => copyFile(join(folder, key.startsWith(MEMORY_FOLDER) ? MEMORY : key), file),
    },
    catalog: {
      queryAll: async (pk, { prefix = '' } = {}) =>
        files
          .filter(([partition, { kind }]) => partition === pk && `${kind}#`.startsWith(prefix))
          .map(([, value]) => ({ sk: value.upload, value })),
      compactions: { queryAll: async () => [] },
    },
  };
}

function partsOf(size: MarketSize): Part[] {
  const { skus, neighbourLines = 0, buyers } = size;
  const parts: Part[] = [];
  for (const [market, lines] of [['de', size.orderLines] as const, ['gb', neighbourLines] as const])
    for (let first = 0; first < lines; first += LINES_A_FILE) {
      const rows = Math.min(LINES_A_FILE, lines - first);
      const currency = market === 'gb' ? 'GBP' : 'EUR';
      parts.push({
        kind: 'orders',
        market,
        rows,
        sql: ordersSql(size, first, rows),
        given: orderColumns(currency),
      });
    }
  const all = `SELECT range AS sku, range AS line FROM range(${skus})`;
  const de = { market: 'de' };
  parts.push({ kind: 'products', ...de, rows: skus, sql: all, given: PRODUCT });
  parts.push({ kind: 'prices', ...de, rows: skus, sql: all, given: PRICE });
  const counts = `SELECT range // ${COUNTS} AS sku, range % ${COUNTS} AS month, range AS line
    FROM range(${COUNTS * skus})`;
  parts.push({ kind: 'stock', ...de, rows: COUNTS * skus, sql: counts, given: STOCK });
  parts.push({
    ...{ kind: 'customers', ...de, rows: buyers, given: CUSTOMER },
    sql: `SELECT range AS buyer FROM range(${buyers})`,
  });
  return parts;
}

/** A row for each SKU and night of the last half-year. */
const memorySql = (
  skus: number,
) => `SELECT ${SKU} AS sku, DATE '${LAST_NIGHT}' - CAST(night AS INTEGER) AS day,
    CAST(hash(sku) % 20 AS FLOAT) AS forecast, CAST(500000 + (hash(sku) % 25000000) AS BIGINT) AS cost_micros
  FROM (SELECT n.range AS night, s.range AS sku FROM range(${WINDOW_DAYS}) n, range(${skus}) s) ORDER BY sku, day`;

const SKU = `'SKU-' || lpad(sku::VARCHAR, 6, '0')`;

const orderColumns = (currency: string) => ({
  ...{ order_id: `'O' || o`, ordered_on: `DATE '${FIRST_DAY}' + day`, customer: pseudonym('buyer') },
  ...{ sku: SKU, quantity: 'quantity', currency: `'${currency}'`, line_key: `'id ' || line` },
  ...{ unit_price_micros: '1000000 + (hash(sku) % 50000000)' },
  // one line in a hundred is undone by a cancellation of its own
  ...{ cancelled: 'quantity < 0', product: 'true', line: 'line' },
});
const PRODUCT = {
  ...{ sku: SKU, name: `'Article ' || sku`, category: `'Group ' || sku % 40`, line: 'line' },
  ...{ unit_cost_micros: '500000 + (hash(sku) % 25000000)', cost_currency: `'EUR'` },
};
const PRICE = {
  ...{ sku: SKU, currency: `'EUR'`, price_micros: '1000000 + (hash(sku) % 50000000)' },
  ...{ valid_from: `DATE '${FIRST_DAY}'`, line: 'line' },
};
const STOCK = {
  ...{ sku: SKU, as_of: `DATE '${FIRST_DAY}' + CAST(30 * month AS INTEGER)`, line: 'line' },
  on_hand: `CAST(hash(sku, month) % 40 AS DOUBLE)`,
};
const CUSTOMER = {
  ...{ customer: pseudonym('buyer'), price_group: `CASE WHEN buyer % 5 = 0 THEN 'gold' END` },
  line: 'buyer',
};

/** The SKUs' shares are skewed by themselves: of 64,000 the first tenth has about 46 % of the lines. */
function ordersSql({ skus, buyers, topSkuShare = 0 }: MarketSize, first: number, rows: number): string {
  return `SELECT *,
      CASE WHEN ${chance('line', '4')} < ${topSkuShare} THEN 0
        ELSE CAST(floor(${skus} * pow(${chance('line', '2')}, 3)) AS BIGINT) END AS sku,
      (CASE WHEN hash(line, 5) % 100 = 0 THEN -1 ELSE 1 END) * CAST(1 + hash(line, 3) % 12 AS DOUBLE) AS quantity
    FROM (
      SELECT range AS line, range // ${LINES_AN_ORDER} AS o,
        CAST(floor(${buyers} * pow(${chance('o', '0')}, 2)) AS BIGINT) AS buyer,
        CAST(hash(o, 1) % ${DAYS - 1} AS INTEGER) AS day
      FROM range(${first}, ${first + rows})
    )`;
}
