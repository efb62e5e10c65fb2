import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/**
 * Put an item on a condition; tells whether the condition held.
 *
 * An answer can be lost on its way back. The SDK then asks again, and meets what it has written itself: that is no refusal. Where a
 * twin may write the very same, and one of the two is to be told that it was first, the item needs an `attempt`.
 */
export async function putWhere(client: DynamoDBClient, input: PutItemCommandInput): Promise<boolean> {
  try {
    await client.send(new PutItemCommand(input));
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (error.$metadata.attempts ?? 1) > 1 && isWritten(client, input);
  }
}

/** Tell whether an item is stored as it was to be written. */
async function isWritten(client: DynamoDBClient, { TableName, Item = {} }: PutItemCommandInput) {
  const { pk, sk } = Item;
  if (pk === undefined || sk === undefined) return false;
  const found = await client.send(new GetItemCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  return isDeepStrictEqual(sameBytes(found.Item), sameBytes(Item));
}

/** What tells one writing from another: body, version, and its name where it has one. */
const sameBytes = (item: Record<string, AttributeValue> = {}) => ({
  body: item.body?.S ?? Buffer.from(item.body?.B ?? []).toString('base64'),
  version: item.version?.N,
  attempt: item.attempt?.S,
});
