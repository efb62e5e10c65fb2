import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { UpstreamError } from '../../domain/index.ts';
import { packBody, readBody } from '../document-items.ts';
import type { TracePlace, Visit } from './traces.ts';
import { mayName, withoutBuyer } from './without-buyer.ts';

type Item = Record<string, AttributeValue>;

/** Times that an item is read again because somebody else wrote it in between. */
const TRIES = 5;

/**
 * Look through a table, every item of the merchant, whatever kind of document it is: an item whose key names the buyer goes,
 * of any other the entries that do.
 *
 * @param goes - `item` where also an item that only its body names the buyer in goes as a whole
 *
 * It reads the whole table, other merchants' items too, since no key leads from a buyer to all that names it.
 */
export const tableTraces = (
  client: DynamoDBClient,
  name: string,
  table: string,
  goes: 'entries' | 'item' = 'entries',
): TracePlace => ({
  name: `table ${name}`,
  visit: async (visit) => {
    let start = visit.after === undefined ? undefined : keyOf(JSON.parse(visit.after));
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) await visitItem(client, { name, table, goes }, item, visit);
      start = page.LastEvaluatedKey;
    } while (start !== undefined && !visit.outOfTime());
    return start === undefined ? undefined : JSON.stringify([start.pk?.S, start.sk?.S]);
  },
});

export const keyOf = ([pk, sk]: [string, string]): Item => ({ pk: { S: pk }, sk: { S: sk } });

async function visitItem(
  client: DynamoDBClient,
  { name, table, goes }: { name: string; table: string; goes: 'entries' | 'item' },
  item: Item,
  { sought: { merchant, pseudonym }, mode, found }: Visit,
): Promise<void> {
  const [pk = '', sk = ''] = [item.pk?.S, item.sk?.S];
  if (pk !== merchant && !pk.startsWith(`${merchant}#`)) return;
  const at = `${pk} ${sk}`;
  const what = { store: `table ${name}`, at };
  const Key = keyOf([pk, sk]);
  if (at.includes(pseudonym) || (goes === 'item' && readBody(item)?.includes(pseudonym) === true)) {
    found({ ...what, taken: [bodyOf(item)] });
    if (mode === 'remove') await client.send(new DeleteItemCommand({ TableName: table, Key }));
    return;
  }
  let current: Item | undefined = item;
  for (let tries = 0; tries < TRIES && current !== undefined; tries++) {
    const text = readBody(current);
    if (text === undefined || !mayName(text, pseudonym)) return;
    const { value, taken } = withoutBuyer(JSON.parse(text), pseudonym);
    if (tries === 0) found({ ...what, taken });
    if (mode === 'look' || (await replaceBody(client, table, current, JSON.stringify(value)))) return;
    ({ Item: current } = await client.send(
      new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
    ));
  }
  if (current !== undefined)
    throw new UpstreamError(`an item of ${name} was written each time that it was to be changed`);
}

function bodyOf(item: Item): unknown {
  const text = readBody(item);
  return text === undefined ? null : JSON.parse(text);
}

/** A body in the form of the one before it: packed, or plain. */
export const bodyLike = ({ body }: Item, text: string): AttributeValue =>
  body?.B === undefined ? { S: text } : { B: packBody(text) };

/** Put a body in the place of the one that was read; false where somebody else has written another. */
export async function replaceBody(
  client: DynamoDBClient,
  table: string,
  item: Item,
  text: string,
): Promise<boolean> {
  const old = item.body;
  if (old === undefined) return true;
  const { pk, sk } = item;
  if (pk === undefined || sk === undefined) return true;
  const update = new UpdateItemCommand({
    TableName: table,
    Key: { pk, sk },
    UpdateExpression: 'SET body = :body',
    ConditionExpression: 'body = :old',
    ExpressionAttributeValues: {
      ':body': bodyLike(item, text),
      ':old': old,
    },
  });
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
