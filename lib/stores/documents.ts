import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { putWhere } from './conditional-put.ts';
import { READ_ITEMS, readBatch, writeAll } from './document-batches.ts';
import {
  type BodyForm,
  checkSize,
  cursorOf,
  type DocumentCursor,
  type DocumentKey,
  type DocumentOptions,
  decodeItem,
  encodeItem,
  keyOfCursor,
  type Versioned,
} from './document-items.ts';
import { pagesOf } from './pages-of.ts';

/** A page of a partition; `cursor` is absent on the last page. */
export type Page<T> = {
  items: ({ sk: string } & Omit<Versioned<T>, 'version'>)[];
  cursor?: DocumentCursor;
};

export type QueryOptions = {
  /** Only sort keys with this prefix. */
  prefix?: string;
  limit?: number;
  cursor?: DocumentCursor;
  /** A global index with partition key `pk` and a number as its sort key. */
  index?: string;
  descending?: boolean;
  /** See every write that ended before; indexes cannot. */
  consistent?: boolean;
};

/** A put of one item on a condition, as a transaction takes it. */
export type ConditionalWrite = Put;

/** One DynamoDB table of JSON documents, validated as they are read. */
export type DocumentTable<T> = {
  get(key: DocumentKey, options?: { consistent?: boolean }): Promise<Versioned<T> | undefined>;
  /** Read the items of one partition that have these sort keys, by sort key; absent ones are left out. */
  getAll(pk: string, sks: readonly string[]): Promise<Map<string, T>>;
  /** Write, whatever is there: for results that overwrite themselves. @throws InputError, as every write, above 400 KB. */
  put(key: DocumentKey, value: T, options?: DocumentOptions): Promise<void>;
  /** Write only when nothing is there; tells whether it did. */
  putNew(key: DocumentKey, value: T, options?: DocumentOptions): Promise<boolean>;
  /** Write only over the version that was read; tells whether it did. */
  replace(key: DocumentKey, value: T, version: number, options?: DocumentOptions): Promise<boolean>;
  /**
   * Describe a write for a transaction with others (`DecisionLog.append`): over the version that was read, or, where that is
   * `null`, only when nothing is there.
   */
  writing(key: DocumentKey, value: T, version: number | null, options?: DocumentOptions): ConditionalWrite;
  /** Write many, each as `put`, in no order and taken as they are written; unprocessed ones are tried again with growing pauses. @throws UpstreamError after 8 tries. */
  putAll(entries: Iterable<{ key: DocumentKey; value: T; options?: DocumentOptions }>): Promise<void>;
  remove(key: DocumentKey): Promise<void>;
  query(pk: string, options?: QueryOptions): Promise<Page<T>>;
  /** Read a partition to its end. */
  queryAll(pk: string, options?: Omit<QueryOptions, 'limit' | 'cursor'>): Promise<Page<T>['items']>;
};

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
  return openTable({ client, table, schema, now, form: 'text', write: asItIs });
}

/** Open a table whose documents are written in another form than they are used in; `schema` reads that form. */
export function createConvertedTable<Schema extends z.ZodMiniType>(
  { client, table, schema, now }: Omit<TableOptions<Schema>, 'form' | 'write'>,
  write: (value: z.output<Schema>) => z.input<Schema>,
): DocumentTable<z.output<Schema>> {
  return openTable({ client, table, schema, now, form: 'text', write });
}

const asItIs = (value: unknown): unknown => value;

/** Open a table of documents that are large and many: what it writes is packed, what it reads may be in either form. */
export function createPackedTable<Schema extends z.ZodMiniType>(
  client: DynamoDBClient,
  table: string,
  schema: Schema,
  now: () => number,
): DocumentTable<z.output<Schema>> {
  return openTable({ client, table, schema, now, form: 'packed', write: asItIs });
}

type TableOptions<Schema extends z.ZodMiniType> = {
  client: DynamoDBClient;
  table: string;
  schema: Schema;
  now: () => number;
  form: BodyForm;
  /** What stands for a document in the table. */
  write: (value: z.output<Schema>) => unknown;
};

function openTable<Schema extends z.ZodMiniType>({
  client,
  table,
  schema,
  now,
  form,
  write,
}: TableOptions<Schema>): DocumentTable<z.output<Schema>> {
  const decode = (item: Item) => decodeItem(schema, table, item, now());
  return { ...readsOf(client, table, decode), ...writesOf(client, table, { form, write }) };
}

type Item = Record<string, AttributeValue>;
type Reads<T> = Pick<DocumentTable<T>, 'get' | 'getAll' | 'query' | 'queryAll'>;
type Writes<T> = Omit<DocumentTable<T>, keyof Reads<T>>;

function readsOf<T>(
  client: DynamoDBClient,
  table: string,
  decode: (item: Item) => Versioned<T> | undefined,
): Reads<T> {
  const query = async (pk: string, options: QueryOptions = {}): Promise<Page<T>> => {
    const answer = await client.send(new QueryCommand(queryInput(table, pk, options)));
    const items = (answer.Items ?? []).flatMap((item) => {
      const decoded = decode(item);
      return decoded === undefined ? [] : [{ sk: item.sk?.S ?? '', ...decoded }];
    });
    return answer.LastEvaluatedKey === undefined
      ? { items }
      : { items, cursor: cursorOf(answer.LastEvaluatedKey) };
  };
  return {
    get: async (key, { consistent = false } = {}) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: attributesOf(key), ConsistentRead: consistent }),
      );
      return Item === undefined ? undefined : decode(Item);
    },
    getAll: async (pk, sks) => {
      const found = new Map<string, T>();
      const unique = [...new Set(sks)];
      for (let first = 0; first < unique.length; first += READ_ITEMS) {
        const keys = unique.slice(first, first + READ_ITEMS).map((sk) => ({ pk, sk }));
        for (const item of await readBatch(client, table, keys)) {
          const decoded = decode(item);
          if (decoded !== undefined) found.set(item.sk?.S ?? '', decoded.value);
        }
      }
      return found;
    },
    query,
    queryAll: async (pk, options = {}) => {
      const items: Page<T>['items'] = [];
      for await (const page of pagesOf({ query }, pk, options)) items.push(...page);
      return items;
    },
  };
}

function writesOf<T>(
  client: DynamoDBClient,
  table: string,
  { form, write }: { form: BodyForm; write: (value: T) => unknown },
): Writes<T> {
  const itemOf = (key: DocumentKey, value: T, version: number, options: DocumentOptions = {}) => {
    const Item = encodeItem(key, write(value), version, { ...options, form });
    checkSize(Item, table);
    return { TableName: table, Item };
  };
  const writing: Writes<T>['writing'] = (key, value, version, options) =>
    version === null
      ? { ...itemOf(key, value, 1, options), ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ...itemOf(key, value, version + 1, options),
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': { N: String(version) } },
        };
  return {
    put: async (key, value, options) => {
      await client.send(new PutItemCommand(itemOf(key, value, 1, options)));
    },
    putNew: async (key, value, options) => putWhere(client, writing(key, value, null, options)),
    replace: async (key, value, version, options) => putWhere(client, writing(key, value, version, options)),
    writing,
    putAll: async (entries) => {
      await writeAll(client, table, entries, ({ key, value, options }) => ({
        PutRequest: { Item: itemOf(key, value, 1, options).Item },
      }));
    },
    remove: async (key) => {
      await client.send(new DeleteItemCommand({ TableName: table, Key: attributesOf(key) }));
    },
  };
}

const attributesOf = ({ pk, sk }: DocumentKey) => ({ pk: { S: pk }, sk: { S: sk } });

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
    ...(options.consistent === true ? { ConsistentRead: true } : {}),
    ...(options.index === undefined ? {} : { IndexName: options.index }),
    ...(options.limit === undefined ? {} : { Limit: options.limit }),
    ...(options.cursor === undefined ? {} : { ExclusiveStartKey: keyOfCursor(options.cursor) }),
  };
}
