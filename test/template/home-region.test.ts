import { describe, expect, test } from '@jest/globals';
import { LOG_DAYS, lakeRetention, NONCURRENT_DAYS } from '../../lib/domain/index.ts';
import { allTemplates, HOME, type Json, regions, resourcesOf } from './synthesised.ts';

/** Every text of a template's part, with the names that lead to it. */
function textsOf(part: Json, path = ''): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) => textsOf(inner, `${path}/${name}`));
}

/**
 * Where another region may be named: the browser joins the regions' aggregates, so the console's page lists their addresses; tokens come
 * from the home region's issuer; a function is told which market is at home where.
 */
const MAY_NAME_ANOTHER = [
  /^\/Parameters\//,
  /^\/Outputs\//,
  /ResponseHeadersPolicy/,
  /ConsoleDeployment|Console.*CustomResource|AwsCliLayer|Custom.*CDKBucketDeployment/,
  /Environment\/Variables\/(REGIONS|MERCHANTS)/,
  /JwtConfiguration\/Issuer/,
];

describe.each(allTemplates())('data of markets at home in %s', (region, template) => {
  const others = regions.filter((each) => each !== region);

  test('are named beside no other region, but for the list of the console and the issuer of tokens', () => {
    const named = textsOf(template)
      .filter(([, text]) => others.some((other) => text.includes(other)))
      .map(([path]) => path)
      .filter((path) => !MAY_NAME_ANOTHER.some((allowed) => allowed.test(path)));

    expect(named).toEqual([]);
  });

  test('are copied nowhere: no bucket replicates, no table has a copy, no key lives in several regions', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket')) {
      expect(Properties.ReplicationConfiguration).toBeUndefined();
      expect(Properties.InventoryConfigurations).toBeUndefined();
    }
    for (const [, { Properties }] of resourcesOf(template, 'AWS::DynamoDB::GlobalTable'))
      expect(Properties.Replicas.map(({ Region }: Json) => Region)).toEqual([region]);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::KMS::Key'))
      expect(Properties.MultiRegion ?? false).toBe(false);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::SecretsManager::Secret'))
      expect(Properties.ReplicaRegions).toBeUndefined();
    for (const type of [
      'AWS::Backup::BackupPlan',
      'AWS::S3::MultiRegionAccessPoint',
      'AWS::KinesisFirehose::DeliveryStream',
    ])
      expect([type, resourcesOf(template, type)]).toEqual([type, []]);
  });

  test('reach no bus, topic, queue or account but this region’s own', () => {
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::Events::Rule'))
      for (const { Arn } of Properties.Targets ?? []) expect([id, typeof Arn]).toEqual([id, 'object']);
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::SNS::Subscription'))
      expect([id, Properties.Region]).toEqual([id, undefined]);
    const arns = textsOf(template.Resources).filter(([, text]) =>
      /arn:aws[\w-]*:(s3|dynamodb|sqs|sns|events|kms|logs):[a-z]/.test(text),
    );
    expect(arns.filter(([, text]) => others.some((other) => text.includes(other)))).toEqual([]);
  });

  test('leave logs that stay in this region and end', () => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');

    expect(groups.length).toBeGreaterThan(10);
    for (const [id, { Properties }] of groups) {
      expect([id, Properties.RetentionInDays <= LOG_DAYS]).toEqual([id, true]);
    }
    for (const type of ['AWS::Logs::SubscriptionFilter', 'AWS::Logs::Destination'])
      expect([type, resourcesOf(template, type)]).toEqual([type, []]);
  });
});

describe.each(allTemplates())('the lake in %s', (_region, template) => {
  test('forgets each kind of file when lib/domain/retention.ts says so', () => {
    const [, { Properties }] = resourcesOf(template, 'AWS::S3::Bucket').find(([id]) =>
      id.startsWith('StoresBucketsLake'),
    ) as [string, Json];
    const rules: Json[] = Properties.LifecycleConfiguration.Rules;

    const ends = rules.flatMap(({ Prefix, ExpirationInDays }) =>
      Prefix === undefined ? [] : [[Prefix, ExpirationInDays]],
    );
    expect(ends).toEqual(lakeRetention.flatMap(({ store, days }) => (days === null ? [] : [[store, days]])));
    expect(rules[0]).toMatchObject({ NoncurrentVersionExpiration: { NoncurrentDays: NONCURRENT_DAYS } });
  });
});

test('the home region is one of those that were looked at', () => {
  expect(regions).toContain(HOME);
});
