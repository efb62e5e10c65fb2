import { zstdDecompressSync } from 'node:zlib';
import { type ParquetQueryFilter, parquetMetadataAsync, parquetReadObjects, rowIndex } from 'hyparquet';
import { logEntrySchema, loggedActSchema, parseAs, type RunSeal, type SealedEntry } from '../domain/index.ts';
import { createParquetFile, type ParquetColumn } from './parquet-file.ts';

/** A column of the file: what it holds, and where an entry has it. */
export type LogColumn = {
  name: string;
  type: 'text' | 'number';
  of: readonly [string] | readonly [string, string];
};

/**
 * The columns, in order. Merchant and market are not among them: they are in the object's key, and partitions of the tables
 * over it. The inputs are canonical JSON.
 */
export const logColumns: readonly LogColumn[] = [
  { name: 'sku', type: 'text', of: ['sku'] },
  { name: 'at', type: 'text', of: ['at'] },
  { name: 'event', type: 'text', of: ['event'] },
  { name: 'actor', type: 'text', of: ['by'] },
  { name: 'on_behalf_of', type: 'text', of: ['onBehalfOf'] },
  { name: 'buyer', type: 'text', of: ['buyer'] },
  { name: 'decision', type: 'text', of: ['decision'] },
  { name: 'version', type: 'number', of: ['version'] },
  { name: 'from_state', type: 'text', of: ['from'] },
  { name: 'to_state', type: 'text', of: ['to'] },
  { name: 'currency', type: 'text', of: ['draft', 'currency'] },
  { name: 'price_micros', type: 'number', of: ['draft', 'priceMicros'] },
  { name: 'current_price_micros', type: 'number', of: ['draft', 'currentPriceMicros'] },
  { name: 'order_units', type: 'number', of: ['draft', 'orderUnits'] },
  { name: 'amount_minor', type: 'number', of: ['draft', 'amountMinor'] },
  { name: 'step', type: 'number', of: ['draft', 'step'] },
  { name: 'confidence', type: 'number', of: ['draft', 'confidence'] },
  { name: 'expected_gain_per_day_minor', type: 'number', of: ['draft', 'expectedGainPerDayMinor'] },
  { name: 'control', type: 'text', of: ['draft', 'control'] },
  { name: 'reason_code', type: 'text', of: ['reasonCode'] },
  { name: 'policy_version', type: 'text', of: ['policyVersion'] },
  { name: 'run_id', type: 'text', of: ['runId'] },
  { name: 'shard', type: 'text', of: ['inputs', 'shard'] },
  { name: 'merchant_rules', type: 'number', of: ['inputs', 'merchantRules'] },
  { name: 'market_rules', type: 'number', of: ['inputs', 'marketRules'] },
  { name: 'merchant_control', type: 'number', of: ['inputs', 'merchantControl'] },
  { name: 'market_control', type: 'number', of: ['inputs', 'marketControl'] },
  { name: 'uploads', type: 'text', of: ['inputs', 'uploads'] },
  { name: 'answered_at', type: 'text', of: ['inputs', 'answeredAt'] },
  { name: 'control_held', type: 'text', of: ['inputs', 'control'] },
  { name: 'claims', type: 'text', of: ['inputs', 'claims'] },
  { name: 'code', type: 'text', of: ['inputs', 'code'] },
  { name: 'entry', type: 'text', of: ['entry'] },
  { name: 'place', type: 'number', of: ['place'] },
];

/** Rows of a group: whoever asks for a SKU reads the groups that may hold it. */
export const LOG_GROUP_ROWS = 5_000;

/** Writes a sealed file group by group, in the order that entries are added. Equal entries give equal bytes. */
export type LogFileWriter = {
  add(entries: readonly SealedEntry[]): void;
  /** Let what is added from now on begin a group of its own: acts of persons are asked for apart from what a night did. */
  endGroup(): void;
  finish(): Uint8Array;
};

export function createLogFile(): LogFileWriter {
  const file = createParquetFile();
  let waiting: SealedEntry[] = [];
  let groups = 0;
  const write = (entries: readonly SealedEntry[]) => {
    file.writeGroup(logColumns.map((column) => valuesOf(column, entries)));
    groups += 1;
  };
  return {
    add: (entries) => {
      waiting.push(...entries);
      while (waiting.length >= LOG_GROUP_ROWS) {
        write(waiting.slice(0, LOG_GROUP_ROWS));
        waiting = waiting.slice(LOG_GROUP_ROWS);
      }
    },
    endGroup: () => {
      if (waiting.length > 0) write(waiting);
      waiting = [];
    },
    finish: () => {
      if (waiting.length > 0 || groups === 0) write(waiting);
      return file.finish();
    },
  };
}

function valuesOf({ name, type, of }: LogColumn, entries: readonly SealedEntry[]): ParquetColumn {
  const values = entries.map((entry) => valueAt(entry, of));
  return type === 'text'
    ? { name, type, values: values.map((value) => (value === null ? null : String(value))) }
    : { name, type, values: values.map((value) => (value === null ? null : Number(value))) };
}

function valueAt(entry: SealedEntry, [first, second]: LogColumn['of']): unknown {
  // an entry is plain JSON of two levels: its schema says so
  const whole = entry as unknown as Readonly<Record<string, Record<string, unknown>>>;
  return (second === undefined ? whole[first] : whole[first]?.[second]) ?? null;
}

/** The bytes of a sealed file, which may be fetched piece by piece. */
export type LogFileBytes = {
  byteLength: number;
  slice(from: number, to?: number): ArrayBuffer | Promise<ArrayBuffer>;
};

/** Fetched first from a file's end: the footer of a night of 100,000 decisions in two calls, that of a small one in one. */
const FOOTER_BYTES = 64 * 1024;

/** Which rows of a sealed file are meant: all where nothing is said. */
export type LogRows = {
  sku?: string | undefined;
  /** A commitment, or `tradewind`: who acted, or in whose place. */
  person?: string | undefined;
  /** Instants, RFC 3339 in UTC: from the first on, until before the second. */
  between?: readonly [string, string] | undefined;
  /** Places of rows, from 0: from the first on, until before the second. */
  rows?: readonly [number, number] | undefined;
};

/** An entry and its row in the file, from 0. */
export type PlacedEntry = { row: number; entry: SealedEntry };

/**
 * Read the entries of a sealed file in order; only the groups that may hold what is meant are fetched.
 *
 * @throws InputError when a row is no entry, and whatever the reader throws when the file is none
 */
export async function readLogFile(
  file: LogFileBytes,
  { merchant, market }: Pick<RunSeal, 'merchant' | 'market'>,
  meant: LogRows = {},
): Promise<PlacedEntry[]> {
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOTER_BYTES });
  const filter = filterOf(meant);
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors: { ZSTD: (bytes) => zstdDecompressSync(bytes) },
    includeRowIndex: true,
    ...(meant.rows === undefined ? {} : { rowStart: meant.rows[0], rowEnd: meant.rows[1] }),
    ...(filter === undefined ? {} : { filter }),
  });
  return rows.map((row, i) => ({
    row: row[rowIndex] ?? i,
    entry: entryOf(row, { merchant, market }),
  }));
}

function filterOf({ sku, person, between }: LogRows): ParquetQueryFilter | undefined {
  const filters: ParquetQueryFilter[] = [
    ...(sku === undefined ? [] : [{ sku: { $eq: sku } }]),
    ...(person === undefined
      ? []
      : [{ $or: [{ actor: { $eq: person } }, { on_behalf_of: { $eq: person } }] }]),
    ...(between === undefined ? [] : [{ at: { $gte: between[0], $lt: between[1] } }]),
  ];
  return filters.length === 0 ? undefined : { $and: filters };
}

function entryOf(
  row: Readonly<Record<string, unknown>>,
  place: { merchant: string; market: string },
): SealedEntry {
  const entry: Record<string, unknown> = { ...place, draft: {}, inputs: {} };
  for (const { name, of } of logColumns) {
    const [first, second] = of;
    const value = row[name] ?? null;
    if (second !== undefined) {
      // both groups are there from the start
      if (value !== null) (entry[first] as Record<string, unknown>)[second] = value;
    } else if (value !== null || NULLABLE.has(first)) entry[first] = value;
  }
  return parseAs(
    row.place === null ? logEntrySchema : loggedActSchema,
    entry,
    `the entry ${String(row.entry)}`,
  );
}

/** Members that an entry always has, be it as `null`. */
const NULLABLE: ReadonlySet<string> = new Set(['from', 'to']);
