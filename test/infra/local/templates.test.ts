import { describe, expect, test } from '@jest/globals';
import type { Stack } from '../../../infra/local/assembly.ts';
import type { JsonObject } from '../../../infra/local/json.ts';
import { checkResourceTypes } from '../../../infra/local/resource-types.ts';
import { cronPattern } from '../../../infra/local/schedules.ts';
import { evaluateStacks } from '../../../infra/local/stacks.ts';
import { localiseDefinition } from '../../../infra/local/state-language.ts';

const addresses = { url: 'http://localhost:4000', gatewayUrl: 'http://127.0.0.1:5000' };
const aStack = (name: string, region: string, template: JsonObject): Stack => ({
  name,
  region,
  template,
  assets: new Map(),
});

describe('evaluateStacks', () => {
  const home = aStack('Home', 'eu-central-1', {
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Never: { Type: 'AWS::SQS::Queue', Condition: 'No' },
      Bucket: { Type: 'AWS::S3::Bucket' },
    },
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    Outputs: {
      Issuer: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
      Clients: { Value: 'one,two' },
      Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'TheBucket' } },
    },
  });

  test('gives a parameter without default, or with an empty one, the output of the same name of a sibling', () => {
    const other = aStack('Other', 'us-east-1', {
      Parameters: {
        Issuer: { Type: 'String' },
        Clients: { Type: 'CommaDelimitedList', Default: '' },
        Kept: { Type: 'String', Default: 'own' },
      },
      Resources: {
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            issuer: { Ref: 'Issuer' },
            clients: { Ref: 'Clients' },
            kept: { Ref: 'Kept' },
            imported: { 'Fn::ImportValue': 'TheBucket' },
          },
        },
      },
    });

    const { resources } = evaluateStacks([other, home], addresses);

    expect(resources.find(({ id }) => id === 'Queue')?.properties).toEqual({
      issuer: expect.stringMatching(/^http:\/\/localhost:4000\/eu-central-1_[a-z0-9]{9}$/),
      clients: ['one', 'two'],
      kept: 'own',
      imported: 'home-bucket',
    });
  });

  test('names a parameter that nobody gives', () => {
    const lonely = aStack('Lonely', 'eu-central-1', {
      Parameters: { Issuer: { Type: 'String' } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { a: { Ref: 'Issuer' } } } },
    });

    expect(() => evaluateStacks([lonely], addresses)).toThrow(/Lonely.*Issuer/);
  });

  test('leaves out what a condition excludes', () => {
    expect(evaluateStacks([home], addresses).resources.map(({ id }) => id)).toEqual(['Pool', 'Bucket']);
  });

  test('gives the same names at every start', () => {
    const refs = () => evaluateStacks([home], addresses).resources.map(({ ref }) => ref);

    expect(refs()).toEqual(refs());
  });
});

test('checkResourceTypes stops at types that nobody has decided about, with their names', () => {
  const stack = aStack('Home', 'eu-central-1', {
    Resources: { Known: { Type: 'AWS::SQS::Queue' }, New: { Type: 'AWS::Quantum::Computer' } },
  });

  expect(() => checkResourceTypes([stack])).toThrow(/AWS::Quantum::Computer \(Home\/New\)/);
});

describe('localiseDefinition', () => {
  const map = {
    Type: 'Map',
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', 'Key.$': '$.key' } },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED' },
      StartAt: 'Work',
      States: {
        Work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 5, End: true },
      },
    },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
    ResultPath: '$.done',
    End: true,
  };
  const machine = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Choice',
        Choices: [{ Variable: '$.a', IsNull: true, Next: 'Shards' }],
        Default: 'Shards',
      },
      Shards: map,
      Failed: { Type: 'Fail' },
    },
  };

  test('makes of a Distributed Map one Task, which runs the children that its reader names', () => {
    const { definition, tasks } = localiseDefinition(machine, 'Machine');

    expect(definition).toMatchObject({
      States: {
        Ask: machine.States.Ask,
        Shards: {
          ...{ Type: 'Task', Catch: map.Catch, ResultPath: '$.done', End: true },
          Parameters: { reader: { Bucket: 'b', 'Key.$': '$.key' }, writer: {} },
        },
      },
    });
    expect(tasks.get('Work')).toEqual({ kind: 'lambda-invoke', timeoutMs: 5000 });
    expect(tasks.get('Shards')).toMatchObject({
      ...{ kind: 'map-run', label: 'Shards', reader: { readerType: 'JSON' }, writer: undefined },
      ...{ mostAtOnce: Number.POSITIVE_INFINITY, tolerated: { count: undefined, percentage: undefined } },
    });
  });

  const writer = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } };

  test('leaves results as the cloud does where nothing is said of their form', () => {
    const states = { ...machine.States, Shards: { ...map, ResultWriter: writer } };

    const { tasks } = localiseDefinition({ ...machine, States: states }, 'Machine');

    expect(tasks.get('Shards')).toMatchObject({ writer: { transformation: 'NONE', outputType: 'JSON' } });
  });

  const written = (changes: object) => ({
    ...machine,
    States: { ...machine.States, Shards: { ...map, ResultWriter: { ...writer, ...changes } } },
  });

  test.each([
    [
      'an integration',
      { ...machine, States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } } },
    ],
    ['a batcher', { ...machine, States: { ...machine.States, Shards: { ...map, ItemBatcher: {} } } }],
    ['an item selector', { ...machine, States: { ...machine.States, Shards: { ...map, ItemSelector: {} } } }],
    ['a flattening writer', written({ WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } })],
    ['another output type', written({ WriterConfig: { Transformation: 'NONE', OutputType: 'CSV' } })],
    ['another setting of a writer', written({ WriterConfig: { Compression: 'GZIP' } })],
    ['another place to write to', written({ Parameters: { Bucket: 'b', Acl: 'public' } })],
    ['JSONata', { ...machine, QueryLanguage: 'JSONata' }],
  ])('stops at %s that is not known locally', (_, given) => {
    expect(() => localiseDefinition(given, 'Machine')).toThrow(/Machine.*not known locally/);
  });
});

describe('cronPattern', () => {
  test.each([
    ['cron(30 3 * * ? *)', '0 30 3 * * *'],
    ['cron(0 8 ? * 2-6 *)', '0 0 8 * * 1-5'],
    ['cron(15 4 1 * ? *)', '0 15 4 1 * *'],
    ['cron(5/15 * * * ? *)', '0 5-59/15 * * * *'],
    ['cron(0 6/12 * * ? *)', '0 0 6-23/12 * * *'],
  ])('turns %s into %s', (expression, pattern) => {
    expect(cronPattern(expression, 'Nightly')).toBe(pattern);
  });

  test.each(['rate(5 minutes)', 'at(2026-01-01T00:00:00)', 'cron(0 8 * * ? 2027)'])(
    'stops at %s',
    (expression) => {
      expect(() => cronPattern(expression, 'Nightly')).toThrow(/Nightly/);
    },
  );
});
