import { S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { createObjectStore, type ObjectStore } from '../../lib/stores/index.ts';

/** An S3 of one test file, in its own process, with a bucket for uploads and one for the lake. */
export type EmbeddedStorage = { dropped: ObjectStore; lake: ObjectStore; stop(): Promise<void> };

export async function startEmbeddedStorage(): Promise<EmbeddedStorage> {
  const server = await startFauxqs({ port: 0, logger: false });
  for (const bucket of ['uploads', 'lake']) server.createBucket(bucket);
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    dropped: createObjectStore(client, 'uploads'),
    lake: createObjectStore(client, 'lake'),
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}
