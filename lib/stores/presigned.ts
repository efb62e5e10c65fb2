import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** An address that is good for one object until `expiresAt`, RFC 3339. */
type Signed = { url: string; expiresAt: string };

/** Signs addresses to which one object may be PUT. */
export type UploadSigner = (key: string) => Promise<Signed>;

/** Signs addresses from which one object may be got. */
export type DownloadSigner = (key: string) => Promise<Signed>;

const VALID_SECONDS = 900;

/**
 * Sign addresses for uploads straight into a bucket, good for 15 minutes and one key.
 *
 * @param now - RFC 3339, the moment of signing
 */
export function createUploadSigner(client: S3Client, bucket: string, now: () => string): UploadSigner {
  return (key) => sign(client, new PutObjectCommand({ Bucket: bucket, Key: key }), now());
}

/**
 * Sign addresses of a bucket's objects, good for 15 minutes and one key each, and never longer than the credentials that they
 * are signed with.
 *
 * @param now - RFC 3339, the moment of signing
 */
export function createDownloadSigner(client: S3Client, bucket: string, now: () => string): DownloadSigner {
  return (key) => sign(client, new GetObjectCommand({ Bucket: bucket, Key: key }), now());
}

async function sign(
  client: S3Client,
  command: PutObjectCommand | GetObjectCommand,
  now: string,
): Promise<Signed> {
  const signedAtMs = Date.parse(now);
  const url = await getSignedUrl(client, command, {
    expiresIn: VALID_SECONDS,
    signingDate: new Date(signedAtMs),
  });
  return { url, expiresAt: new Date(signedAtMs + VALID_SECONDS * 1000).toISOString() };
}
