import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { UpstreamError } from '../../lib/domain/index.ts';
import { createDocumentTable, createPackedTable, type DocumentTable } from '../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../functions/embedded-dynamo.ts';

const NOW = 1_800_000_000;

let dynamo: EmbeddedDynamo;
let table: DocumentTable<{ n: number }>;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  table = createDocumentTable(dynamo.client, 'policies', z.object({ n: z.int() }), () => NOW);
});
afterAll(async () => {
  await dynamo.stop();
});

describe('a document table', () => {
  test('writes a new document once', async () => {
    const key = { pk: 'new', sk: 'a' };

    expect(await table.putNew(key, { n: 1 })).toBe(true);
    expect(await table.putNew(key, { n: 2 })).toBe(false);
    expect(await table.get(key, { consistent: true })).toMatchObject({ value: { n: 1 }, version: 1 });
  });

  test('tells of twins that write the same which was first, though a connection broke in between', async () => {
    const key = { pk: 'twins', sk: 'a' };
    const twin = () => table.putNew(key, { n: 1 }, { attempt: 'the twin' });
    const { middlewareStack } = dynamo.client;
    const first: boolean[] = [];
    let isBroken = true;
    middlewareStack.add(
      (next) => async (given) => {
        if (!isBroken) return next(given);
        isBroken = false;
        first.push(await twin());
        throw Object.assign(new Error('broken, by the test'), { code: 'ECONNRESET' });
      },
      { step: 'finalizeRequest', priority: 'low', name: 'broken' },
    );

    first.push(await table.putNew(key, { n: 1 }, { attempt: 'the one' }));
    middlewareStack.remove('broken');

    expect(first).toEqual([true, false]);
  });

  test('replaces the version that was read and no other', async () => {
    const key = { pk: 'replace', sk: 'a' };
    await table.put(key, { n: 1 });

    expect(await table.replace(key, { n: 2 }, 1)).toBe(true);
    expect(await table.replace(key, { n: 3 }, 1)).toBe(false);
    expect(await table.get(key)).toMatchObject({ value: { n: 2 }, version: 2 });
  });

  test('does not replace what is not there', async () => {
    expect(await table.replace({ pk: 'replace', sk: 'none' }, { n: 1 }, 1)).toBe(false);
  });

  test('holds an expired document for absent, and one that expires later for present', async () => {
    await table.put({ pk: 'expiry', sk: 'gone' }, { n: 1 }, { expiresAtEpochSeconds: NOW });
    await table.put({ pk: 'expiry', sk: 'here' }, { n: 2 }, { expiresAtEpochSeconds: NOW + 1 });

    expect(await table.get({ pk: 'expiry', sk: 'gone' })).toBeUndefined();
    expect(await table.queryAll('expiry')).toMatchObject([{ sk: 'here', value: { n: 2 } }]);
  });

  test('pages through a partition by cursor, in order, by prefix', async () => {
    for (let n = 1; n <= 5; n++) await table.put({ pk: 'pages', sk: `x#${n}` }, { n });
    await table.put({ pk: 'pages', sk: 'y#1' }, { n: 9 });

    const first = await table.query('pages', { prefix: 'x#', limit: 3 });
    const second = await table.query('pages', { prefix: 'x#', limit: 3, cursor: first.cursor ?? {} });

    expect(first.items.map(({ value }) => value.n)).toEqual([1, 2, 3]);
    expect(second.items.map(({ value }) => value.n)).toEqual([4, 5]);
    expect(second.cursor).toBeUndefined();
    expect((await table.queryAll('pages')).length).toBe(6);
  });

  test('writes 260 documents, more than eight writers take at once', async () => {
    const entries = Array.from({ length: 260 }, (_, n) => ({
      key: { pk: 'many', sk: `${n}` },
      value: { n },
    }));

    await table.putAll(entries);

    const stored = (await table.queryAll('many')).map(({ value }) => value.n).sort((a, b) => a - b);
    expect(stored).toEqual(Array.from({ length: 260 }, (_, n) => n));
  });

  test('begins no batch after one that failed, and says so', async () => {
    const entries = Array.from({ length: 1000 }, (_, n) => ({
      // no key may be longer than 1 KiB
      key: { pk: 'failing', sk: n === 0 ? 'x'.repeat(2000) : `${n}` },
      value: { n },
    }));

    await expect(table.putAll(entries)).rejects.toThrow(/size/i);

    const written = (await table.queryAll('failing')).length;
    expect(written).toBeLessThan(500);
  });

  test('packs the documents of a table that is told to, and reads both forms', async () => {
    const schema = z.object({ daily: z.array(z.number()) });
    const value = { daily: Array.from({ length: 500 }, (_, day) => day % 7) };
    const asText = createDocumentTable(dynamo.client, 'forecasts', schema, () => NOW);
    const packed = createPackedTable(dynamo.client, 'forecasts', schema, () => NOW);
    await asText.put({ pk: 'forms', sk: 'text' }, value);
    await packed.put({ pk: 'forms', sk: 'packed' }, value);

    const { Items = [] } = await dynamo.client.send(
      new QueryCommand({
        TableName: 'forecasts',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'forms' } },
      }),
    );

    expect((await packed.queryAll('forms')).map((item) => item.value)).toEqual([value, value]);
    expect(Items.map(({ sk, body }) => [sk?.S, body?.S?.length, (body?.B?.length ?? 0) > 0])).toEqual([
      ['packed', undefined, true],
      ['text', JSON.stringify(value).length, false],
    ]);
    expect(Items[0]?.body?.B?.length).toBeLessThan(100);
  });

  test('says which packed item is no longer readable', async () => {
    const packed = createPackedTable(dynamo.client, 'forecasts', z.object({ n: z.int() }), () => NOW);
    const Item = { pk: { S: 'broken' }, sk: { S: 'b' }, body: { B: Uint8Array.of(1, 2, 3) } };
    await dynamo.client.send(new PutItemCommand({ TableName: 'forecasts', Item }));

    await expect(packed.get({ pk: 'broken', sk: 'b' })).rejects.toThrow(
      'the item b of forecasts is unreadable',
    );
  });

  test('orders an index by its number', async () => {
    for (const risk of [5, 30, 12])
      await table.put({ pk: 'index', sk: `${risk}` }, { n: risk }, { numbers: { risk } });

    const page = await table.query('index', { index: 'byRisk', descending: true, limit: 2 });

    expect(page.items.map(({ value }) => value.n)).toEqual([30, 12]);
  });

  test('forgets what is removed', async () => {
    await table.put({ pk: 'remove', sk: 'a' }, { n: 1 });
    await table.remove({ pk: 'remove', sk: 'a' });

    expect(await table.get({ pk: 'remove', sk: 'a' })).toBeUndefined();
  });

  test('refuses a stored document that does not fit its schema', async () => {
    const loose = createDocumentTable(dynamo.client, 'policies', z.object({ n: z.string() }), () => NOW);
    await loose.put({ pk: 'schema', sk: 'a' }, { n: 'text' });

    await expect(table.get({ pk: 'schema', sk: 'a' })).rejects.toThrow(UpstreamError);
  });
});
