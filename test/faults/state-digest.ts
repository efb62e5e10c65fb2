import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  type DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';

/** All that is stored, by its place: `table/pk/sk` → the item's text, `bucket/key` → a hash of the object's bytes. */
export type StateDigest = Readonly<Record<string, string>>;

/**
 * Read everything that is stored in tables and buckets into one form, in order of place, so that two states compare byte for
 * byte wherever order doesn't matter.
 *
 * Left out is an item's `version` alone: it counts how often the item was written, which differs where work was done twice.
 */
export async function stateDigest({
  client,
  s3,
}: {
  client: DynamoDBClient;
  s3: S3Client;
}): Promise<StateDigest> {
  const digest: Record<string, string> = {};
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const table of TableNames)
    for (const item of await itemsOf(client, table))
      digest[`${table}/${item.pk?.S}/${item.sk?.S}`] = textOf(item);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: bucket = '' } of Buckets)
    for (const key of await keysOf(s3, bucket)) digest[`${bucket}/${key}`] = await hashOf(s3, bucket, key);
  return Object.fromEntries(Object.entries(digest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The places of one table or bucket. */
export const placesIn = (digest: StateDigest, name: string): string[] =>
  Object.keys(digest).filter((place) => place.startsWith(`${name}/`));

async function itemsOf(client: DynamoDBClient, table: string): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/** Write an item with its attributes, and the members of its sets, in order. */
function textOf({ pk: _, sk: __, version: ___, ...item }: Record<string, AttributeValue>): string {
  const attributes = Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(attributes, (_name, value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return Array.isArray(value?.SS) ? { SS: [...value.SS].sort() } : value;
  });
}

async function keysOf(s3: S3Client, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

async function hashOf(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return createHash('sha256')
    .update((await Body?.transformToByteArray()) ?? '')
    .digest('hex');
}
