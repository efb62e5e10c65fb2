import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Clients } from '../../infra/local/clients.ts';
import { type RealCloud, startRealCloud, synthesiseInto } from './real-cloud.ts';
import { PATIENCE_MS, temporaryState } from './running-stack.ts';

jest.setTimeout(PATIENCE_MS);

const region = 'eu-central-1';
let real: RealCloud;

beforeAll(async () => {
  real = await startRealCloud();
}, PATIENCE_MS);
afterAll(() => real.close());

const row = { pk: { S: 'demo#de' }, sk: { S: 'A-1' } };
const table = (name: string, home = region) => real.table(name, home);
const bucket = (output: string) => real.cloud.outputs(region)[output] ?? '';
const lake = () => bucket('LakeBucket');
const uploads = () => bucket('UploadsBucket');
const machine = () => bucket('StateMachineArn');
const first = (type: string, part: RegExp) =>
  real.cloud.resourcesOfType(type, region).find(({ id }) => part.test(id))?.ref ?? '';

type Call = (clients: Clients) => Promise<unknown>;

/** A function, what it tries, and how IAM names what it may not do. */
const REFUSED: [who: string, what: string, call: Call, action: string, resource: RegExp][] = [
  [
    'recommend',
    'write a policy',
    ({ dynamodb }) => dynamodb.send(new PutItemCommand({ TableName: table('Policies'), Item: row })),
    'dynamodb:PutItem',
    /:table\/.*policies/,
  ],
  [
    'recommend',
    'read a single row, which is another action than a batch',
    ({ dynamodb }) => dynamodb.send(new GetItemCommand({ TableName: table('Policies'), Key: row })),
    'dynamodb:GetItem',
    /:table\/.*policies/,
  ],
  [
    'recommend',
    'read beside its tables one that is not its own',
    ({ dynamodb }) =>
      dynamodb.send(
        new BatchGetItemCommand({
          RequestItems: { [table('Policies')]: { Keys: [row] }, [table('Identities')]: { Keys: [row] } },
        }),
      ),
    'dynamodb:BatchGetItem',
    /:table\/.*identities/,
  ],
  [
    'api',
    'list customer codes',
    ({ dynamodb }) => dynamodb.send(new ScanCommand({ TableName: table('Identities') })),
    'dynamodb:Scan',
    /:table\/.*identities/,
  ],
  [
    'report',
    'ask the index of the worklist',
    ({ dynamodb }) =>
      dynamodb.send(
        new QueryCommand({
          TableName: table('Policies'),
          IndexName: 'byRisk',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'demo#de' } },
        }),
      ),
    'dynamodb:Query',
    /:table\/.*policies.*\/index\/byRisk/,
  ],
  [
    'sweep',
    'write a run, which the plan alone claims',
    ({ dynamodb }) => dynamodb.send(new PutItemCommand({ TableName: table('Runs'), Item: row })),
    'dynamodb:PutItem',
    /:table\/.*runs/,
  ],
  [
    'api',
    'read what people sent',
    ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: uploads(), Key: 'demo/de/orders/o.csv' })),
    's3:GetObject',
    /:::.*uploads.*\/demo\/de\/orders\/o\.csv/,
  ],
  [
    'forecast',
    'write outside its prefixes',
    ({ s3 }) => s3.send(new PutObjectCommand({ Bucket: lake(), Key: 'audit/demo/x', Body: 'x' })),
    's3:PutObject',
    /:::.*lake.*\/audit\/demo\/x/,
  ],
  [
    'forecast',
    'list the lake',
    ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: lake(), Prefix: 'runs/' })),
    's3:ListBucket',
    /:::.*lake/,
  ],
  [
    'plan',
    'remove an upload',
    ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket: uploads(), Key: 'demo/de/orders/o.csv' })),
    's3:DeleteObject',
    /:::.*uploads/,
  ],
  [
    'ingest',
    'start a run',
    ({ stepFunctions }) => stepFunctions.send(new StartExecutionCommand({ stateMachineArn: machine() })),
    'states:StartExecution',
    /:stateMachine:/,
  ],
  [
    'sweep',
    'stop a run',
    ({ stepFunctions }) =>
      stepFunctions.send(
        new StopExecutionCommand({ executionArn: `${machine().replace(':stateMachine:', ':execution:')}:x` }),
      ),
    'states:StopExecution',
    /:execution:/,
  ],
  [
    'plan',
    'read the key of pseudonyms',
    ({ secretsManager }) =>
      secretsManager.send(
        new GetSecretValueCommand({ SecretId: first('AWS::SecretsManager::Secret', /Pseudonyms/) }),
      ),
    'secretsmanager:GetSecretValue',
    /:secret:/,
  ],
  [
    'plan',
    'tell an event',
    ({ eventBridge }) =>
      eventBridge.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: first('AWS::Events::EventBus', /./),
              Source: 'tradewind',
              DetailType: 'run.late',
              Detail: '{}',
            },
          ],
        }),
      ),
    'events:PutEvents',
    /:event-bus\//,
  ],
];

describe('a function', () => {
  test.each(REFUSED)('%s may not %s', async (who, _what, call, action, resource) => {
    const error = await call(real.cloud.clientsOf(who, region)).then(
      () => new Error('it was allowed'),
      (reason: unknown) => reason,
    );

    expect(error).toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
    const { message } = error as Error;
    const [, role, session] = /assumed-role\/([^/]+)\/(\S+) is not authorized/.exec(message) ?? [];
    expect(role?.toLowerCase()).toContain(`functions${who}role`);
    expect(session).toBe(who);
    expect(message).toContain(`perform: ${action} on resource: arn:aws:`);
    expect(/on resource: (\S+)/.exec(message)?.[1]).toMatch(new RegExp(resource.source, 'i'));
    expect(message).toContain(`because no identity-based policy allows the ${action} action`);
  });

  test('may do what its role says: the same call on its own rows goes through', async () => {
    const { dynamodb } = real.cloud.clientsOf('recommend', region);

    const answer = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table('Policies')]: { Keys: [row] } } }),
    );

    expect(answer.Responses).toEqual({ [table('Policies')]: [] });
  });

  test('may not touch the tables of another region, where it has rights in its own', async () => {
    const { dynamodb } = real.cloud.clientsOf('plan', region);
    const abroad = table('Runs', 'us-east-1').replace(/.*\//, '');
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${abroad}`;

    await expect(dynamodb.send(new GetItemCommand({ TableName: arn, Key: row }))).rejects.toThrow(
      `dynamodb:GetItem on resource: ${arn}`,
    );
  });
});

test('a condition that the local cloud does not know stops the start, with the policy, the operator and the key', async () => {
  const state = temporaryState();
  const templatesDirectory = await synthesiseInto(state.folder);
  const name = readdirSync(templatesDirectory).find((file) => file.endsWith(`${region}.template.json`)) ?? '';
  const template = JSON.parse(readFileSync(join(templatesDirectory, name), 'utf8'));
  const [id, policy] = Object.entries<{
    Type: string;
    Properties: { PolicyDocument: { Statement: object[] } };
  }>(template.Resources).find(
    ([key, { Type }]) => Type === 'AWS::IAM::Policy' && key.includes('FunctionsPlan'),
  ) ?? [''];
  const statement = policy?.Properties.PolicyDocument.Statement[0] ?? {};
  Object.assign(statement, { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
  writeFileSync(join(templatesDirectory, name), JSON.stringify(template));

  const started = startRealCloud({ templatesDirectory });

  await expect(started).rejects.toThrow(
    new RegExp(`${id}: the local cloud cannot evaluate the condition IpAddress on aws:SourceIp`),
  );
  state.remove();
});
