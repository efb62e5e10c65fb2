import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EXPORT_KEPT_DAYS } from '../../lib/domain/index.ts';

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
      // originals can be read again for a year; they hold personal data and so are not kept for ever
      lifecycleRules: [
        {
          ...ABANDONED,
          transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }],
          expiration: Duration.days(365),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    });
    this.lake = new Bucket(this, 'Lake', {
      ...encrypted,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        { ...ABANDONED, noncurrentVersionExpiration: Duration.days(30) },
        // shards are made anew each night; the policy tables under audit/ are kept for replay
        { prefix: 'runs/', expiration: Duration.days(35) },
        { prefix: 'totals/', expiration: Duration.days(35) },
        { prefix: 'results/', expiration: Duration.days(35) },
        // sealed at the end of their run
        { prefix: 'decision-lines/', expiration: Duration.days(35) },
        // thirteen months, so that a forecast can be set beside the same month of the year before
        { prefix: 'forecasts/', expiration: Duration.days(400) },
        // as long, so that a buyer's way through the segments of a year can be followed
        { prefix: 'segments/', expiration: Duration.days(400) },
        { prefix: 'segmentations/', expiration: Duration.days(400) },
        { prefix: 'buyers/', expiration: Duration.days(400) },
        // made again on request; some hold customers' codes
        {
          prefix: 'exports/',
          expiration: Duration.days(EXPORT_KEPT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // a run judges by what it wrote itself
        { prefix: 'observed/', expiration: Duration.days(35) },
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

/**
 * Make a bucket that receives access logs. S3 delivers them under its own key alone (SSE-S3): a log bucket with a key
 * of one's own gets none.
 */
export function createLogBucket(scope: Construct, id: string, props: BucketProps = {}): Bucket {
  return new Bucket(scope, id, {
    ...PRIVATE_BUCKET,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [
      { ...ABANDONED, expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) },
    ],
    ...props,
  });
}

/** See a bucket as the interface that other constructs take. */
export function asBucket(bucket: Bucket): IBucket {
  // the CDK declares `policy?` without `undefined`, which exact optional properties refuse; the class implements it
  return bucket as IBucket;
}
