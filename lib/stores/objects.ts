import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { NotFoundError, UpstreamError } from '../domain/index.ts';

/** One bucket's objects. Every key is whole; nothing is cached. */
export type ObjectStore = {
  readonly bucket: string;
  /** Read an object whole. @throws NotFoundError when there is none. */
  get(key: string): Promise<Uint8Array>;
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  /** Copy an object to a local file, streaming; `versionId` pins what an event named. @throws NotFoundError when there is none. */
  download(key: string, file: string, versionId?: string): Promise<void>;
  /** Copy a local file to an object, streaming. */
  upload(file: string, key: string, contentType: string): Promise<void>;
  /** List the keys that start with a prefix, in order of bytes. */
  list(prefix: string): Promise<string[]>;
};

/** Open a bucket as an object store. */
export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  const read = async (key: string, versionId?: string) => {
    const version = versionId === undefined ? {} : { VersionId: versionId };
    const answer = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key: key, ...version }))
      .catch((error: unknown) => {
        if (error instanceof NoSuchKey) throw new NotFoundError(`no object ${key}`, { cause: error });
        throw error;
      });
    if (answer.Body === undefined) throw new UpstreamError(`the object ${key} came without a body`);
    return answer.Body;
  };

  return {
    bucket,
    get: async (key) => (await read(key)).transformToByteArray(),
    put: async (key, body, contentType) => {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      );
    },
    download: async (key, file, versionId) => {
      const body = await read(key, versionId);
      if (!(body instanceof Readable)) throw new UpstreamError(`the object ${key} is not a stream`);
      await pipeline(body, createWriteStream(file));
    },
    upload: async (file, key, contentType) => {
      const { size } = await stat(file);
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: createReadStream(file),
          ContentLength: size,
          ContentType: contentType,
        }),
      );
    },
    list: async (prefix) => listKeys(client, bucket, prefix),
  };
}

async function listKeys(client: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const continuation = token === undefined ? {} : { ContinuationToken: token };
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...continuation }),
    );
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}
