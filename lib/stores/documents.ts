import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { parseAs, UpstreamError } from '../domain/index.ts';

/** Names an item: every partition starts with the merchant (`lib/domain/keys.ts`). */
export type DocumentKey = { pk: string; sk: string };

/** A stored document with the version that an edit must name. */
export type Versioned<T> = { value: T; version: number };

/** What may stand beside a document: numbers for indexes, and when it expires. */
export type DocumentOptions = { numbers?: Record<string, number>; expiresAtEpochSeconds?: number };

/** A page of a partition; `cursor` is absent on the last page. */
export type Page<T> = { items: { sk: string; value: T }[]; cursor?: DocumentCursor };
export type DocumentCursor = Record<string, string | number>;

export type QueryOptions = {
  /** Only sort keys with this prefix. */
  prefix?: string;
  limit?: number;
  cursor?: DocumentCursor;
  /** A global index with partition key `pk` and a number as its sort key. */
  index?: string;
  descending?: boolean;
};

/** One DynamoDB table of JSON documents, validated as they are read. */
export type DocumentTable<T> = {
  get(key: DocumentKey, options?: { consistent?: boolean }): Promise<Versioned<T> | undefined>;
  /** Write, whatever is there: for results that overwrite themselves. */
  put(key: DocumentKey, value: T, options?: DocumentOptions): Promise<void>;
  /** Write only when nothing is there; tells whether it did. */
  putNew(key: DocumentKey, value: T, options?: DocumentOptions): Promise<boolean>;
  /** Write only over the version that was read; tells whether it did. */
  replace(key: DocumentKey, value: T, version: number, options?: DocumentOptions): Promise<boolean>;
  /** Write many, each as `put`; unprocessed ones are tried again with growing pauses. @throws UpstreamError after 8 tries. */
  putAll(entries: readonly { key: DocumentKey; value: T; options?: DocumentOptions }[]): Promise<void>;
  remove(key: DocumentKey): Promise<void>;
  query(pk: string, options?: QueryOptions): Promise<Page<T>>;
  /** Read a partition to its end. */
  queryAll(pk: string, options?: Omit<QueryOptions, 'limit' | 'cursor'>): Promise<Page<T>['items']>;
};

const BATCH_ITEMS = 25;
const BATCH_TRIES = 8;

/**
 * Open a table of documents.
 *
 * @param now - epoch seconds: expired items are absent even before DynamoDB deletes them
 */
export function createDocumentTable<Schema extends z.ZodMiniType>(
  client: DynamoDBClient,
  table: string,
  schema: Schema,
  now: () => number,
): DocumentTable<z.output<Schema>> {
  type T = z.output<Schema>;
  const decode = (item: Record<string, AttributeValue>) => decodeItem(schema, table, item, now());

  const putIf = async (
    key: DocumentKey,
    value: T,
    version: number,
    condition: Record<string, unknown>,
    options: DocumentOptions = {},
  ) => {
    try {
      const item = encodeItem(key, value, version, options);
      await client.send(new PutItemCommand({ TableName: table, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const query = async (pk: string, options: QueryOptions = {}): Promise<Page<T>> => {
    const answer = await client.send(new QueryCommand(queryInput(table, pk, options)));
    const items = (answer.Items ?? []).flatMap((item) => {
      const decoded = decode(item);
      return decoded === undefined ? [] : [{ sk: item.sk?.S ?? '', value: decoded.value }];
    });
    return answer.LastEvaluatedKey === undefined
      ? { items }
      : { items, cursor: cursorOf(answer.LastEvaluatedKey) };
  };

  return {
    get: async (key, { consistent = false } = {}) => {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: table,
          Key: { pk: { S: key.pk }, sk: { S: key.sk } },
          ConsistentRead: consistent,
        }),
      );
      return Item === undefined ? undefined : decode(Item);
    },
    put: async (key, value, options) => {
      await client.send(
        new PutItemCommand({ TableName: table, Item: encodeItem(key, value, 1, options ?? {}) }),
      );
    },
    putNew: async (key, value, options) =>
      putIf(key, value, 1, { ConditionExpression: 'attribute_not_exists(pk)' }, options),
    replace: async (key, value, version, options) =>
      putIf(
        key,
        value,
        version + 1,
        {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': { N: String(version) } },
        },
        options,
      ),
    putAll: async (entries) => {
      for (let first = 0; first < entries.length; first += BATCH_ITEMS) {
        const requests = entries.slice(first, first + BATCH_ITEMS).map(({ key, value, options }) => ({
          PutRequest: { Item: encodeItem(key, value, 1, options ?? {}) },
        }));
        await writeBatch(client, table, requests);
      }
    },
    remove: async (key) => {
      await client.send(
        new DeleteItemCommand({ TableName: table, Key: { pk: { S: key.pk }, sk: { S: key.sk } } }),
      );
    },
    query,
    queryAll: async (pk, options = {}) => {
      const items: Page<T>['items'] = [];
      let page = await query(pk, options);
      items.push(...page.items);
      while (page.cursor !== undefined) {
        page = await query(pk, { ...options, cursor: page.cursor });
        items.push(...page.items);
      }
      return items;
    },
  };
}

function queryInput(table: string, pk: string, options: QueryOptions) {
  const byPrefix = options.prefix !== undefined;
  return {
    TableName: table,
    KeyConditionExpression: byPrefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: {
      ':pk': { S: pk },
      ...(options.prefix === undefined ? {} : { ':prefix': { S: options.prefix } }),
    },
    ScanIndexForward: options.descending !== true,
    ...(options.index === undefined ? {} : { IndexName: options.index }),
    ...(options.limit === undefined ? {} : { Limit: options.limit }),
    ...(options.cursor === undefined ? {} : { ExclusiveStartKey: keyOfCursor(options.cursor) }),
  };
}

function encodeItem(key: DocumentKey, value: unknown, version: number, options: DocumentOptions) {
  const item: Record<string, AttributeValue> = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    body: { S: JSON.stringify(value) },
    version: { N: String(version) },
  };
  for (const [name, number] of Object.entries(options.numbers ?? {})) item[name] = { N: String(number) };
  if (options.expiresAtEpochSeconds !== undefined)
    item.expiresAt = { N: String(options.expiresAtEpochSeconds) };
  return item;
}

function decodeItem<Schema extends z.ZodMiniType>(
  schema: Schema,
  table: string,
  item: Record<string, AttributeValue>,
  nowEpochSeconds: number,
): Versioned<z.output<Schema>> | undefined {
  if (item.expiresAt?.N !== undefined && Number(item.expiresAt.N) <= nowEpochSeconds) return undefined;
  const body = item.body?.S;
  if (body === undefined) throw new UpstreamError(`an item of ${table} has no body`);
  const value = parseAs(schema, JSON.parse(body), `the item ${item.sk?.S ?? ''} of ${table}`);
  return { value, version: Number(item.version?.N ?? 1) };
}

function cursorOf(key: Record<string, AttributeValue>): DocumentCursor {
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, value.S ?? Number(value.N)]));
}

function keyOfCursor(cursor: DocumentCursor): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(cursor).map(([name, value]) => [
      name,
      typeof value === 'string' ? { S: value } : { N: String(value) },
    ]),
  );
}

async function writeBatch(client: DynamoDBClient, table: string, requests: WriteRequest[]): Promise<void> {
  let waiting = requests;
  for (let attempt = 0; attempt < BATCH_TRIES && waiting.length > 0; attempt++) {
    if (attempt > 0) await pause(25 * 2 ** attempt);
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: waiting } }));
    waiting = answer.UnprocessedItems?.[table] ?? [];
  }
  if (waiting.length > 0)
    throw new UpstreamError(
      `${waiting.length} items of ${table} were not written after ${BATCH_TRIES} tries`,
    );
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
