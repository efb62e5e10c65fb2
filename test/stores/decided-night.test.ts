import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lakeKeys } from '../../lib/domain/index.ts';
import { assignmentFile, readDecidedNight, readSkuSegments } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { type ParquetColumn, writeParquet } from '../../lib/stores/parquet-file.ts';

const night = { merchant: 'demo', market: 'de', asOf: '2026-06-30' };
const { merchant, market, asOf } = night;

let temporaryDirectory: string;
beforeAll(async () => {
  temporaryDirectory = await mkdtemp(join(tmpdir(), 'decided-'));
});
afterAll(() => rm(temporaryDirectory, { recursive: true, force: true }));

const text = (name: string, values: (string | null)[]): ParquetColumn => ({ name, type: 'text', values });
const flag = (name: string, values: boolean[]): ParquetColumn => ({ name, type: 'flag', values });

/** A lake of these files. */
const placeOf = (files: Record<string, Uint8Array>) => ({
  temporaryDirectory,
  objects: {
    list: async (prefix: string) => Object.keys(files).filter((key) => key.startsWith(prefix)),
    download: async (key: string, path: string) => writeFile(path, files[key] ?? ''),
  },
});

const prices = (...rows: [sku: string, proposed: boolean, inForce: boolean][]) =>
  writeParquet([
    text(
      'sku',
      rows.map(([sku]) => sku),
    ),
    flag(
      'proposed',
      rows.map(([, proposed]) => proposed),
    ),
    flag(
      'in_force',
      rows.map(([, , inForce]) => inForce),
    ),
  ]);

const entries = (...rows: [entry: string, sku: string, event: string, from: string | null, to: string][]) =>
  writeParquet([
    text(
      'entry',
      rows.map(([entry]) => entry),
    ),
    text(
      'sku',
      rows.map(([, sku]) => sku),
    ),
    text(
      'event',
      rows.map(([, , event]) => event),
    ),
    text(
      'from_state',
      rows.map(([, , , from]) => from),
    ),
    text(
      'to_state',
      rows.map(([, , , , to]) => to),
    ),
  ]);

const buyers = (...rows: [customer: string, segment: string | null, offers: string[]][]) =>
  writeParquet([
    text(
      'customer',
      rows.map(([customer]) => customer),
    ),
    text(
      'segment',
      rows.map(([, segment]) => segment),
    ),
    { name: 'offer_skus', type: 'texts', values: rows.map(([, , offers]) => offers) },
  ]);

const sealed = (name: string) => lakeKeys.sealedEntries(merchant, market, asOf, name);

describe('readDecidedNight', () => {
  test('tells for which SKUs another price or an order was proposed, over all shards', async () => {
    const { skus } = await readDecidedNight(
      placeOf({
        [lakeKeys.priceLog(merchant, market, asOf, '0')]: prices(['A', true, false], ['A', false, true]),
        [lakeKeys.priceLog(merchant, market, asOf, '1')]: prices(['B', true, true], ['C', true, true]),
        [sealed('1')]: entries(['e1', 'C', 'propose', null, 'proposed']),
      }),
      night,
    );

    expect(skus.map(({ sku, proposed }) => [sku, proposed])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ]);
  });

  test('counts each decision that came to an end once, also where two files of the date hold it', async () => {
    const { skus } = await readDecidedNight(
      placeOf({
        [sealed('1')]: entries(
          ['e1', 'A', 'approve', 'proposed', 'approved'],
          ['e2', 'A', 'reject', 'approved', 'rejected'],
          ['e3', 'B', 'expire', 'proposed', 'expired'],
          ['e4', '', 'setControl', null, 'approved'],
        ),
        [sealed('2')]: entries(['e1', 'A', 'approve', 'proposed', 'approved']),
        // of another night
        [lakeKeys.sealedEntries(merchant, market, '2026-06-29', '1')]: entries([
          ...(['e0', 'C', 'reject', 'proposed', 'rejected'] as const),
        ]),
      }),
      night,
    );

    expect(skus).toEqual([
      { sku: 'A', proposed: false, ended: 1, approved: 1 },
      { sku: 'B', proposed: false, ended: 1, approved: 0 },
    ]);
  });

  test('leaves buyers of the human arm out of the offers, and names the SKUs of people', async () => {
    const assigned = { stratum: '', holdout: false, experiment: 'e', cluster: 'x', since: null };
    const { offered, byPeople } = await readDecidedNight(
      placeOf({
        [lakeKeys.buyers(merchant, market, asOf)]: buyers(
          ['c1', 's1', ['A']],
          ['c2', 's1', []],
          ['c3', 's1', ['A']],
          ['c4', null, ['A']],
        ),
        [lakeKeys.assignments(merchant, market, asOf)]: assignmentFile([
          { ...assigned, unit: 'c3', kind: 'customer', arm: 'human' },
          { ...assigned, unit: 'A', kind: 'sku', arm: 'human' },
          { ...assigned, unit: 'B', kind: 'sku', arm: 'ai' },
        ]),
      }),
      night,
    );

    expect(offered).toEqual([{ segment: 's1', cases: 2, done: 1 }]);
    expect([...byPeople]).toEqual(['A']);
  });

  test('finds nothing in a night that left nothing', async () => {
    expect(await readDecidedNight(placeOf({}), night)).toEqual({
      skus: [],
      byPeople: new Set(),
      offered: [],
    });
  });
});

describe('readSkuSegments', () => {
  const read = async (lines: string, file: Record<string, Uint8Array>) => {
    const database = await openDatabase({ directory: temporaryDirectory, memoryMib: 256 });
    try {
      await database.run(`CREATE TABLE order_lines AS
        SELECT sku, customer, CAST(day AS DATE) AS ordered_on, amount AS amount_minor, 'sale' AS kind, true AS product
        FROM (VALUES ${lines}) v(sku, customer, day, amount)`);
      return await readSkuSegments(database, placeOf(file), night);
    } finally {
      database.close();
    }
  };
  const known = {
    [lakeKeys.buyers(merchant, market, asOf)]: buyers(['c1', 's1', []], ['c2', 's2', []], ['c3', 's2', []]),
  };

  test('gives a SKU to the segment that bought most of it by money, of the last 90 days', async () => {
    const segments = await read(
      `('A', 'c1', '2026-06-01', 500), ('A', 'c2', '2026-06-02', 300), ('A', 'c3', '2026-06-03', 300),
       ('B', 'c1', '2026-06-01', 10), ('B', 'c2', '2026-03-01', 900), ('C', 'c1', '2026-07-01', 10)`,
      known,
    );

    expect(segments).toEqual(
      new Map([
        ['A', 's2'],
        ['B', 's1'],
      ]),
    );
  });

  test('knows none in a night without buyers', async () => {
    expect(await read(`('A', 'c1', '2026-06-01', 500)`, {})).toEqual(new Map());
  });
});
