import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { currencyDigits, type ExportFormat, type ExportType, InputError, lakeKeys } from '../domain/index.ts';
import { copySealedDay } from './copy-sealed-day.ts';
import { type CodesOf, writeCodedFile } from './export-codes.ts';
import type { ExportColumn } from './export-columns.ts';
import type { ExportFile } from './export-file.ts';
import { type NightColumn, type NightKind, nightColumns } from './export-night-columns.ts';
import { copyShards } from './forecast-accuracy.ts';
import { type Database, openDatabase, quoteName, quoteText } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';

/** Which night's table, of which market. */
export type NightRequest = {
  kind: NightKind;
  merchant: string;
  market: string;
  /** ISO 4217 of the market's amounts. */
  currency: string;
  /** The business date; `undefined` where the market was never run. */
  asOf: string | undefined;
  /** True where the caller named the night: then there has to be one. */
  named: boolean;
  /** Shards of the night's run. */
  shards: number;
  format: ExportFormat;
  /** Opens customers' codes; absent where the file is to have none. */
  codesOf?: CodesOf | undefined;
  /** A folder of the task's own. */
  directory: string;
};

const MEMORY_MIB = 768;

/**
 * Write what a night left in the lake as one file. A column that an earlier version did not write yet is empty.
 *
 * @throws InputError where the caller named a night that left nothing
 */
export async function writeNight(
  objects: Pick<ObjectStore, 'list' | 'download'>,
  request: NightRequest,
): Promise<ExportFile> {
  const { kind, asOf, named, format, directory, codesOf } = request;
  const files = await copyNight(objects, request);
  if (files.length === 0 && named) throw new InputError(`no ${kind} are kept of the night ${asOf}`);
  const database = await openDatabase({ directory, memoryMib: MEMORY_MIB });
  try {
    const table = `read_parquet([${files.map(quoteText).join(', ')}], union_by_name = true)`;
    const types = files.length === 0 ? new Map() : await typesOf(database, table);
    const columns = nightColumns[kind].map((column) => expressionOf(column, types, request));
    const nothing = `(SELECT ${columns.map(({ name }) => `NULL AS ${quoteName(name)}`).join(', ')} WHERE false)`;
    const relation = files.length === 0 ? nothing : table;
    return await writeCodedFile(database, { relation, columns, format, directory, codesOf });
  } finally {
    database.close();
  }
}

async function copyNight(
  objects: Pick<ObjectStore, 'list' | 'download'>,
  { kind, asOf, shards, directory, ...of }: NightRequest,
): Promise<string[]> {
  if (asOf === undefined) return [];
  const folder = join(directory, 'night');
  switch (kind) {
    case 'forecasts':
      return copyShards(objects, { ...of, asOf, shards }, lakeKeys.forecasts, folder);
    case 'price_log':
      return copyShards(objects, { ...of, asOf, shards }, lakeKeys.priceLog, folder);
    case 'decision_log':
      return copySealedDay(objects, { ...of, asOf }, folder);
    case 'buyers':
      return copyOne(objects, lakeKeys.buyers(of.merchant, of.market, asOf), folder);
    case 'accuracy':
      return copyOne(objects, lakeKeys.accuracy(of.merchant, of.market, asOf), folder);
    default: {
      const table = kind.slice('analysis_'.length);
      return copyOne(objects, lakeKeys.analysis(of.merchant, of.market, table, asOf), folder);
    }
  }
}

async function copyOne(
  objects: Pick<ObjectStore, 'list' | 'download'>,
  key: string,
  folder: string,
): Promise<string[]> {
  if (!(await objects.list(key)).includes(key)) return [];
  await mkdir(folder);
  const file = join(folder, 'night.parquet');
  await objects.download(key, file);
  return [file];
}

/** What the files' columns are, by name. */
async function typesOf(database: Database, table: string): Promise<Map<string, string>> {
  const described = await database.run(`DESCRIBE SELECT * FROM ${table}`);
  return new Map(described.map(({ column_name, column_type }) => [String(column_name), String(column_type)]));
}

function expressionOf(
  [name, type, source = name]: NightColumn,
  types: ReadonlyMap<string, string>,
  { asOf, currency }: NightRequest,
): ExportColumn {
  if (name === 'as_of') return { name, type, sql: asOf === undefined ? 'NULL' : quoteText(asOf) };
  const found = types.get(source);
  if (found === undefined)
    return { name, type, sql: name === 'currency' ? quoteText(currency) : (CONSTANTS.get(name) ?? 'NULL') };
  if (found.endsWith('[]'))
    return { name, type, sql: `array_to_string(${quoteName(source)}::VARCHAR[], '; ')` };
  return { name, type, sql: inUnits(quoteName(source), type, currency) };
}

/** What only the current forecasts differ in: those that a night kept were all ready. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([['state', "'ready'"]]);

/** Turn whole minor units into an amount, millionths into a price, exactly; all else is what it is. */
export function inUnits(sql: string, type: ExportType, currency: string): string {
  if (type === 'price') return `CAST(${sql} AS DECIMAL(18, 0)) * 0.000001::DECIMAL(7, 6)`;
  if (type !== 'amount') return sql;
  const digits = currencyDigits(currency);
  return digits === 0
    ? sql
    : `CAST(${sql} AS DECIMAL(24, 4)) * ${(10 ** -digits).toFixed(digits)}::DECIMAL(5, 4)`;
}
