import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { InputError, parseStored, UpstreamError } from '../domain/index.ts';

/** Names an item: every partition starts with the merchant (`lib/domain/keys.ts`). */
export type DocumentKey = { pk: string; sk: string };

/** A stored document with the version that an edit must name and the numbers that stand beside it. */
export type Versioned<T> = { value: T; version: number; numbers?: Record<string, number> };

/** What may stand beside a document: numbers and texts for indexes, and when it expires. */
export type DocumentOptions = {
  numbers?: Record<string, number>;
  /** Not read back: an index alone needs them. */
  texts?: Record<string, string>;
  /** Names this writing, unlike any other: a try that is made again tells what it wrote itself from what a twin did. Not read back. */
  attempt?: string;
  expiresAtEpochSeconds?: number;
};

export type DocumentCursor = Record<string, string | number>;

/**
 * How a body is kept: `text` as JSON, which anyone reads; `packed` as the same JSON under Brotli, a third of the size. What is
 * written, and so paid for, is counted in whole KiB an item.
 */
export type BodyForm = 'text' | 'packed';

/** Of Brotli's 0 to 11: 9 is sixteen times as slow as 5 for the same size, 11 saves a tenth and is slower still. */
const QUALITY = 5;

/** Write a document as an item. */
export function encodeItem(
  key: DocumentKey,
  value: unknown,
  version: number,
  options: DocumentOptions & { form?: BodyForm },
) {
  const { form = 'text', numbers = {}, texts = {}, attempt, expiresAtEpochSeconds } = options;
  const json = JSON.stringify(value);
  const item: Record<string, AttributeValue> = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    body: form === 'text' ? { S: json } : { B: packBody(json) },
    version: { N: String(version) },
  };
  for (const [name, number] of Object.entries(numbers)) item[name] = { N: String(number) };
  for (const [name, text] of Object.entries(texts)) item[name] = { S: text };
  if (attempt !== undefined) item.attempt = { S: attempt };
  if (expiresAtEpochSeconds !== undefined) item.expiresAt = { N: String(expiresAtEpochSeconds) };
  return item;
}

/** What DynamoDB holds in one item, names and values counted (developer guide, "Item sizes"). */
const MOST_ITEM_BYTES = 400 * 1024;

/**
 * Refuse an item that DynamoDB would, before a batch carries it: the service's own refusal names none of the batch.
 *
 * @throws InputError with the item's name and size
 */
export function checkSize(item: Record<string, AttributeValue>, table: string): void {
  const bytes = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0);
  if (bytes <= MOST_ITEM_BYTES) return;
  const [taken, most] = [bytes, MOST_ITEM_BYTES].map((count) => count.toLocaleString('en'));
  throw new InputError(
    `the item ${item.sk?.S ?? ''} of ${table} takes ${taken} bytes; an item holds ${most} at most`,
  );
}

/** Bytes of a text, of binary, or of a number at two digits a byte. */
function sizeOf({ S, B, N = '' }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  return B?.length ?? Math.ceil(N.length / 2) + 1;
}

/** Pack the JSON of a body. */
export const packBody = (json: string) =>
  brotliCompressSync(json, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_MODE]: TEXT_MODE },
  });
const TEXT_MODE = constants.BROTLI_MODE_TEXT;

/**
 * Read a document from an item, in whichever form its body is.
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
  const what = `the item ${item.sk?.S ?? ''} of ${table}`;
  const value = parseStored(schema, bodyOf(item, what), what);
  return { value, version: Number(item.version?.N ?? 1), numbers: numbersOf(item) };
}

function bodyOf(item: Record<string, AttributeValue>, what: string): string {
  let json: string | undefined;
  try {
    json = readBody(item);
  } catch (error) {
    throw new UpstreamError(`${what} is unreadable`, { cause: error });
  }
  if (json === undefined) throw new UpstreamError(`${what} has no body`);
  return json;
}

/** Read an item's JSON, in whichever form it is; `undefined` where it has none. */
export function readBody({ body }: Record<string, AttributeValue>): string | undefined {
  return body?.B === undefined ? body?.S : brotliDecompressSync(body.B).toString('utf8');
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
