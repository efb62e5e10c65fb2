import { describe, expect, test } from '@jest/globals';
import { allTemplates, type Json, resourcesOf } from './synthesised.ts';

/** Every text of a template with the way to it. */
function textsOf(value: Json, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${path}/${name}`));
}

describe.each(allTemplates())('secrets in %s', (_region, template) => {
  const secrets = new Set(resourcesOf(template, 'AWS::SecretsManager::Secret').map(([id]) => id));
  const functions = resourcesOf(template, 'AWS::Lambda::Function');

  test('are made there and named to functions by their ARN alone', () => {
    const variables = functions.flatMap(([id, { Properties }]) =>
      Object.entries(Properties.Environment?.Variables ?? {}).map(([name, value]): [string, Json] => [
        `${id} ${name}`,
        value,
      ]),
    );

    expect(secrets.size).toBeGreaterThanOrEqual(2);
    const named = variables.filter(([name]) => /SECRET|PASSWORD|TOKEN|CREDENTIAL|API_?KEY/i.test(name));
    expect(named.length).toBeGreaterThan(0);
    for (const [name, value] of named) expect([name, secrets.has(value.Ref)]).toEqual([name, true]);
  });

  test('are in no variable, parameter, output or description: nothing of the template takes one out of its place', () => {
    const taken = textsOf(template).filter(
      ([path, text]) =>
        text.includes('{{resolve:') ||
        /ClientSecret$/.test(text) ||
        /\/(SecretString|SecretBinary|ClientSecret|Password|MasterUserPassword)$/.test(path),
    );
    expect(taken).toEqual([]);
  });

  test('are asked of nobody at the deployment', () => {
    for (const [name, { NoEcho, Default = '' }] of Object.entries(template.Parameters)) {
      expect([name, NoEcho]).toEqual([name, undefined]);
      expect(`${name} ${Default}`).not.toMatch(/secret|password|private|credential/i);
    }
  });

  test('are told by no output', () => {
    for (const [name, { Value }] of Object.entries(template.Outputs))
      for (const id of secrets)
        expect([name, JSON.stringify(Value)]).toEqual([name, expect.not.stringContaining(id)]);
  });
});

describe.each(allTemplates())('what lies still in %s', (_region, template) => {
  test('is encrypted: every bucket, topic, queue and secret says how', () => {
    const says = (type: string, property: string) =>
      resourcesOf(template, type).map(([id, { Properties }]) => [id, Properties[property] !== undefined]);
    const all = [
      ...says('AWS::S3::Bucket', 'BucketEncryption'),
      ...says('AWS::SNS::Topic', 'KmsMasterKeyId'),
      ...says('AWS::SQS::Queue', 'KmsMasterKeyId'),
      ...says('AWS::SecretsManager::Secret', 'KmsKeyId'),
    ];

    expect(all.length).toBeGreaterThan(8);
    expect(all.filter(([, encrypted]) => encrypted !== true)).toEqual([]);
  });

  // CloudWatch Logs encrypts every group with a key of its own; what is in them is in docs/security.md
  test('is forgotten, where it is a log: every group says after how many days', () => {
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::Logs::LogGroup'))
      expect([id, Properties.RetentionInDays]).toEqual([id, expect.any(Number)]);
  });
});
