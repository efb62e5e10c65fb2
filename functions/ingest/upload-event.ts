import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ANSWERS, merchantName, parseAs } from '../../lib/domain/index.ts';

/** An object that came into the uploads bucket. */
export type DroppedObject = {
  bucket: string;
  /** The key as it was written, percent-decoded. */
  key: string;
  versionId: string | null;
  eTag: string | null;
  sizeBytes: number;
  /** Order among uploads: of two objects the one with the greater sequence came later. */
  sequence: string;
  /** Names this very object and no other: the same event twice has the same one. */
  identity: string;
};

const eventSchema = z.object({
  Records: z.optional(
    z.array(
      z.object({
        eventName: z.string(),
        eventTime: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({
            key: z.string(),
            size: z.optional(z.number()),
            sequencer: z.optional(z.string()),
            versionId: z.optional(z.string()),
            eTag: z.optional(z.string()),
          }),
        }),
      }),
    ),
  ),
});

/**
 * Read the S3 event in a message. S3's own test event, removals and folder markers hold no object.
 *
 * @param body - the message's text
 * @throws InputError when it is no S3 event
 */
export function readUploadEvent(body: string): DroppedObject[] {
  const { Records = [] } = parseAs(eventSchema, JSON.parse(body), 'the S3 event');
  return Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated'))
    .map(({ s3: { bucket, object }, eventTime }) => {
      const key = decodeKey(object.key);
      const { versionId = null, sequencer = '', eTag = null, size = 0 } = object;
      const version = versionId ?? (sequencer || (eTag ?? ''));
      return {
        bucket: bucket.name,
        key,
        versionId,
        eTag,
        sizeBytes: size,
        // a sequencer orders the versions of one key alone; across keys it is the event's time
        sequence: `${eventTime}#${sequencer}`,
        identity: createHash('sha256').update(`${bucket.name}\n${key}\n${version}`).digest('hex'),
      };
    })
    .filter(({ key }) => !key.endsWith('/'));
}

/** Undo the form encoding of a key in an S3 event: `+` is a space before percent-decoding. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/**
 * What a key says of its file: `{merchant}/{market}/{kind}/{anything}`; '' where a part is missing. What no merchant can be called
 * is `_none`: an item needs a partition, and `demo#mappings` would be one beside demo's.
 */
export type KeyParts = { merchant: string; market: string; kind: string; fileName: string };

/** Take a key apart. */
export function partsOf(key: string): KeyParts {
  const [merchant = '', market = '', kind = '', ...rest] = key.split('/');
  const isName = merchantName.safeParse(merchant).success;
  return { merchant: isName ? merchant : '_none', market, kind, fileName: rest.join('/') };
}

const UPLOAD_MARK = '__';

/** The upload that a presigned key names (`{upload}__{name}`), if it has that form. */
export function presignedUpload(fileName: string): string | null {
  const mark = fileName.indexOf(UPLOAD_MARK);
  return mark > 0 && !fileName.includes('/') ? fileName.slice(0, mark) : null;
}

/** The upload that was answered, where a key says so. */
export function answeredUpload(key: string): string | null {
  const { kind, fileName } = partsOf(key);
  return kind === ANSWERS ? fileName : null;
}
