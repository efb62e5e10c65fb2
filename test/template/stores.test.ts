import { describe, expect, test } from '@jest/globals';
import { allTemplates, HOME, type Json, onlyOne, resourcesOf, templateOf } from './synthesised.ts';

const TABLES = [
  'Controls',
  'Policies',
  'Forecasts',
  'Adjustments',
  'Insights',
  'Decisions',
  'Outcomes',
  'Uploads',
  'Runs',
  'Catalog',
  'Identities',
  'Idempotency',
  'Exports',
  'Notices',
  'Privacy',
];

describe.each(allTemplates())('buckets in %s', (_region, template) => {
  const buckets = resourcesOf(template, 'AWS::S3::Bucket');

  test('are private, versioned, tidied, and kept when the stack goes', () => {
    expect(buckets.length).toBeGreaterThanOrEqual(3);
    for (const [, { Properties, DeletionPolicy }] of buckets) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Properties.LifecycleConfiguration.Rules.length).toBeGreaterThan(0);
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('refuse whatever does not come by TLS 1.2', () => {
    for (const [id] of buckets) {
      const denied = resourcesOf(template, 'AWS::S3::BucketPolicy')
        .filter(([, { Properties }]) => Properties.Bucket.Ref === id)
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
        .filter(({ Effect }: Json) => Effect === 'Deny');

      expect(denied.map(({ Condition }: Json) => Condition)).toEqual(
        expect.arrayContaining([
          { Bool: { 'aws:SecureTransport': 'false' } },
          { NumericLessThan: { 's3:TlsVersion': 1.2 } },
        ]),
      );
      for (const { Action, Principal } of denied) expect([Action, Principal]).toEqual(['s3:*', { AWS: '*' }]);
    }
  });

  test('encrypt what merchants send and what is made of it under the key of the region', () => {
    const key = resourcesOf(template, 'AWS::KMS::Key').find(([id]) => id.includes('DataKey'))?.[0];

    for (const name of ['Uploads', 'Lake']) {
      const [, bucket] = buckets.find(([id]) => id.startsWith(`StoresBuckets${name}`)) ?? [];
      const [rule] = bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault).toEqual({
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: { 'Fn::GetAtt': [key, 'Arn'] },
      });
      expect(bucket.Properties.LoggingConfiguration.DestinationBucketName.Ref).toMatch(/AccessLogs/);
    }
  });
});

describe.each(allTemplates())('uploads in %s', (_region, template) => {
  const [, { Properties: uploads }] = resourcesOf(template, 'AWS::S3::Bucket').find(([id]) =>
    id.startsWith('StoresBucketsUploads'),
  ) as [string, Json];

  test('are forgotten after a year, since they hold what people sent', () => {
    expect(uploads.LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(365);
  });

  test('come from the console’s page or from programs, and are only ever put', () => {
    const [rule, ...more] = uploads.CorsConfiguration.CorsRules;

    expect(more).toEqual([]);
    expect(rule.AllowedMethods).toEqual(['PUT']);
    expect(JSON.stringify(rule.AllowedOrigins)).not.toContain('"*"');
  });
});

describe.each(allTemplates())('tables in %s', (region, template) => {
  const tables = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
  const key = resourcesOf(template, 'AWS::KMS::Key').find(([id]) => id.includes('DataKey'))?.[0];

  test('are those that the code knows, each with two text keys', () => {
    const names = tables.map(([id]) => /^StoresTables([A-Z][a-z]+)[0-9A-F]{8}$/.exec(id)?.[1]);

    expect(names.sort()).toEqual([...TABLES].sort());
    for (const [, { Properties }] of tables)
      expect(Properties.KeySchema).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
  });

  test('cost by use, forget what has expired, can be restored, are encrypted, and have no copy elsewhere', () => {
    for (const [, { Properties, DeletionPolicy }] of tables) {
      expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
      expect(Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(Properties.Replicas).toHaveLength(1);
      expect(Properties.Replicas[0]).toMatchObject({
        Region: region,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] } },
      });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('sort policies by the money at risk', () => {
    const policies = tables.find(([id]) => id.startsWith('StoresTablesPolicies'))?.[1].Properties;

    expect(policies.GlobalSecondaryIndexes).toMatchObject([
      {
        IndexName: 'byRisk',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'risk', KeyType: 'RANGE' },
        ],
      },
    ]);
    expect(policies.AttributeDefinitions).toContainEqual({ AttributeName: 'risk', AttributeType: 'N' });
  });
});

describe.each(allTemplates())('keys, secrets and queues in %s', (_region, template) => {
  test('rotate each key and keep it when the stack goes', () => {
    for (const [, { Properties, DeletionPolicy }] of resourcesOf(template, 'AWS::KMS::Key')) {
      expect(Properties.EnableKeyRotation).toBe(true);
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('make each secret at deployment, under the key', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
      expect(Properties.SecretString).toBeUndefined();
      expect(Properties.GenerateSecretString.PasswordLength).toBe(64);
      expect(Properties.KmsKeyId['Fn::GetAtt'][1]).toBe('Arn');
    }
  });

  test('bring each upload to ingest in a call of its own, try again before giving up, and hold a message longer than six timeouts', () => {
    const notified = onlyOne(template, 'Custom::S3BucketNotifications');
    const [source] = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(
      ([, { Properties }]) => Properties,
    );
    const queueId = source.EventSourceArn['Fn::GetAtt'][0];
    const queue = template.Resources[queueId].Properties;

    expect(notified.BucketName.Ref).toMatch(/^StoresBucketsUploads/);
    expect(notified.NotificationConfiguration.QueueConfigurations).toEqual([
      { Events: ['s3:ObjectCreated:*'], QueueArn: { 'Fn::GetAtt': [queueId, 'Arn'] } },
    ]);
    expect(source).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * 300);
    expect(queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).toMatch(/^IngestDeadLetters/);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::SQS::Queue'))
      expect(Properties.KmsMasterKeyId).toBeDefined();
  });
});

test('the page is reached through CloudFront alone, by HTTPS, with headers that keep it to itself', () => {
  const template = templateOf(HOME);

  const distribution = onlyOne(template, 'AWS::CloudFront::Distribution').DistributionConfig;
  const headers = onlyOne(template, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig;
  const policy: string = headers.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy;

  expect(distribution.DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
  expect(distribution.Origins[0].OriginAccessControlId).toBeDefined();
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain('https://*.execute-api.ap-northeast-1.amazonaws.com');
  expect(headers.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(
    31_536_000,
  );
  expect(headers.SecurityHeadersConfig.ContentTypeOptions.Override).toBe(true);
});

describe.each(allTemplates())('the lake in %s', (_region, template) => {
  test('forgets what nights knew of each buyer after 400 days', () => {
    const [, { Properties: lake }] = resourcesOf(template, 'AWS::S3::Bucket').find(([id]) =>
      id.startsWith('StoresBucketsLake'),
    ) as [string, Json];
    const days = new Map(
      lake.LifecycleConfiguration.Rules.map((rule: Json) => [rule.Prefix, rule.ExpirationInDays]),
    );

    for (const prefix of ['buyers/', 'segments/', 'segmentations/']) expect(days.get(prefix)).toBe(400);
  });

  test('forgets what was exported after seven days, and what was overwritten of it after one more', () => {
    const [, { Properties: lake }] = resourcesOf(template, 'AWS::S3::Bucket').find(([id]) =>
      id.startsWith('StoresBucketsLake'),
    ) as [string, Json];
    const rule = lake.LifecycleConfiguration.Rules.find(({ Prefix }: Json) => Prefix === 'exports/');

    expect(rule.ExpirationInDays).toBe(7);
    expect(rule.NoncurrentVersionExpiration.NoncurrentDays).toBe(1);
  });
});
