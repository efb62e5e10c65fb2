import { zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet-writer';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** A column of a Parquet file; `null` is no value. Days are counted from 1970-01-01. */
export type ParquetColumn =
  | { name: string; type: 'text'; values: (string | null)[] }
  | { name: string; type: 'number'; values: (number | null)[] }
  | { name: string; type: 'day'; values: number[] }
  | { name: string; type: 'flag'; values: boolean[] };

const ELEMENTS = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  day: { type: 'INT32', converted_type: 'DATE' },
  flag: { type: 'BOOLEAN' },
} as const satisfies Record<ParquetColumn['type'], Partial<SchemaElement>>;

/**
 * Write a Parquet file under Zstandard in plain JavaScript, for functions that carry no DuckDB. Equal columns give equal
 * bytes.
 *
 * @param columns - all of one length, which may be 0
 */
export function writeParquet(columns: readonly ParquetColumn[]): Uint8Array {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({
      name,
      ...ELEMENTS[type],
      repetition_type: type === 'text' || type === 'number' ? ('OPTIONAL' as const) : ('REQUIRED' as const),
    })),
  ];
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, values }) => ({ name, data: values })),
      schema,
      codec: 'ZSTD',
      compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
      createdBy: 'tradewind',
    }),
  );
}
