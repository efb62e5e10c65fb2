import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { ConsoleSite } from './console-site.ts';
import { asBucket } from './data-buckets.ts';

export type ConsoleDeploymentProps = {
  site: ConsoleSite;
  /** Folder of the built page. */
  page: string;
  /** What the page reads first: `config.json`. */
  config: ConsoleConfig;
};

/** A region without an address is not connected yet: the page leaves it out. */
export type ConsoleConfig = {
  regions: { region: string; api: string }[];
  issuer: string;
  clientId: string;
};

/** Lays the page and its configuration into the bucket and tells CloudFront to fetch them anew. */
export class ConsoleDeployment extends Construct {
  constructor(scope: Construct, id: string, { site, page, config }: ConsoleDeploymentProps) {
    super(scope, id);
    new BucketDeployment(this, 'Page', {
      destinationBucket: asBucket(site.bucket),
      sources: [Source.asset(page), Source.jsonData('config.json', config)],
      distribution: site.distribution,
      distributionPaths: ['/*'],
      cacheControl: [CacheControl.fromString('no-cache')],
      logGroup: new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH }),
    });
  }
}
