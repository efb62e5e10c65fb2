import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PATIENT_ATTEMPTS } from '../../lib/runtime/index.ts';
import { startEmbeddedDynamo, tables } from '../functions/embedded-dynamo.ts';
import { startEmbeddedStorage } from '../stores/embedded-storage.ts';
import { type StateDigest, stateDigest } from './state-digest.ts';
import { withoutPauses } from './without-pauses.ts';

const silently = () => undefined;
/** The SDK warns of each try that it leaves to its caller: here they are made on purpose. */
const SILENT = { debug: silently, info: silently, warn: silently, error: silently };

/** The SDK clients of one process, as the functions have them. */
export type ProcessClients = { client: DynamoDBClient; s3: S3Client };

/** Tables and buckets that outlive the processes which use them. */
export type CloudRoom = Awaited<ReturnType<typeof openCloudRoom>>;

/** Start embedded tables and buckets, empty. */
export async function openCloudRoom() {
  const [dynamo, storage] = await Promise.all([startEmbeddedDynamo(), startEmbeddedStorage()]);
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'tradewind-faults-'));
  const own = { client: dynamo.client, s3: storage.client };
  const opened: ProcessClients[] = [];
  let events = 0;

  /** Make the clients of a new process: as often retried as a function's, without its pauses. */
  const newClients = (): ProcessClients => {
    const settings = {
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: PATIENT_ATTEMPTS,
      retryStrategy: withoutPauses(PATIENT_ATTEMPTS),
      logger: SILENT,
    };
    const clients = {
      client: new DynamoDBClient({ ...settings, endpoint: dynamo.endpoint }),
      s3: new S3Client({ ...settings, endpoint: storage.endpoint, forcePathStyle: true }),
    };
    opened.push(clients);
    return clients;
  };

  /** Put a file into the uploads bucket. @returns the event of it, as S3 sends it */
  const drop = async (key: string, body: string): Promise<string> => {
    await storage.dropped.put(key, body, 'text/csv');
    events += 1;
    const { ETag = '', ContentLength } = await own.s3.send(
      new HeadObjectCommand({ Bucket: 'uploads', Key: key }),
    );
    const sequencer = events.toString(16).toUpperCase().padStart(16, '0');
    const object = {
      key: encodeURIComponent(key),
      size: ContentLength,
      eTag: ETag.replaceAll('"', ''),
      sequencer,
    };
    const eventTime = `2026-01-05T05:59:${String(events % 60).padStart(2, '0')}.000Z`;
    const s3 = { bucket: { name: 'uploads' }, object };
    return JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', eventTime, s3 }] });
  };

  const dropAll = async (files: readonly (readonly [key: string, body: string])[]): Promise<string[]> => {
    const sent: string[] = [];
    for (const [key, body] of files) sent.push(await drop(key, body));
    return sent;
  };

  return {
    ...own,
    dropped: storage.dropped,
    lake: storage.lake,
    temporaryDirectory,
    newClients,
    drop,
    /** Put files into the uploads bucket, one after the other. */
    dropAll,
    digest: (): Promise<StateDigest> => stateDigest(own),
    /** Forget everything but the dropped files. */
    forget: async () => {
      for (const table of Object.values(tables)) await emptyTable(own.client, table);
      await emptyBucket(own.s3, 'lake');
    },
    close: async () => {
      for (const { client, s3 } of opened) {
        client.destroy();
        s3.destroy();
      }
      await Promise.all([dynamo.stop(), storage.stop()]);
      await rm(temporaryDirectory, { recursive: true, force: true });
    },
  };
}

async function emptyTable(client: DynamoDBClient, table: string): Promise<void> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: table, ProjectionExpression: 'pk, sk', ConsistentRead: true }),
  );
  for (let first = 0; first < Items.length; first += 25) {
    const requests = Items.slice(first, first + 25).map((Key) => ({ DeleteRequest: { Key } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
  if (Items.length > 0) await emptyTable(client, table);
}

async function emptyBucket(s3: S3Client, Bucket: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
  if (Objects.length === 0) return;
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await emptyBucket(s3, Bucket);
}
