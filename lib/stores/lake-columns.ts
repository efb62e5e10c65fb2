import type { UploadKind } from '../domain/index.ts';
import { kindColumns, storedName } from '../importing/index.ts';
import { sqlType } from './lake-parse.ts';

/** A column of a Parquet file in the lake. */
export type LakeColumn = { name: string; type: string };

/**
 * Name the columns of a kind's rows: the canonical ones as stored, then what ingest adds. `line_key` tells
 * rows apart that have no key of their own; orders carry `cancelled` and `product` (false for postage, fees and the
 * like); `line` is the row's line in the uploaded file.
 */
export function lakeColumns(kind: UploadKind): LakeColumn[] {
  const { columns, numberedWithin } = kindColumns[kind];
  return [
    ...columns
      .filter(({ column }) => column !== 'line_id')
      .map((column) => ({ name: storedName(column), type: sqlType(column) })),
    ...(numberedWithin === undefined ? [] : [{ name: 'line_key', type: 'VARCHAR' }]),
    ...(kind === 'orders'
      ? [
          { name: 'cancelled', type: 'BOOLEAN' },
          { name: 'product', type: 'BOOLEAN' },
        ]
      : []),
    { name: 'line', type: 'BIGINT' },
  ];
}

/** Name the columns of a kind's Parquet files: its rows, then the `upload` they came with and its `sequence`. */
export function storedColumns(kind: UploadKind): LakeColumn[] {
  return [...lakeColumns(kind), { name: 'upload', type: 'VARCHAR' }, { name: 'sequence', type: 'VARCHAR' }];
}
