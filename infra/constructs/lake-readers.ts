import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { uploadKinds } from '../../lib/domain/index.ts';
import { acknowledge, wildcardBehind } from './acknowledge.ts';
import { LAKE_DATABASE, LOG_TABLE } from './lake-tables.ts';

/** Where a merchant's rows lie, and what says which of them count. */
const PREFIXES = ['lake', 'compacted', 'decision-log', 'manifests'];

export type LakeReadersProps = {
  merchant: string;
  lake: Bucket;
  key: IKey;
};

/** A policy for a merchant's analysts: to read that merchant's lake, by Athena or file by file, and nothing else. */
export class LakeReaders extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, { merchant, lake, key }: LakeReadersProps) {
    super(scope, id);
    const prefixes = PREFIXES.map((prefix) => `${prefix}/${merchant}/`);
    this.policy = new ManagedPolicy(this, 'Policy', {
      description: `Read the lake of ${merchant}`,
      statements: [
        allow(
          ['s3:GetObject'],
          prefixes.map((prefix) => lake.arnForObjects(`${prefix}*`)),
        ),
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [lake.bucketArn],
          conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
        }),
        allow(['s3:GetBucketLocation'], [lake.bucketArn]),
        allow(['kms:Decrypt'], [key.keyArn]),
        allow(GLUE_READ, this.tables()),
        allow(ATHENA_READ, [this.arnOf('athena', 'workgroup', LAKE_DATABASE)]),
      ],
    });
    for (const prefix of prefixes)
      acknowledge(this.policy, {
        [wildcardBehind(lake, `/${prefix}*`)]:
          'Objects of one merchant: their names come from uploads and seals.',
      });
  }

  private tables(): string[] {
    return [
      this.arnOf('glue', 'catalog'),
      this.arnOf('glue', 'database', LAKE_DATABASE),
      ...[...uploadKinds, LOG_TABLE].map((kind) => this.arnOf('glue', 'table', `${LAKE_DATABASE}/${kind}`)),
    ];
  }

  private arnOf(service: string, resource: string, resourceName?: string): string {
    const arnFormat = resourceName === undefined ? ArnFormat.NO_RESOURCE_NAME : ArnFormat.SLASH_RESOURCE_NAME;
    const name = resourceName === undefined ? {} : { resourceName };
    return Stack.of(this).formatArn({ service, resource, arnFormat, ...name });
  }
}

const GLUE_READ = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetPartition',
  'glue:GetPartitions',
];
const ATHENA_READ = [
  'athena:GetWorkGroup',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:ListNamedQueries',
  'athena:GetNamedQuery',
  'athena:BatchGetNamedQuery',
];

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });
