import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { asBucket, createLogBucket, PRIVATE_BUCKET } from './data-buckets.ts';

export type ConsoleSiteProps = {
  accessLogs: Bucket;
  /** What the page calls: origins of the APIs and of the issuer, `https://*.example.com` allowed. */
  mayCall: readonly string[];
};

/** The console: a private bucket of static files behind CloudFront, with the headers that a page of this kind needs. */
export class ConsoleSite extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { accessLogs, mayCall }: ConsoleSiteProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Files', {
      ...PRIVATE_BUCKET,
      // public files: a key of one's own would protect nothing, and CloudFront would have to be let into it
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: asBucket(accessLogs),
      serverAccessLogsPrefix: 'console/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    const logs = createLogBucket(this, 'Logs', { objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED });
    acknowledge(logs, { S1: 'This bucket holds access logs; logging its own access would never end.' });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Tradewind console',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      enableLogging: true,
      // CloudFront writes its logs through an access list, the one place where lists are still needed
      logBucket: asBucket(logs),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(asBucket(this.bucket)),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        responseHeadersPolicy: createHeaders(this, mayCall),
      },
    });
    acknowledge(this.distribution, {
      CFR1: 'Sellers work from any country; the page holds no data and the API asks for a token.',
      CFR2: 'Static public files only: there is nothing behind the page that a firewall would protect.',
      CFR4: 'The default certificate fixes the oldest protocol; a domain of the deployment’s own raises it to TLS 1.2.',
    });
  }

  /** Where the console is. */
  get url(): string {
    return `https://${this.distribution.distributionDomainName}`;
  }
}

/** Pages that run only their own code, call only this system, and can't be framed, sniffed or loaded in the clear. */
function createHeaders(scope: Construct, mayCall: readonly string[]): ResponseHeadersPolicy {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${mayCall.join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'Tradewind console',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy.join('; '), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    },
  });
}
