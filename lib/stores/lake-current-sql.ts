import type { UploadKind } from '../domain/index.ts';
import { kindColumns } from '../importing/index.ts';
import { storedColumns } from './lake-columns.ts';
import { NEWEST_FIRST } from './lake-current.ts';
import { quoteName } from './sql-text.ts';

/**
 * Write the query that shows of each row of a kind the one that counts: of rows with one key the latest upload's. It is plain
 * SQL, for Athena, Spark (with ANSI quotes) and DuckDB alike. Every upload's forecasts stay.
 *
 * @param table - a relation over the files that a manifest names, with `merchant` and `market`
 */
export function currentRowsSql(kind: UploadKind, table: string): string {
  const columns = ['merchant', 'market', ...storedColumns(kind).map(({ name }) => quoteName(name))].join(
    ', ',
  );
  if (kind === 'forecasts') return `SELECT ${columns} FROM ${table}`;
  const key = ['merchant', 'market', ...kindColumns[kind].key.map(quoteName)].join(', ');
  return `SELECT ${columns} FROM (
  SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY ${NEWEST_FIRST}) AS newest FROM ${table}
) WHERE newest = 1`;
}
