import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { UpstreamError } from '../domain/index.ts';
import type { DocumentKey } from './document-items.ts';

/** Items that one BatchGetItem and one BatchWriteItem take. */
export const READ_ITEMS = 100;
const WRITE_ITEMS = 25;
/** Batches on their way at a time: one after the other a night's 600,000 items would wait five minutes for answers. */
const WRITERS = 8;
/** Tries that bring nothing: a service that is throttled, or that holds large items back, moves on with each. */
const TRIES = 8;

/**
 * Read up to 100 items by their keys, in no order; those that were not processed are asked for again, after pauses that
 * grow while nothing comes.
 *
 * @throws UpstreamError after 8 tries in a row that brought nothing
 */
export async function readBatch(
  client: DynamoDBClient,
  table: string,
  keys: readonly DocumentKey[],
  { consistent = false }: { consistent?: boolean } = {},
): Promise<Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  let waiting: KeysAndAttributes | undefined = {
    Keys: keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
    ...(consistent ? { ConsistentRead: true } : {}),
  };
  for (let idle = 0; idle < TRIES && waiting !== undefined; ) {
    const asked: KeysAndAttributes = waiting;
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: asked } }));
    found.push(...(answer.Responses?.[table] ?? []));
    waiting = answer.UnprocessedKeys?.[table];
    idle = (waiting?.Keys?.length ?? 0) < (asked.Keys?.length ?? 0) ? 0 : idle + 1;
    if (waiting !== undefined) await pause(25 * 2 ** idle);
  }
  if (waiting !== undefined) throw new UpstreamError(`items of ${table} stayed unread after ${TRIES} tries`);
  return found;
}

/**
 * Write as many items as there are, several batches at a time. After one that failed no other is begun.
 *
 * @param entries - taken as they are written: what makes them need not hold them all
 * @throws UpstreamError when items of a batch stay unwritten
 */
export async function writeAll<Entry>(
  client: DynamoDBClient,
  table: string,
  entries: Iterable<Entry>,
  requestOf: (entry: Entry) => WriteRequest,
): Promise<void> {
  const waiting = entries[Symbol.iterator]();
  let failed = false;
  const write = async () => {
    while (!failed) {
      const batch: WriteRequest[] = [];
      for (let entry = waiting.next(); !entry.done; entry = waiting.next())
        if (batch.push(requestOf(entry.value)) === WRITE_ITEMS) break;
      if (batch.length === 0) return;
      try {
        await writeBatch(client, table, batch);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/**
 * Write up to 25 items; those that were not processed are tried again, after pauses that grow while none is taken.
 *
 * @throws UpstreamError after 8 tries in a row that took nothing
 */
async function writeBatch(client: DynamoDBClient, table: string, requests: WriteRequest[]): Promise<void> {
  let waiting = requests;
  for (let idle = 0; idle < TRIES && waiting.length > 0; ) {
    const asked = waiting.length;
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: waiting } }));
    waiting = answer.UnprocessedItems?.[table] ?? [];
    idle = waiting.length < asked ? 0 : idle + 1;
    if (waiting.length > 0) await pause(25 * 2 ** idle);
  }
  if (waiting.length > 0)
    throw new UpstreamError(`${waiting.length} items of ${table} were not written after ${TRIES} tries`);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
