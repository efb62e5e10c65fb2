import { currencyDigits, ERASED_BUYER, type UploadKind, uploadKinds } from '../domain/index.ts';
import { kindColumns } from '../importing/index.ts';
import type { LocalFile } from './copy-files.ts';
import { storedColumns } from './lake-columns.ts';
import { NEWEST_FIRST, oldestOf } from './lake-current.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';
import { upgradeRows } from './lake-upgrades.ts';
import { LAKE_SCHEMA_VERSION } from './lake-version.ts';

/** Make `all_{kind}` and `{kind}` for every kind, empty where there is no file. */
export async function createKindViews(
  database: Database,
  files: readonly LocalFile[],
  market: string,
): Promise<void> {
  for (const kind of uploadKinds) {
    const own = files.filter((file) => file.kind === kind);
    await database.run(
      `CREATE VIEW all_${kind} AS ${own.length === 0 ? emptyRows(kind) : fileRows(kind, own)}`,
    );
    const key = kindColumns[kind].key.map(quoteName).join(', ');
    await database.run(`CREATE VIEW ${kind} AS SELECT * FROM all_${kind}
      WHERE file_market IN (${quoteText(market)}, '_all')
      QUALIFY row_number() OVER (PARTITION BY ${key}
        ORDER BY file_market = '_all', ${NEWEST_FIRST}) = 1`);
  }
}

/**
 * Read files of a kind as one relation: its stored columns and `file_market`.
 *
 * One scan of all files of a market and version: a union of one a file takes a millisecond a file to plan, each time that it is used.
 *
 * @param files - one or more
 */
export function fileRows(kind: UploadKind, files: readonly LocalFile[]): string {
  const columns = storedColumns(kind).map(
    ({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`,
  );
  const alike = Map.groupBy(files, ({ market, schemaVersion }) => `${schemaVersion} ${market}`);
  return [...alike.values()]
    .map((group) => {
      const { market = '', schemaVersion: version = LAKE_SCHEMA_VERSION } = group[0] ?? {};
      const rows = version === LAKE_SCHEMA_VERSION ? scanOf(group) : olderRows(kind, version, group);
      return `SELECT ${columns.join(', ')}, ${quoteText(market)} AS file_market FROM ${rows}`;
    })
    .join(' UNION ALL ');
}

const scanOf = (files: readonly LocalFile[], options = '') =>
  `read_parquet([${files.map(({ path }) => quoteText(path)).join(', ')}]${options})`;

/** Files of an older version, each with the upload that the catalog says it is of, in today's columns. */
function olderRows(kind: UploadKind, version: number, files: readonly LocalFile[]): string {
  const origins = files.map((file) => {
    const { upload, sequence } = oldestOf(file);
    return `(${[file.path, upload, sequence].map(quoteText).join(', ')})`;
  });
  const scan = scanOf(files, ", filename = 'file_path', union_by_name = true");
  const rows = `(SELECT rows.*, origin_upload, origin_sequence FROM ${scan} rows
    JOIN (VALUES ${origins.join(', ')}) origin(path, origin_upload, origin_sequence) ON origin.path = rows.file_path)`;
  return upgradeRows(rows, { kind, version });
}

function emptyRows(kind: UploadKind): string {
  const columns = storedColumns(kind).map(({ name, type }) => `NULL::${type} AS ${quoteName(name)}`);
  return `SELECT ${columns.join(', ')}, '' AS file_market WHERE false`;
}

/**
 * Make the views `market_order_lines` and `order_lines`: of an order line that several uploads hold, the latest.
 *
 * `cancelled` with a positive quantity is a line cancelled in place, which never counted; with a negative one it is a
 * cancellation of its own (`C…` invoices), which undoes an earlier sale. Any other negative quantity is a return.
 * `amount_minor` is quantity × price in minor units, rounded half away from zero once (as `amountMinor` of lib/domain).
 *
 * `customer` is nobody where the buyer was erased; `party` still tells whose lines undo whose, within one SKU.
 *
 * They read the files each time, the columns asked for alone: ten million lines as a table would not fit in memory, and to
 * sort them costs minutes where a pass over a column takes a tenth of a second.
 *
 * @param directory - where the lines lie that are left of repeated ones
 */
export async function createOrderLines(
  database: Database,
  { market, directory }: { market: string; directory: string },
): Promise<void> {
  const currencies = await database.run('SELECT DISTINCT currency FROM all_orders ORDER BY 1');
  const factors = currencies.map(
    ({ currency }) => `WHEN ${quoteText(String(currency))} THEN ${10 ** currencyDigits(String(currency))}`,
  );
  const minorPerUnit = factors.length === 0 ? '100' : `CASE currency ${factors.join(' ')} END`;
  await database.run(`CREATE VIEW market_order_lines AS
    SELECT file_market AS market, order_id, line_key, ordered_on,
      CASE WHEN starts_with(customer, ${quoteText(ERASED_BUYER)}) THEN NULL ELSE customer END AS customer, customer AS party, sku, quantity, unit_price_micros, currency,
      CASE WHEN cancelled THEN 'cancelled' WHEN quantity < 0 THEN 'return' ELSE 'sale' END AS kind,
      CAST(round(quantity * unit_price_micros * ${minorPerUnit} / 1000000) AS BIGINT) AS amount_minor,
      product, description, upload
    FROM ${await latestOrders(database, directory)}`);
  await database.run(`CREATE VIEW order_lines AS SELECT * EXCLUDE (market)
    FROM market_order_lines WHERE market = ${quoteText(market)}`);
}

/** Name what holds every order line once: the files, or where they repeat some what is left of them, as a file too. */
async function latestOrders(database: Database, directory: string): Promise<string> {
  const orders = "(FROM all_orders WHERE file_market <> '_all')";
  const key = 'hash(file_market, order_id, line_key)';
  // of a number a line, not of its whole key: ten million of them fit in memory; two keys with one number do no harm
  await database.run(`CREATE TABLE repeated AS
    SELECT key FROM (SELECT ${key} AS key FROM ${orders}) GROUP BY key HAVING count(*) > 1`);
  const [found] = await database.run('SELECT count(*) AS keys FROM repeated');
  if (Number(found?.keys ?? 0) === 0) return orders;
  const file = quoteText(`${directory}/order-lines.parquet`);
  await database.run(`COPY (
      FROM ${orders} WHERE ${key} NOT IN (FROM repeated)
      UNION ALL
      (FROM ${orders} WHERE ${key} IN (FROM repeated)
        QUALIFY row_number() OVER (PARTITION BY file_market, order_id, line_key
          ORDER BY ${NEWEST_FIRST}) = 1)
    ) TO ${file} (FORMAT parquet, COMPRESSION zstd)`);
  return `read_parquet(${file})`;
}
