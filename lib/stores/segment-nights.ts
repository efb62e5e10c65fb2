import { join } from 'node:path';
import { type BuyerFigures, buyerFigureNames, type SegmentedNight } from '../clustering/index.ts';
import { lakeKeys, parseStored, type RunName, segmentationSchema, UpstreamError } from '../domain/index.ts';
import { keyBefore } from './key-before.ts';
import { type Cell, openDatabase, quoteText } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';
import { type ParquetColumn, writeParquet } from './parquet-file.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** Where nights are kept: the lake's bucket, and a folder for copies. */
export type SegmentNightPlace = {
  objects: Pick<ObjectStore, 'get' | 'put' | 'list' | 'download'>;
  temporaryDirectory: string;
};

const MEMORY_MIB = 256;

/** Columns of the Parquet file beside the figures. */
const OWN_COLUMNS = ['customer', 'segment', 'moved_on', 'moved_from', 'moved_why'] as const;

/**
 * Keep a night's segmentation under its business date: the buyers as Parquet, a row each with `customer`, `segment`, the buyer's
 * newest move (`moved_on`, `moved_from`, `moved_why`; null without one), its figures in plain units (`recency_days` …; null where
 * not known) and `run`; the document as JSON. Equal nights give equal bytes; a repeat overwrites.
 */
export async function keepSegmentNight(
  { objects }: Pick<SegmentNightPlace, 'objects'>,
  { merchant, market, asOf, runId }: RunName,
  { document, buyers, figures }: SegmentedNight,
): Promise<void> {
  const text = (name: string, of: (buyer: SegmentedNight['buyers'][number]) => string | undefined) =>
    ({ name, type: 'text', values: buyers.map((buyer) => of(buyer) ?? null) }) satisfies ParquetColumn;
  const file = writeParquet([
    text('customer', ({ customer }) => customer),
    text('segment', ({ segment }) => segment),
    text('moved_on', ({ moved }) => moved?.on),
    text('moved_from', ({ moved }) => moved?.from),
    text('moved_why', ({ moved }) => moved?.why),
    ...buyerFigureNames.map(
      (name): ParquetColumn => ({
        name: snakeCase(name),
        type: 'number',
        values: Array.from(figures[name], (value) => (Number.isNaN(value) ? null : value)),
      }),
    ),
    text('run', () => runId),
  ]);
  const parquet = lakeKeys.segmentBuyers(merchant, market, asOf);
  await objects.put(parquet, file, 'application/vnd.apache.parquet');
  // after its buyers: a document that is listed has them
  const json = lakeKeys.segmentation(merchant, market, asOf);
  await objects.put(json, JSON.stringify(document), 'application/json');
}

/**
 * Read the newest segmentation of a date before the run's own: a repeat of the same date never meets itself, and a run of an older
 * date never the future.
 *
 * @returns nothing where there is none; a figure that its version did not know is NaN
 */
export async function readSegmentNightBefore(
  { objects, temporaryDirectory }: SegmentNightPlace,
  { merchant, market, asOf }: RunName,
): Promise<SegmentedNight | undefined> {
  const key = await keyBefore(objects, lakeKeys.segmentation(merchant, market, asOf));
  if (key === undefined) return undefined;
  const json = new TextDecoder().decode(await objects.get(key));
  const document = parseStored(segmentationSchema, json, `the segmentation ${key}`);
  return inTemporaryFolder(temporaryDirectory, 'segments', async (directory) => {
    const path = join(directory, 'buyers.parquet');
    await objects.download(lakeKeys.segmentBuyers(merchant, market, document.asOf), path);
    const database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    // whatever columns the file has: an earlier version knew fewer figures
    const columns = await database
      .columns(`SELECT * FROM read_parquet(${quoteText(path)}) ORDER BY customer`)
      .finally(() => database.close());
    return { document, ...nightOf(columns) };
  });
}

function nightOf(columns: Record<string, Cell[]>): Pick<SegmentedNight, 'buyers' | 'figures'> {
  const [customers, segments, movedOn, movedFrom, movedWhy] = OWN_COLUMNS.map((name) => columns[name] ?? []);
  if (customers === undefined) throw new UpstreamError('the buyers of a segmentation have no column');
  const buyers = customers.map((customer, row) => {
    const [segment, on] = [String(segments?.[row]), movedOn?.[row]];
    const moved =
      typeof on === 'string'
        ? { on, from: String(movedFrom?.[row]), to: segment, why: String(movedWhy?.[row]) }
        : undefined;
    return { customer: String(customer), segment, ...(moved === undefined ? {} : { moved }) };
  });
  const figures = Object.fromEntries(
    buyerFigureNames.map((name) => [
      name,
      Float64Array.from(columns[snakeCase(name)] ?? customers.map(() => null), (cell) =>
        cell === null ? Number.NaN : Number(cell),
      ),
    ]),
  ) as BuyerFigures; // every name of the list is a key
  return { buyers, figures };
}

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
