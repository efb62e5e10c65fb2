import { S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { createObjectStore, type ObjectStore } from '../../lib/stores/index.ts';

/** An S3 of one test file, in its own process, with a bucket for uploads and one for the lake. */
export type EmbeddedStorage = {
  dropped: ObjectStore;
  lake: ObjectStore;
  client: S3Client;
  endpoint: string;
  stop(): Promise<void>;
};

export async function startEmbeddedStorage(): Promise<EmbeddedStorage> {
  const server = await startFauxqs({ port: 0, logger: false });
  for (const bucket of ['uploads', 'lake']) server.createBucket(bucket);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = new S3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    dropped: createObjectStore(client, 'uploads'),
    lake: createObjectStore(client, 'lake'),
    client,
    endpoint,
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}
