import { InputError, parseAs, type SeriesRecord, seriesRecordSchema } from '../domain/index.ts';
import { readTexts } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** Series read at a time: one batch of the tables, and all that is held besides the shard itself. */
const SERIES_AT_A_TIME = 25;

/**
 * Read a shard's series in batches of 25, parsed when their turn comes.
 *
 * @param key - in the lake bucket, of gzipped JSON lines
 * @throws InputError when a line is no series; it names the line
 */
export async function* readShardSeries(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
): AsyncGenerator<SeriesRecord[]> {
  const lines = await readTexts(objects, key);
  for (let first = 0; first < lines.length; first += SERIES_AT_A_TIME) {
    yield lines
      .slice(first, first + SERIES_AT_A_TIME)
      .map((line, i) => readRecord(line, `line ${first + i + 1} of ${key}`));
  }
}

function readRecord(line: string, where: string): SeriesRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InputError(`${where} is not JSON`, { cause: error });
  }
  return parseAs(seriesRecordSchema, value, where);
}
