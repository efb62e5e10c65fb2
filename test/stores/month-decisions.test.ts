import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMonthDecisions } from '../../lib/stores/index.ts';
import { writeParquet } from '../../lib/stores/parquet-file.ts';
import { aSeal } from '../functions/report/a-seal.ts';

type Entry = { sku: string; decision: string; at: string; to: string; gain?: number; price?: number };

let temporaryDirectory: string;
beforeAll(async () => {
  temporaryDirectory = await mkdtemp(join(tmpdir(), 'month-decisions-'));
});
afterAll(() => rm(temporaryDirectory, { recursive: true, force: true }));

/** Keys of the files that the last reading fetched. */
const fetched: string[] = [];

/** Sealed files, one for each list of entries, each sealed at the end of the day of its last. */
function read(...files: Entry[][]) {
  fetched.length = 0;
  const bodies = files.map((entries, file) =>
    writeParquet([
      { name: 'sku', type: 'text', values: entries.map(({ sku }) => sku) },
      { name: 'at', type: 'text', values: entries.map(({ at }) => `${at}T08:00:00.000Z`) },
      { name: 'event', type: 'text', values: entries.map(() => 'approve') },
      { name: 'decision', type: 'text', values: entries.map(({ decision }) => decision) },
      { name: 'to_state', type: 'text', values: entries.map(({ to }) => to) },
      { name: 'price_micros', type: 'number', values: entries.map(({ price = 11 }) => price) },
      { name: 'current_price_micros', type: 'number', values: entries.map(() => 10) },
      { name: 'expected_gain_per_day_minor', type: 'number', values: entries.map(({ gain = 7 }) => gain) },
      {
        name: 'entry',
        type: 'text',
        values: entries.map(({ at, decision, to }) => `${at}-${decision}-${to}-${file}`),
      },
    ]),
  );
  const keyOf = (file: number) => `decision-log/demo/de/2026-10-01/${file}.parquet`;
  const newestFirst = files
    .map((entries, file) => {
      const days = entries.map(({ at }) => at).sort();
      return {
        ...{ ...aSeal, number: file + 1, entries: entries.length, at: `${days.at(-1)}T23:00:00.000Z` },
        ...{ earliest: `${days[0]}T08:00:00.000Z`, file: { ...aSeal.file, key: keyOf(file) } },
      };
    })
    .reverse();
  const seals = {
    query: async () => ({ items: newestFirst.map((value) => ({ sk: '', value })) }),
  };
  const objects = {
    download: async (key: string, path: string) => {
      fetched.push(key);
      await writeFile(path, bodies[Number(key.split('/').at(-1)?.split('.')[0])] ?? '');
    },
  };
  return readMonthDecisions(
    { objects, seals, temporaryDirectory },
    { merchant: 'demo', market: 'de' },
    {
      from: '2026-10-01',
      to: '2026-10-31',
    },
  );
}

describe('readMonthDecisions', () => {
  test('counts a decision from its approval until the next of its SKU', async () => {
    const found = await read([
      { sku: 'A', decision: 'd1', at: '2026-10-05', to: 'approved' },
      { sku: 'A', decision: 'd2', at: '2026-10-12', to: 'changed', price: 10, gain: 9 },
      { sku: 'B', decision: 'd3', at: '2026-10-06', to: 'proposed' },
    ]);

    expect(found).toEqual([
      {
        ...{ decision: 'd1', sku: 'A', subject: 'price', from: '2026-10-05', until: '2026-10-12' },
        expectedGainPerDayMinor: 7,
      },
      {
        ...{ decision: 'd2', sku: 'A', subject: 'order', from: '2026-10-12', until: '2026-11-01' },
        expectedGainPerDayMinor: 9,
      },
    ]);
  });

  test('counts one that was approved and later seen in force once', async () => {
    const found = await read(
      [{ sku: 'A', decision: 'd1', at: '2026-10-05', to: 'approved' }],
      [{ sku: 'A', decision: 'd1', at: '2026-10-07', to: 'applied' }],
    );

    expect(found.map(({ from }) => from)).toEqual(['2026-10-05']);
  });

  test('counts the days in the month of one that began before it, 28 days from its approval', async () => {
    const found = await read([
      { sku: 'A', decision: 'd1', at: '2026-09-20', to: 'approved' },
      { sku: 'B', decision: 'd2', at: '2026-08-20', to: 'approved' },
      { sku: 'C', decision: 'd3', at: '2026-11-01', to: 'approved' },
    ]);

    expect(found.map(({ sku, from, until }) => [sku, from, until])).toEqual([
      ['A', '2026-10-01', '2026-10-18'],
    ]);
  });

  test('ends one that was rejected afterwards', async () => {
    const found = await read([
      { sku: 'A', decision: 'd1', at: '2026-10-05', to: 'approved' },
      { sku: 'A', decision: 'd1', at: '2026-10-09', to: 'rejected' },
    ]);

    expect(found.map(({ until }) => until)).toEqual(['2026-10-09']);
  });

  test('fetches no file whose entries are all of other months', async () => {
    await read(
      [{ sku: 'A', decision: 'd1', at: '2026-09-02', to: 'approved' }],
      [{ sku: 'A', decision: 'd2', at: '2026-09-03', to: 'approved' }],
      [{ sku: 'A', decision: 'd3', at: '2026-10-31', to: 'approved' }],
      [{ sku: 'A', decision: 'd4', at: '2026-11-01', to: 'approved' }],
    );

    expect(fetched.map((key) => key.split('/').at(-1))).toEqual(['1.parquet', '2.parquet']);
  });

  test('finds nothing where nothing was sealed', async () => {
    expect(await read()).toEqual([]);
  });
});
