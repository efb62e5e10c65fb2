import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { parseStored, UpstreamError } from '../domain/index.ts';

/** Names an item: every partition starts with the merchant (`lib/domain/keys.ts`). */
export type DocumentKey = { pk: string; sk: string };

/** A stored document with the version that an edit must name and the numbers that stand beside it. */
export type Versioned<T> = { value: T; version: number; numbers?: Record<string, number> };

/** What may stand beside a document: numbers for indexes, and when it expires. */
export type DocumentOptions = { numbers?: Record<string, number>; expiresAtEpochSeconds?: number };

export type DocumentCursor = Record<string, string | number>;

/** Write a document as an item. */
export function encodeItem(key: DocumentKey, value: unknown, version: number, options: DocumentOptions) {
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

/**
 * Read a document from an item.
 *
 * @returns `undefined` when it has expired, though DynamoDB has not deleted it yet
 * @throws UpstreamError when the stored text does not fit its schema
 */
export function decodeItem<Schema extends z.ZodMiniType>(
  schema: Schema,
  table: string,
  item: Record<string, AttributeValue>,
  nowEpochSeconds: number,
): Versioned<z.output<Schema>> | undefined {
  if (item.expiresAt?.N !== undefined && Number(item.expiresAt.N) <= nowEpochSeconds) return undefined;
  const body = item.body?.S;
  if (body === undefined) throw new UpstreamError(`an item of ${table} has no body`);
  const value = parseStored(schema, body, `the item ${item.sk?.S ?? ''} of ${table}`);
  return { value, version: Number(item.version?.N ?? 1), numbers: numbersOf(item) };
}

function numbersOf(item: Record<string, AttributeValue>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, { N }] of Object.entries(item))
    if (N !== undefined && name !== 'version' && name !== 'expiresAt') numbers[name] = Number(N);
  return numbers;
}

/** Read where a page ended. */
export function cursorOf(key: Record<string, AttributeValue>): DocumentCursor {
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, value.S ?? Number(value.N)]));
}

/** Write where a page starts. */
export function keyOfCursor(cursor: DocumentCursor): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(cursor).map(([name, value]) => [
      name,
      typeof value === 'string' ? { S: value } : { N: String(value) },
    ]),
  );
}
