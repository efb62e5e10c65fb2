import { zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet-writer';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** A column of a Parquet file; `null` is no value. Days are counted from 1970-01-01. */
export type ParquetColumn =
  | { name: string; type: 'text'; values: (string | null)[] }
  | { name: string; type: 'number'; values: (number | null)[] }
  | { name: string; type: 'day'; values: (number | null)[] }
  | { name: string; type: 'flag'; values: boolean[] }
  | { name: string; type: 'texts'; values: string[][] }
  | { name: string; type: 'numbers'; values: number[][] };

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const NUMBER = { type: 'DOUBLE' } as const;

/** A file that grows by row groups, each written down and let go before the next is made. */
export type ParquetFile = {
  /** @param columns - those of the first group again, all of one length, with this group's values */
  writeGroup(columns: readonly ParquetColumn[]): void;
  /** End the file. At least one group has been written, which may have no rows. */
  finish(): Uint8Array;
};

/** Write a Parquet file under Zstandard in plain JavaScript, group by group. Equal columns give equal bytes. */
export function createParquetFile(): ParquetFile {
  const writer = new ByteWriter();
  let file: ParquetWriter | undefined;
  const open = (columns: readonly ParquetColumn[]) =>
    new ParquetWriter({
      writer,
      schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)],
      codec: 'ZSTD',
      compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
      createdBy: 'tradewind',
    });
  return {
    writeGroup: (columns) => {
      file ??= open(columns);
      // a buffer in memory takes everything at once: there is no promise to wait for
      void file.write({
        columnData: columns.map(({ name, values }) => ({ name, data: values })),
        rowGroupSize: Math.max(1, columns[0]?.values.length ?? 0),
      });
    },
    finish: () => {
      void file?.finish();
      return writer.getBytes();
    },
  };
}

/**
 * Write a Parquet file of one row group, for functions that carry no DuckDB.
 *
 * @param columns - all of one length, which may be 0
 */
export function writeParquet(columns: readonly ParquetColumn[]): Uint8Array {
  const file = createParquetFile();
  file.writeGroup(columns);
  return file.finish();
}

/** A list is a group of a repeated group of its elements, as the format's "Nested types" has it. */
function elementsOf({ name, type }: ParquetColumn): SchemaElement[] {
  const listOf = (element: Partial<SchemaElement>): SchemaElement[] => [
    { name, repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', ...element },
  ];
  switch (type) {
    case 'text':
      return [{ name, ...TEXT, repetition_type: 'OPTIONAL' }];
    case 'number':
      return [{ name, ...NUMBER, repetition_type: 'OPTIONAL' }];
    case 'day':
      return [{ name, type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' }];
    case 'flag':
      return [{ name, type: 'BOOLEAN', repetition_type: 'REQUIRED' }];
    case 'texts':
      return listOf(TEXT);
    case 'numbers':
      return listOf(NUMBER);
  }
}
