import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ConflictError, NotFoundError, UpstreamError } from '../domain/index.ts';
import { withFreshStream } from './fresh-stream.ts';

/** Which of the objects that a key has had is meant: by its version or, where its bucket keeps none, by its entity tag. */
export type ObjectVersion = { versionId?: string | null | undefined; eTag?: string | null | undefined };

/** One bucket's objects. Every key is whole; nothing is cached. */
export type ObjectStore = {
  readonly bucket: string;
  /** Read an object whole. @throws NotFoundError when there is none. */
  get(key: string): Promise<Uint8Array>;
  /** Read the bytes from one place to before another. @throws NotFoundError when there is no such object */
  getPart(key: string, from: number, to: number): Promise<Uint8Array>;
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  /**
   * Copy an object to a local file, streaming; `version` pins what an event named.
   *
   * @throws NotFoundError when there is none, ConflictError when another object has taken the place of the one that is meant
   */
  download(key: string, file: string, version?: ObjectVersion): Promise<void>;
  /** Copy a local file to an object, streaming. */
  upload(file: string, key: string, contentType: string): Promise<void>;
  /** Remove an object; one that is not there is removed already. */
  remove(key: string): Promise<void>;
  /** List the keys that start with a prefix, in order of bytes. */
  list(prefix: string): Promise<string[]>;
};

/** Open a bucket as an object store. */
export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  const read = async (key: string, version: ObjectVersion = {}, part: { Range?: string } = {}) => {
    const answer = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key: key, ...pinned(version), ...part }))
      .catch((error: unknown) => {
        throw inWords(error, key);
      });
    if (answer.Body === undefined) throw new UpstreamError(`the object ${key} came without a body`);
    return answer.Body;
  };

  return {
    bucket,
    get: async (key) => (await read(key)).transformToByteArray(),
    getPart: async (key, from, to) =>
      (await read(key, {}, { Range: `bytes=${from}-${to - 1}` })).transformToByteArray(),
    put: async (key, body, contentType) => {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      );
    },
    download: (key, file, version) =>
      withFreshStream(async () => {
        const body = await read(key, version);
        if (!(body instanceof Readable)) throw new UpstreamError(`the object ${key} is not a stream`);
        await pipeline(body, createWriteStream(file));
      }),
    upload: async (file, key, contentType) => {
      const { size } = await stat(file);
      const what = { Bucket: bucket, Key: key, ContentLength: size, ContentType: contentType };
      await withFreshStream(() =>
        client.send(new PutObjectCommand({ ...what, Body: createReadStream(file) })),
      );
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    list: async (prefix) => listKeys(client, bucket, prefix),
  };
}

/** A version says it all; where there is none, S3 is asked for the object with this tag or none (`If-Match`). */
function pinned({ versionId, eTag }: ObjectVersion) {
  if (typeof versionId === 'string') return { VersionId: versionId };
  return typeof eTag === 'string' ? { IfMatch: `"${eTag}"` } : {};
}

function inWords(error: unknown, key: string): unknown {
  if (!(error instanceof S3ServiceException)) return error;
  if (error.name === 'PreconditionFailed')
    return new ConflictError(`the object ${key} is another one by now`, { cause: error });
  // the version that was meant has expired, or was removed
  const isGone = error instanceof NoSuchKey || error.name === 'NoSuchVersion';
  return isGone ? new NotFoundError(`no object ${key}`, { cause: error }) : error;
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
