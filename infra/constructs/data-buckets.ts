import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  ACCESS_LOG_DAYS,
  lakeRetention,
  NONCURRENT_DAYS,
  ORIGINAL_DAYS,
  type Retention,
} from '../../lib/domain/index.ts';

/** What every bucket is: private, reached by TLS 1.2 alone, versioned, kept when the stack goes. */
export const PRIVATE_BUCKET = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const satisfies BucketProps;

/** Unfinished multipart uploads cost money and can't be read. */
const ABANDONED = { abortIncompleteMultipartUploadAfter: Duration.days(7) };

/** The buckets of one region: what merchants drop, what is made of it, and who touched either. */
export class DataBuckets extends Construct {
  readonly uploads: Bucket;
  readonly lake: Bucket;
  readonly accessLogs: Bucket;

  constructor(scope: Construct, id: string, { key }: { key: IKey }) {
    super(scope, id);
    this.accessLogs = createLogBucket(this, 'AccessLogs');
    const encrypted = {
      ...PRIVATE_BUCKET,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: asBucket(this.accessLogs),
    };
    this.uploads = new Bucket(this, 'Uploads', {
      ...encrypted,
      serverAccessLogsPrefix: 'uploads/',
      // originals can be read again; they hold personal data and so are not kept for ever
      lifecycleRules: [
        {
          ...ABANDONED,
          transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }],
          expiration: Duration.days(ORIGINAL_DAYS),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
        },
      ],
    });
    this.lake = new Bucket(this, 'Lake', {
      ...encrypted,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        { ...ABANDONED, noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS) },
        ...lakeRetention.flatMap(lifecycleOf),
      ],
    });
  }

  /** Let pages of these origins put a file to an address that was signed for it. */
  openToPages(origins: string[]): void {
    this.uploads.addCorsRule({
      allowedOrigins: origins,
      allowedMethods: [HttpMethods.PUT],
      allowedHeaders: ['content-type'],
      exposedHeaders: ['etag'],
      maxAge: 3600,
    });
  }
}

/** The rule of one prefix. What holds customers' codes has no use for an earlier version. */
function lifecycleOf({ store: prefix, days, buyers }: Retention): LifecycleRule[] {
  if (days === null) return [];
  const rule = { prefix, expiration: Duration.days(days) };
  return [buyers === 'codes' ? { ...rule, noncurrentVersionExpiration: Duration.days(1) } : rule];
}

/**
 * Make a bucket that receives access logs. S3 delivers them under its own key alone (SSE-S3): a log bucket with a key
 * of one's own gets none.
 */
export function createLogBucket(scope: Construct, id: string, props: BucketProps = {}): Bucket {
  return new Bucket(scope, id, {
    ...PRIVATE_BUCKET,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [
      {
        ...ABANDONED,
        expiration: Duration.days(ACCESS_LOG_DAYS),
        noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
      },
    ],
    ...props,
  });
}

/** See a bucket as the interface that other constructs take. */
export function asBucket(bucket: Bucket): IBucket {
  // the CDK declares `policy?` without `undefined`, which exact optional properties refuse; the class implements it
  return bucket as IBucket;
}
