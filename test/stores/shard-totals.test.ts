import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { emptyTotals, type SampledTotals } from '../../lib/forecasting/index.ts';
import { readShardTotals, writeShardTotals } from '../../lib/stores/index.ts';
import { objectsInMemory } from './objects-in-memory.ts';

const shape = { days: 2, paths: 3, times: 4 };
const someTotals = (): SampledTotals => ({
  ...emptyTotals(shape),
  series: 7,
  nonNegative: false,
  mean: Float64Array.of(0.1, 1 / 3),
  futures: Float64Array.of(1.5, 0, -2.25, 1e6, 3, 4),
  shocks: Float64Array.of(0.1, -0.2, 1e-9, 5),
  shockSquares: 1 / 7,
});

describe('readShardTotals', () => {
  test('gives back what was written: sums to the last bit, futures to 32 bits', async () => {
    const objects = objectsInMemory();
    const written = [
      { category: 'hinges', totals: someTotals(), history: Float64Array.of(0.1, 2) },
      { category: null, totals: emptyTotals(shape), history: new Float64Array(0) },
    ];

    await writeShardTotals(objects, 'key', written);

    expect(await readShardTotals(objects, 'key')).toEqual(written);
  });

  test('gives nothing of a shard without a forecast', async () => {
    const objects = objectsInMemory();

    await writeShardTotals(objects, 'key', []);

    expect(await readShardTotals(objects, 'key')).toEqual([]);
  });

  test('refuses a line that lacks numbers, naming it', async () => {
    const objects = objectsInMemory();
    await writeShardTotals(objects, 'key', [
      { category: null, totals: someTotals(), history: new Float64Array(1) },
    ]);
    const line = JSON.parse(gunzipSync(await objects.get('key')).toString());
    await objects.put('key', gzipSync(JSON.stringify({ ...line, days: 3 })), 'application/gzip');

    await expect(readShardTotals(objects, 'key')).rejects.toThrow('line 1 of key has 2 numbers of mean, 3');
  });
});
