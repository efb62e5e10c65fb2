import * as z from 'zod/mini';
import { InputError, parseAs } from '../domain/index.ts';
import { type SampledTotals, summedArrays } from '../forecasting/index.ts';
import { readLines, writeJsonLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** What the series of one category come to within a shard. */
export type CategoryTotals = {
  category: string | null;
  totals: SampledTotals;
  /** Units sold of all of them, day by day, ending on the run's date; a day that was not observed counts as none. */
  history: Float64Array;
};

/** Numbers as base64 of little-endian floats: of 32 bits where they are sampled, of 64 where they are sums that must agree. */
const numbers = z.base64();
const lineSchema = z.object({
  category: z.nullable(z.string()),
  days: z.int(),
  paths: z.int(),
  times: z.int(),
  series: z.int(),
  nonNegative: z.boolean(),
  shockSquares: z.number(),
  sizeSquares: z.number(),
  mean: numbers,
  futures: numbers,
  load: numbers,
  weightedErrors: numbers,
  weightedShares: numbers,
  shocks: numbers,
  sizes: numbers,
  history: numbers,
});

/** Write a shard's totals, a line of gzipped JSON a category. Equal totals give equal bytes. */
export async function writeShardTotals(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  categories: readonly CategoryTotals[],
): Promise<void> {
  const lines = categories.map(({ category, totals, history }) => {
    const { days, paths, times, series, nonNegative, shockSquares, sizeSquares } = totals;
    const counts = { days, paths, times, series, nonNegative, shockSquares, sizeSquares };
    const arrays = summedArrays.map((name) => [name, encode(name, totals[name])]);
    const sums = { ...Object.fromEntries(arrays), history: encode('history', history) };
    return { category, ...counts, ...sums };
  });
  await writeJsonLines(objects, key, lines);
}

/**
 * Read a shard's totals.
 *
 * @throws NotFoundError when there are none, InputError when they do not fit
 */
export async function readShardTotals(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
): Promise<CategoryTotals[]> {
  return readLines(objects, key, readLine);
}

function readLine(text: string, where: string): CategoryTotals {
  const { category, history, ...line } = parseAs(lineSchema, JSON.parse(text), where);
  const { days, paths, times } = line;
  const read = (name: keyof typeof line & (typeof summedArrays)[number], length: number) => {
    const values = decode(name, line[name]);
    if (values.length !== length)
      throw new InputError(`${where} has ${values.length} numbers of ${name}, ${length} are needed`);
    return values;
  };
  return {
    category,
    history: decode('history', history),
    totals: {
      ...line,
      mean: read('mean', days),
      futures: read('futures', paths * days),
      load: read('load', days),
      weightedErrors: read('weightedErrors', days),
      weightedShares: read('weightedShares', days),
      shocks: read('shocks', times),
      sizes: read('sizes', times),
    },
  };
}

type ArrayName = (typeof summedArrays)[number] | 'history';

function encode(name: ArrayName, values: Float64Array): string {
  const packed = name === 'futures' ? Float32Array.from(values) : values;
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString('base64');
}

function decode(name: ArrayName, text: string): Float64Array {
  // a copy of its own, which starts where any float may
  const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
  return name === 'futures' ? Float64Array.from(new Float32Array(buffer)) : new Float64Array(buffer);
}
