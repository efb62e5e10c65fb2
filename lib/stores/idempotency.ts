import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { idempotencyKey, parseStored } from '../domain/index.ts';

/** Names a request that must take effect once: the caller's key within a merchant and a route. */
export type RequestName = { merchant: string; route: string; key: string };

const storedAnswerSchema = z.object({
  status: z.int(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
});
/** An answer as it is kept and given again. */
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

/** What a request that carries a key meets. */
export type Claim =
  | { kind: 'claimed'; keep(answer: StoredAnswer): Promise<void>; release(): Promise<void> }
  | { kind: 'answered'; answer: StoredAnswer }
  | { kind: 'inFlight' }
  | { kind: 'otherRequest' };

export type IdempotencyStore = {
  /**
   * Claim a request.
   *
   * @param fingerprint - of everything that makes it the same request
   * @param attempt - names this attempt, unlike any other
   * @param lockSeconds - after this a claim without an answer is taken for dead; by default longer than a function may run
   */
  claim(name: RequestName, fingerprint: string, attempt: string, lockSeconds?: number): Promise<Claim>;
};

/** How long an answer is kept: a day is promised, an hour more covers clocks that differ. */
const KEEP_SECONDS = 25 * 3600;
const LOCK_SECONDS = 60;

/**
 * Open the store of answers to requests with an `Idempotency-Key`.
 *
 * A claim is one conditional write: it succeeds where nothing is kept, where what is kept has expired, or where whoever
 * claimed before died without an answer. Only the attempt that holds the claim may keep an answer or release it.
 *
 * @param now - epoch seconds
 */
export function createIdempotencyStore(
  client: DynamoDBClient,
  table: string,
  now: () => number,
): IdempotencyStore {
  return {
    claim: async (name, fingerprint, attempt, lockSeconds = LOCK_SECONDS) => {
      const held = { client, table, name, fingerprint, attempt, now };
      return (await tryClaim(held, lockSeconds)) ? claimed(held) : readOther(held);
    },
  };
}

type Held = {
  client: DynamoDBClient;
  table: string;
  name: RequestName;
  fingerprint: string;
  attempt: string;
  now: () => number;
};

function keyOf({ name: { merchant, route, key } }: Held) {
  const { pk, sk } = idempotencyKey(merchant, route, key);
  return { pk: { S: pk }, sk: { S: sk } };
}

const unlessRefused = (error: unknown): false => {
  if (error instanceof ConditionalCheckFailedException) return false;
  throw error;
};

async function tryClaim(held: Held, lockSeconds: number): Promise<boolean> {
  const { client, table, fingerprint, attempt, now } = held;
  const claim = new PutItemCommand({
    TableName: table,
    Item: {
      ...keyOf(held),
      fingerprint: { S: fingerprint },
      attempt: { S: attempt },
      lockedUntil: { N: String(now() + lockSeconds) },
      expiresAt: { N: String(now() + KEEP_SECONDS) },
    },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR lockedUntil <= :now',
    ExpressionAttributeValues: { ':now': { N: String(now()) } },
  });
  return client.send(claim).then(() => true, unlessRefused);
}

/** Put the answer in the place of the claim. Where another attempt has taken over, that one's answer stands. */
async function keep(held: Held, answer: StoredAnswer): Promise<void> {
  const { client, table, fingerprint, attempt, now } = held;
  const kept = new PutItemCommand({
    TableName: table,
    Item: {
      ...keyOf(held),
      fingerprint: { S: fingerprint },
      attempt: { S: attempt },
      body: { S: JSON.stringify(answer) },
      expiresAt: { N: String(now() + KEEP_SECONDS) },
    },
    ConditionExpression: 'attempt = :attempt',
    ExpressionAttributeValues: { ':attempt': { S: attempt } },
  });
  await client.send(kept).catch(unlessRefused);
}

/** Give the claim up, so that the request can be tried again under the same key. */
async function release(held: Held): Promise<void> {
  const { client, table, attempt } = held;
  const released = new DeleteItemCommand({
    TableName: table,
    Key: keyOf(held),
    ConditionExpression: 'attempt = :attempt',
    ExpressionAttributeValues: { ':attempt': { S: attempt } },
  });
  await client.send(released).catch(unlessRefused);
}

const claimed = (held: Held): Claim => ({
  kind: 'claimed',
  keep: (answer) => keep(held, answer),
  release: () => release(held),
});

async function readOther(held: Held): Promise<Claim> {
  const { client, table, fingerprint, attempt } = held;
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf(held), ConsistentRead: true }),
  );
  // gone between the two calls: whoever held it has just given up, and the caller may try again
  if (Item === undefined) return { kind: 'inFlight' };
  if (Item.fingerprint?.S !== fingerprint) return { kind: 'otherRequest' };
  // the answer to this attempt's own claim was lost on its way back, and the SDK asked again
  if (Item.body?.S === undefined) return Item.attempt?.S === attempt ? claimed(held) : { kind: 'inFlight' };
  return { kind: 'answered', answer: parseStored(storedAnswerSchema, Item.body.S, 'a kept answer') };
}
