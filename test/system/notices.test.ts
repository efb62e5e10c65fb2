import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '../../infra/local/index.ts';
import { eventually } from '../infra/local/mini-cloud.ts';
import { type Received, type Receiver, startReceiver } from './notices/receiver.ts';
import { PATIENCE_MS } from './running-stack.ts';

const region = 'eu-central-1';
const root = fileURLToPath(new URL('../..', import.meta.url));

let receiver: Receiver;
let cloud: LocalCloud;
let folder: string;

beforeAll(async () => {
  receiver = await startReceiver((name, times) => {
    if (name === 'busy') return times < 3 ? 500 : 204;
    return { left: 410, dead: 500 }[name] ?? 200;
  });
  // bundled functions find native packages in a folder above them
  const cache = join(root, 'node_modules/.cache/tradewind');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'notices-'));
  const templatesDirectory = join(folder, 'cdk.out');
  const program = fileURLToPath(new URL('notices/notices-app.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [program, templatesDirectory, String(receiver.port)], {
    cwd: root,
  });
  cloud = await startLocalCloud({
    ...{ templatesDirectory, stateDirectory: join(folder, 'state'), port: 0, schedules: false },
    marketRegions: { de: region },
  });
}, PATIENCE_MS);

afterAll(async () => {
  await cloud?.close();
  receiver?.close();
  await rm(folder, { recursive: true, force: true });
});

const drop = (path: string, rows: string) =>
  cloud.clients(region).s3.send(
    new PutObjectCommand({
      Bucket: cloud.outputs(region).UploadsBucket,
      Key: `demo/de/${path}`,
      Body: `order_id,ordered_at,customer_id,sku,quantity,unit_price\n${rows}`,
    }),
  );

async function secretOf(webhook: string): Promise<string> {
  const secret = cloud
    .resourcesOfType('AWS::SecretsManager::Secret')
    .find(({ id }) => id.includes(`Webhookdemo${webhook}`));
  const command = new GetSecretValueCommand({ SecretId: secret?.ref });
  const { SecretString = '' } = await cloud.clients(region).secretsManager.send(command);
  return SecretString;
}

/** What the receiver works out for itself. */
async function signatureOf({ name, headers, body }: Received): Promise<string> {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(await secretOf(name), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

const outbox = async (): Promise<string[]> => {
  const names = await readdir(join(folder, 'state/outbox')).catch(() => []);
  return Promise.all(names.toSorted().map((name) => readFile(join(folder, 'state/outbox', name), 'utf8')));
};

describe('the stack of a merchant with notices', () => {
  const resourcesOf = (type: string) =>
    cloud.resourcesOfType(type).filter(({ id }) => id.startsWith('Notices'));

  test('has a topic with each address, and a secret for each webhook, all encrypted', () => {
    const [topic, ...others] = resourcesOf('AWS::SNS::Topic');
    const addresses = resourcesOf('AWS::SNS::Subscription').map(({ properties }) => properties);
    const secrets = resourcesOf('AWS::SecretsManager::Secret').map(({ properties }) => properties);

    expect(others).toEqual([]);
    expect(topic?.properties.KmsMasterKeyId).toBeDefined();
    expect(addresses).toEqual([
      { Protocol: 'email', Endpoint: 'operations@example.com', TopicArn: topic?.ref },
    ]);
    expect(secrets).toHaveLength(4);
    for (const { KmsKeyId, GenerateSecretString } of secrets) {
      expect(KmsKeyId).toBeDefined();
      expect(GenerateSecretString).toEqual({ PasswordLength: 48, ExcludePunctuation: true });
    }
  });

  test('tells notify alone whom it has told', () => {
    const informed = cloud
      .resourcesOfType('AWS::Lambda::Function')
      .filter(({ properties }) => /"dead"|operations@/.test(JSON.stringify(properties).replaceAll('\\', '')))
      .map(({ properties }) => properties.Description);

    expect(informed).toEqual(['Tradewind: notify']);
  });
});

describe('an upload with a date that could be two', () => {
  test('is told to the merchant’s servers, signed for each of them', async () => {
    await drop('orders/ambiguous.csv', '1,03/04/2025,K1,A-1,2,9.50\n');

    const told = await eventually(() => receiver.of('shop')[0], PATIENCE_MS);

    expect(JSON.parse(told.body)).toMatchObject({
      type: 'upload.question',
      data: {
        merchant: 'demo',
        market: 'de',
        kind: 'orders',
        questions: ['dateOrder'],
        rows: { waiting: 1 },
      },
    });
    expect(told.headers['webhook-signature']).toBe(await signatureOf(told));
    expect(await secretOf('shop')).not.toBe(await secretOf('busy'));
  });

  test('is told again to a server that answered 500 twice, under the same id and signed anew, and to it alone', async () => {
    await eventually(() => (receiver.of('busy').length >= 3 ? true : undefined), PATIENCE_MS);

    const tries = receiver.of('busy');
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const each of tries) expect(each.headers['webhook-signature']).toBe(await signatureOf(each));
    expect(receiver.of('shop')).toHaveLength(1);
    expect(receiver.of('left')).toHaveLength(1);
  });
});

describe('an event that a server never takes', () => {
  test('is tried three times here, then waits in the dead-letter queue', async () => {
    await drop('nonsense/file.csv', '');
    const dead = cloud
      .resourcesOfType('AWS::SQS::Queue')
      .find(({ id }) => id.startsWith('NoticesDeadLetters'));

    await eventually(() => (cloud.queueDepth(dead?.arn ?? '') === 1 ? true : undefined), PATIENCE_MS);

    expect(receiver.of('dead')).toHaveLength(3);
    expect(receiver.of('shop').map(({ body }) => JSON.parse(body).type)).toContain('upload.rejected');
  });
});

describe('a night', () => {
  test('is one message in plain words, also when its run is made twice', async () => {
    const machine = cloud.outputs(region).StateMachineArn;
    const { stepFunctions } = cloud.clients(region);
    const ended = () => receiver.of('shop').filter(({ body }) => JSON.parse(body).type === 'run.finished');
    for (const [place, name] of ['first', 'second'].entries()) {
      const input = JSON.stringify({ merchant: 'demo', market: 'de', asOf: '2025-06-30' });
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
      await eventually(() => (ended().length > place ? true : undefined), PATIENCE_MS);
    }

    const queue = cloud.resourcesOfType('AWS::SQS::Queue').find(({ id }) => id.startsWith('NoticesQueue'));
    await eventually(() => (cloud.queueDepth(queue?.arn ?? '') === 0 ? true : undefined), PATIENCE_MS);
    const messages = await outbox();

    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(
      'Subject: de 2025-06-30: run had too little data, 1 upload waits for an answer, 1 upload with refused rows\n',
    );
    expect(messages[0]).toContain(
      '- ambiguous.csv (orders) since today (1 question): answer with POST /v1/uploads/',
    );
  });
});
