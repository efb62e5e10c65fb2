import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { UpstreamError } from '../../domain/index.ts';
import { readBody } from '../document-items.ts';
import { oldNamesIn, type RenamePlace, type RenameVisit, type Renaming, renameIn } from './renamed-buyers.ts';
import { bodyLike, keyOf, replaceBody } from './table-traces.ts';

type Item = Record<string, AttributeValue>;
type Table = { name: string; table: string };

/** Times that an item is read again because somebody else wrote it in between. */
const TRIES = 5;

/**
 * Rename the buyers in all items of a merchant. An item whose key names a buyer is written beside it under the new key; the old one
 * tells the new name to whoever still asks by the old, until it is forgotten.
 */
export const tableNames = (client: DynamoDBClient, name: string, table: string): RenamePlace => ({
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
      for (const item of page.Items ?? []) await visitItem(client, { name, table }, item, visit);
      start = page.LastEvaluatedKey;
    } while (start !== undefined && !visit.outOfTime());
    return start === undefined ? undefined : JSON.stringify([start.pk?.S, start.sk?.S]);
  },
});

async function visitItem(client: DynamoDBClient, at: Table, item: Item, visit: RenameVisit): Promise<void> {
  const { mode, renaming, found } = visit;
  const [pk = '', sk = ''] = [item.pk?.S, item.sk?.S];
  if (pk !== renaming.merchant && !pk.startsWith(`${renaming.merchant}#`)) return;
  const store = `table ${at.name}`;
  const [named] = oldNamesIn(sk, renaming.from);
  if (named === undefined) {
    const names = mode === 'forget' ? 0 : await renameBody(client, at, item, visit);
    if (names > 0) found(store, names);
    return;
  }
  const copy = copyOf(at, item, named, renaming);
  const isCopied = await exists(client, at, copy);
  if (mode === 'forget') {
    if (!isCopied) throw new UpstreamError(`an item of ${at.name} has no place under its new key: it stays`);
    await client.send(new DeleteItemCommand({ TableName: at.table, Key: keyOf([pk, sk]) }));
    return found(store, 1);
  }
  if (!isCopied || (await renameBody(client, at, item, { ...visit, mode: 'look' })) > 0) found(store, 1);
  if (mode === 'look') return;
  // the copy first: whoever dies between the two finds an old item that is copied again, to the same bytes
  if (!isCopied) await client.send(new PutItemCommand({ TableName: at.table, Item: copy }));
  await renameBody(client, at, item, visit);
}

/** An item as it is under its new key. */
function copyOf({ name }: Table, item: Item, named: string, renaming: Renaming): Item {
  const [pk = '', sk = ''] = [item.pk?.S, item.sk?.S];
  const newName = renaming.rename(named);
  const [merchant = '', market, digit] = pk.split('#');
  // the sixteen partitions of a market's customers are named by a pseudonym's last digit
  const partition = digit === named.slice(-1) ? `${merchant}#${market}#${newName.slice(-1)}` : pk;
  const key = keyOf([partition, sk.replace(named, newName)]);
  const text = readBody(item);
  if (text === undefined) return { ...item, ...key };
  const renamed =
    name === 'identities' ? JSON.stringify(renaming.reseal(named)) : renameIn(text, renaming).text;
  return { ...item, ...key, body: bodyLike(item, renamed) };
}

async function exists(client: DynamoDBClient, { table }: Table, { pk, sk }: Item): Promise<boolean> {
  const { Item: found } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf([pk?.S ?? '', sk?.S ?? '']), ConsistentRead: true }),
  );
  return found !== undefined;
}

/** Rename the buyers in an item's body. @returns how often it named one by the old key */
async function renameBody(
  client: DynamoDBClient,
  { name, table }: Table,
  item: Item,
  { mode, renaming }: Pick<RenameVisit, 'mode' | 'renaming'>,
): Promise<number> {
  let current: Item | undefined = item;
  for (let tries = 0; tries < TRIES && current !== undefined; tries++) {
    const text = readBody(current);
    const { text: renamed, names } = renameIn(text ?? '', renaming);
    if (names === 0 || mode === 'look' || (await replaceBody(client, table, current, renamed))) return names;
    const Key = keyOf([item.pk?.S ?? '', item.sk?.S ?? '']);
    ({ Item: current } = await client.send(
      new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
    ));
  }
  if (current !== undefined)
    throw new UpstreamError(`an item of ${name} was written each time that it was to be changed`);
  return 0;
}
