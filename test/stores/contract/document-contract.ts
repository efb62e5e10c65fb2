import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { InputError } from '../../../lib/domain/index.ts';
import { createDocumentTable, createPackedTable, type DocumentTable } from '../../../lib/stores/index.ts';
import type { StartService } from './service.ts';

const schema = z.object({ n: z.int(), text: z.optional(z.string()) });
type Document = z.infer<typeof schema>;
const NOW = 1_800_000_000;
const KIB = 1024;
const some = (count: number) => Array.from({ length: count }, (_, n) => n);

/** What every table of documents promises, whichever DynamoDB is behind it. Each test has a partition of its own. */
export function documentContract(service: string, start: StartService): void {
  describe(`a table of documents on ${service}`, () => {
    let client: DynamoDBClient;
    let stop: () => Promise<void>;
    let table: DocumentTable<Document>;

    beforeAll(async () => {
      ({ client, stop } = await start());
      table = createDocumentTable(client, 'policies', schema, () => NOW);
    }, 180_000);
    afterAll(() => stop());

    test('lets one of twenty that write a new document at once win', async () => {
      const key = { pk: 'new', sk: 'a' };

      const won = await Promise.all(some(20).map((n) => table.putNew(key, { n })));

      const stored = await table.get(key, { consistent: true });
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(stored).toMatchObject({ value: { n: won.indexOf(true) }, version: 1 });
    });

    test('lets one of ten that replace one version win, and nobody replace what is not there', async () => {
      const key = { pk: 'replace', sk: 'a' };
      await table.put(key, { n: -1 });

      const won = await Promise.all(some(10).map((n) => table.replace(key, { n }, 1)));
      const absent = await table.replace({ pk: 'replace', sk: 'b' }, { n: 0 }, 1);

      expect(won.filter(Boolean)).toHaveLength(1);
      expect(absent).toBe(false);
      expect(await table.get(key, { consistent: true })).toMatchObject({
        value: { n: won.indexOf(true) },
        version: 2,
      });
    });

    test('shows a write to the consistent read after it', async () => {
      const key = { pk: 'consistent', sk: 'a' };

      for (const n of some(20)) {
        await table.put(key, { n });
        expect((await table.get(key, { consistent: true }))?.value.n).toBe(n);
      }
      await table.remove(key);
      await table.remove(key);
      expect(await table.get(key, { consistent: true })).toBeUndefined();
    });

    test('reads a partition of 3 MiB to its end, which the service cuts into pages of one', async () => {
      const text = 'x'.repeat(60 * KIB);
      for (const n of some(50)) await table.put({ pk: 'pages', sk: String(n).padStart(3, '0') }, { n, text });

      const all = await table.queryAll('pages');
      const first = await client.send(
        new QueryCommand({
          TableName: 'policies',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'pages' } },
        }),
      );

      expect(all.map(({ value }) => value.n)).toEqual(some(50));
      expect(first.LastEvaluatedKey).toBeDefined();
      expect(first.Count).toBeLessThan(50);
    });

    test('reads 250 keys at once, each one once, and leaves absent ones out', async () => {
      await table.putAll(some(250).map((n) => ({ key: { pk: 'batch', sk: `${n}` }, value: { n } })));

      const found = await table.getAll('batch', [...some(300), ...some(10)].map(String));

      expect([...found.values()].map(({ n }) => n).sort((a, b) => a - b)).toEqual(some(250));
    });

    test('reads a hundred large documents, which are more than one answer holds', async () => {
      // dynalite's answers hold a megabyte, those of DynamoDB sixteen
      const text = 'x'.repeat((service === 'dynalite' ? 30 : 200) * KIB);
      for (const n of some(100)) await table.put({ pk: 'heavy', sk: `${n}` }, { n, text });

      const found = await table.getAll('heavy', some(100).map(String));

      expect(found.size).toBe(100);
    });

    test('writes all of a batch though the service leaves parts of it again and again', async () => {
      const partial = leavingParts(client);
      const stingy = createDocumentTable(partial.client, 'policies', schema, () => NOW);

      await stingy.putAll(some(60).map((n) => ({ key: { pk: 'unprocessed', sk: `${n}` }, value: { n } })));

      expect(partial.left()).toBeGreaterThan(20);
      expect(await table.queryAll('unprocessed')).toHaveLength(60);
    });

    test('orders an index by its number, less than nothing first, and pages through it', async () => {
      const risks = [0, -5, 1e21, 0.1 + 0.2, 12, -0.5, 1e-7, 12.5];
      for (const [n, risk] of risks.entries())
        await table.put({ pk: 'index', sk: `${n}` }, { n }, { numbers: { risk } });
      await table.put({ pk: 'index', sk: 'none' }, { n: -1 });

      const pages: number[][] = [];
      let page = await table.query('index', { index: 'byRisk', limit: 3 });
      pages.push(page.items.map(({ numbers }) => numbers?.risk ?? Number.NaN));
      while (page.cursor !== undefined) {
        page = await table.query('index', { index: 'byRisk', limit: 3, cursor: page.cursor });
        pages.push(page.items.map(({ numbers }) => numbers?.risk ?? Number.NaN));
      }

      const sorted = risks.toSorted((a, b) => a - b);
      expect(pages.flat()).toEqual(sorted);
      const down = await table.queryAll('index', { index: 'byRisk', descending: true });
      expect(down.map(({ numbers }) => numbers?.risk)).toEqual(sorted.toReversed());
    });

    test('orders sort keys by the bytes of their UTF-8, and finds them by prefix', async () => {
      const names = ['a', 'Z', 'é', 'a#1', 'a#', '日', '🙂', '\uFFFD', 'a\u0000'];
      for (const [n, sk] of names.entries()) await table.put({ pk: 'order', sk }, { n });

      const all = (await table.queryAll('order')).map(({ sk }) => sk);
      const found = (await table.queryAll('order', { prefix: 'a#' })).map(({ sk }) => sk);

      const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(all).toEqual(byBytes);
      expect(found).toEqual(['a#', 'a#1']);
    });

    test('holds an expired document for absent on every way to read it', async () => {
      for (const [sk, expiresAtEpochSeconds] of Object.entries({ gone: NOW, here: NOW + 1 }))
        await table.put({ pk: 'expiry', sk }, { n: 1 }, { expiresAtEpochSeconds, numbers: { risk: 1 } });
      const read = [
        (await table.get({ pk: 'expiry', sk: 'gone' })) === undefined ? ['here'] : ['gone'],
        [...(await table.getAll('expiry', ['gone', 'here'])).keys()],
        (await table.query('expiry')).items.map(({ sk }) => sk),
        (await table.queryAll('expiry', { index: 'byRisk' })).map(({ sk }) => sk),
      ];

      expect(read).toEqual(Array(4).fill(['here']));
    });

    test('keeps an empty text, any character and a zero', async () => {
      const value = { n: 0, text: '' };
      const odd = { n: -0, text: 'a\u0000b"\\ \u2028 🙂 日本' };
      await table.put({ pk: 'text', sk: 'empty' }, value);
      await table.put({ pk: 'text', sk: 'odd' }, odd);

      expect((await table.get({ pk: 'text', sk: 'empty' }))?.value).toEqual(value);
      expect((await table.get({ pk: 'text', sk: 'odd' }))?.value).toEqual({ ...odd, n: 0 });
    });

    test('takes a document just under what an item may hold, and refuses one above it by name', async () => {
      const key = { pk: 'size', sk: 'large' };
      const fits = 'x'.repeat(399 * KIB);
      const tooLarge = 'x'.repeat(400 * KIB);

      await table.put(key, { n: 1, text: fits });
      const refused = [
        table.put(key, { n: 2, text: tooLarge }),
        table.putNew({ pk: 'size', sk: 'new' }, { n: 2, text: tooLarge }),
        table.putAll([{ key, value: { n: 2, text: tooLarge } }]),
      ];

      for (const write of refused) {
        await expect(write).rejects.toThrow(InputError);
        await expect(write).rejects.toThrow(
          /the item (large|new) of policies takes 409,6\d\d bytes; an item holds 409,600/,
        );
      }
      expect((await table.get(key))?.value.n).toBe(1);
    });

    test('packs a text that is too large for an item as it stands', async () => {
      const packed = createPackedTable(client, 'forecasts', schema, () => NOW);
      const text = 'tradewind '.repeat(100 * KIB);

      await packed.put({ pk: 'packed', sk: 'a' }, { n: 1, text });

      expect((await packed.get({ pk: 'packed', sk: 'a' }))?.value.text).toBe(text);
    });

    test('refuses keys that DynamoDB does not take', async () => {
      for (const key of [
        { pk: '', sk: 'a' },
        { pk: 'a', sk: '' },
        { pk: 'a', sk: 'x'.repeat(KIB + 1) },
        { pk: 'x'.repeat(2 * KIB + 1), sk: 'a' },
      ])
        await expect(table.put(key, { n: 1 })).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}

/** A client to which the service answers that it left the last third of every batch that it was given. */
function leavingParts(client: DynamoDBClient): { client: DynamoDBClient; left(): number } {
  let left = 0;
  const send = async (command: { input: { RequestItems?: Record<string, unknown[]> } }) => {
    const [[table = '', requests = []] = []] = Object.entries(command.input.RequestItems ?? {});
    const kept = Math.ceil((requests.length * 2) / 3);
    command.input.RequestItems = { [table]: requests.slice(0, kept) };
    // the command came from the store and is of the client's own kind
    const answer = await client.send(command as never);
    left += requests.length - kept;
    const over = requests.slice(kept);
    return Object.assign({}, answer, { UnprocessedItems: over.length === 0 ? {} : { [table]: over } });
  };
  // the store calls `send` alone
  return { client: { send } as unknown as DynamoDBClient, left: () => left };
}
