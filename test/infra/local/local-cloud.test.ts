import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { redrive } from '../../../infra/commands/redrive.ts';
import type { LocalCloud, Progress } from '../../../infra/local/index.ts';
import { eventually, type MiniApp, startMiniCloud, synthesiseMiniApp } from './mini-cloud.ts';

let app: MiniApp;
let cloud: LocalCloud;
const region = 'eu-central-1';
const output = (name: string): string => cloud.outputs(region)[name] ?? '';

beforeAll(async () => {
  app = await synthesiseMiniApp();
  cloud = await startMiniCloud(app);
}, 60_000);

afterAll(async () => {
  await cloud.close();
  await app.remove();
});

const put = (Key: string, Body: string | Buffer) =>
  cloud.clients(region).s3.send(new PutObjectCommand({ Bucket: output('UploadsBucket'), Key, Body }));

const rowOf = async (pk: string, sk: string) => {
  const { Item } = await cloud
    .clients(region)
    .dynamodb.send(
      new GetItemCommand({ TableName: output('TableName'), Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
  return Item;
};

describe('a dropped file', () => {
  test('reaches the function through bucket, queue and role, with its key form-encoded on the way', async () => {
    const key = 'acme/de/orders/März + 50% "a&b".csv';

    await put(key, 'a;b');

    const row = await eventually(() => rowOf('seen', key));
    expect(row).toMatchObject({
      text: { S: 'a;b' },
      size: { N: '3' },
      eventName: { S: 'ObjectCreated:Put' },
    });
    expect(row.sequencer?.S).toMatch(/^[0-9A-F]{16}$/);
  });

  test('is found by the table’s second index', async () => {
    await put('acme/de/orders/indexed.csv', '1234567');

    const found = await eventually(async () => {
      const { Items = [] } = await cloud.clients(region).dynamodb.send(
        new QueryCommand({
          TableName: output('TableName'),
          IndexName: 'bySize',
          KeyConditionExpression: '#size = :size',
          ExpressionAttributeNames: { '#size': 'size' },
          ExpressionAttributeValues: { ':size': { N: '7' } },
        }),
      );
      return Items[0];
    });

    expect(found.sk).toEqual({ S: 'acme/de/orders/indexed.csv' });
  });

  test('that the notification’s filter leaves out tells nobody', async () => {
    await put('notes.txt', 'x');
    await put('after.csv', 'x');

    await eventually(() => rowOf('seen', 'after.csv'));
    expect(await rowOf('seen', 'notes.txt')).toBeUndefined();
  });

  test('that its function reports as failed ends in the dead-letter queue, and takes no other with it', async () => {
    await Promise.all([put('poison.csv', 'x'), put('healthy.csv', 'x')]);

    await eventually(() => rowOf('seen', 'healthy.csv'));
    await eventually(() => (cloud.queueDepth(output('LostArn')) === 1 ? true : undefined));
    expect(cloud.queueDepth(output('QueueArn'))).toBe(0);
  });

  test('comes back from there by `npm run redrive`, once what was wrong is mended', async () => {
    const session = join(app.state, 'session.json');
    const services = { endpoint: cloud.gatewayUrl, ...cloud.accessKey, deadLetters: [output('LostArn')] };
    await writeFile(session, JSON.stringify({ services }));
    const shown = await redrive(['--session', session, '--show']);
    const Item = { pk: { S: 'mended' }, sk: { S: 'poison' } };
    await cloud.clients(region).dynamodb.send(new PutItemCommand({ TableName: output('TableName'), Item }));

    // what was looked at stays hidden for a moment
    const said = await eventually(async () => {
      const answer = await redrive(['--session', session]);
      return answer.includes(': 1 messages are back') ? answer : undefined;
    }, 15_000);

    expect(shown).toMatch(/: 1 messages\n {2}\S+\/poison\.csv, dropped \d{4}-/);
    expect(said).toBe(`${output('LostArn')}: 1 messages are back in their queue`);
    expect(await eventually(() => rowOf('seen', 'poison.csv'))).toMatchObject({ text: { S: 'x' } });
    expect(cloud.queueDepth(output('LostArn'))).toBe(0);
  }, 30_000);

  test('is moved to the queue that is named, where SQS can’t tell: it came by no queue', async () => {
    const QueueUrl = `${cloud.gatewayUrl}/000000000000/${output('LostArn').split(':').at(-1)}`;
    await cloud.clients(region).sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"Records":[]}' }));

    const words = ['--session', join(app.state, 'session.json'), '--to', output('QueueArn')];

    expect(await redrive(words)).toContain(': 1 messages are back in their queue');
    expect(cloud.queueDepth(output('LostArn'))).toBe(0);
  });

  test('of 12 MiB comes back byte for byte', async () => {
    const body = Buffer.alloc(12 * 1024 * 1024, 'tradewind ');

    await put('large.bin', body);

    const { Body } = await cloud
      .clients(region)
      .s3.send(new GetObjectCommand({ Bucket: output('UploadsBucket'), Key: 'large.bin' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });
});

describe('the gateway', () => {
  test('refuses a call that the function’s role does not allow, as AWS does', async () => {
    const answer = await fetch(`${cloud.url}/v1/health?trespass=1`).then((response) => response.json());

    expect(answer).toMatchObject({ name: 'AccessDeniedException' });
    expect(answer).toMatchObject({
      message: expect.stringContaining('dynamodb:PutItem on resource: arn:aws:dynamodb'),
    });
  });

  test('passes a call that the role allows', async () => {
    const answer = await fetch(`${cloud.url}/v1/health?secret=1`).then((response) => response.json());

    expect(answer).toEqual({ length: 32 });
  });

  test('refuses calls without a key and with an unknown one', async () => {
    const bare = await fetch(`${cloud.gatewayUrl}/${output('UploadsBucket')}/after.csv`);
    const forged = await fetch(`${cloud.gatewayUrl}/${output('UploadsBucket')}/after.csv`, {
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260101/eu-central-1/s3/aws4_request',
      },
    });

    const garbled = await fetch(`${cloud.gatewayUrl}/%`, { method: 'OPTIONS' });

    expect([bare.status, forged.status, garbled.status]).toEqual([400, 403, 403]);
  });

  test('refuses a presigned upload to another place, and a call that only shows the key’s id', async () => {
    const { s3 } = cloud.clients(region);
    const command = new PutObjectCommand({ Bucket: output('UploadsBucket'), Key: 'mine.csv' });
    const address = await getSignedUrl(s3, command, { expiresIn: 60 });
    const credential = new URL(address).searchParams.get('X-Amz-Credential') ?? '';

    const moved = await fetch(address.replace('mine.csv', 'theirs.csv'), { method: 'PUT', body: 'x' });
    const stretched = await fetch(address.replace('Expires=60', 'Expires=6000'), {
      method: 'PUT',
      body: 'x',
    });
    const posed = await fetch(cloud.gatewayUrl, {
      method: 'POST',
      body: JSON.stringify({ TableName: output('TableName') }),
      headers: {
        'x-amz-target': 'DynamoDB_20120810.Scan',
        authorization: `AWS4-HMAC-SHA256 Credential=${credential.replace('/s3/', '/dynamodb/')}, SignedHeaders=host, Signature=00`,
      },
    });

    expect([moved.status, stretched.status, posed.status]).toEqual([403, 403, 400]);
    expect(await moved.text()).toContain('SignatureDoesNotMatch');
    expect(await posed.json()).toMatchObject({ __type: 'SignatureDoesNotMatchException' });
  });

  test.each(['März (1)*!.csv', "it's 100% & +more?.csv", '日本/🙂.csv'])(
    'takes a presigned upload of the name %s',
    async (Key) => {
      const { s3 } = cloud.clients(region);
      const command = new PutObjectCommand({ Bucket: output('UploadsBucket'), Key });
      const address = await getSignedUrl(s3, command, { expiresIn: 60 });

      expect((await fetch(address, { method: 'PUT', body: Key })).status).toBe(200);
      expect(await eventually(() => rowOf('seen', Key))).toMatchObject({ text: { S: Key } });
    },
  );

  test.each([
    // what curl says of --data-binary, where nothing else is said
    'application/x-www-form-urlencoded',
    'application/x-amz-json-1.0',
    'application/json',
    'text/csv; charset=utf-8',
  ])('takes a presigned upload that calls itself %s, byte for byte', async (type) => {
    const { s3 } = cloud.clients(region);
    const Key = `${type.replaceAll(/\W/g, '-')}.csv`;
    const command = new PutObjectCommand({ Bucket: output('UploadsBucket'), Key });
    const body = 'a=1&b=%20+,{"c"\n';

    const headers = { 'content-type': type };
    const { status } = await fetch(await getSignedUrl(s3, command), { method: 'PUT', body, headers });

    expect(status).toBe(200);
    expect(await eventually(() => rowOf('seen', Key))).toMatchObject({ text: { S: body } });
  });

  test('takes a presigned upload until it expires', async () => {
    const { s3 } = cloud.clients(region);
    const command = new PutObjectCommand({ Bucket: output('UploadsBucket'), Key: 'presigned.csv' });
    const good = await getSignedUrl(s3, command, { expiresIn: 60 });
    const stale = await getSignedUrl(s3, command, {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 120_000),
    });

    const late = await fetch(stale, { method: 'PUT', body: 'late' });
    const taken = await fetch(good, { method: 'PUT', body: 'in time' });

    expect([late.status, taken.status]).toEqual([403, 200]);
    expect(await eventually(() => rowOf('seen', 'presigned.csv'))).toMatchObject({ text: { S: 'in time' } });
  });
});

describe('an execution', () => {
  const run = async (name: string, shards: object[]) => {
    await put(`${name}.json`, JSON.stringify(shards));
    const input = JSON.stringify({ manifest: `${name}.json` });
    const request = new StartExecutionCommand({ stateMachineArn: output('MachineArn'), name, input });
    await cloud.clients(region).stepFunctions.send(request);
    return request;
  };
  const ended = (name: string) =>
    eventually(
      () => cloud.executions().find((each) => each.name === name && each.status !== 'RUNNING'),
      15_000,
    );

  test('maps over a manifest; what fails, hangs or grows too large becomes a value', async () => {
    const seen: Progress[] = [];
    const stop = cloud.onProgress((progress) => seen.push(progress));

    await run('mixed', [
      { shard: 'good' },
      { shard: 'bad', fail: true },
      { shard: 'late', waitMs: 60_000 },
      { shard: 'large', fill: true },
    ]);

    const execution = await ended('mixed');
    await eventually(() => seen.find(({ kind, status }) => kind === 'ended' && status === 'SUCCEEDED'));
    stop();
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '')).toEqual({
      manifest: 'mixed.json',
      shards: [
        { shard: 'good', done: 1 },
        { failed: 'ToldToFail' },
        { failed: 'Sandbox.Timedout' },
        { failed: 'Runtime.ExitError' },
      ],
    });
    expect(seen.filter(({ kind }) => kind === 'item-succeeded')).toHaveLength(4);
  });

  test('starts once by its name: the same start is answered alike while it runs, later ones are refused', async () => {
    const request = await run('once', [{ shard: 'once', waitMs: 500 }]);
    const { stepFunctions } = cloud.clients(region);

    const again = await stepFunctions.send(request);
    const other = stepFunctions.send(
      new StartExecutionCommand({ ...request.input, input: '{"manifest":"x"}' }),
    );

    expect(again.executionArn).toContain(':execution:');
    await expect(other).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await ended('once');
    await expect(stepFunctions.send(request)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(await rowOf('shards', 'once')).toMatchObject({ times: { N: '1' } });
  });

  test('whose manifest is missing fails with the reader’s error', async () => {
    const input = JSON.stringify({ manifest: 'nowhere.json' });
    const request = new StartExecutionCommand({ stateMachineArn: output('MachineArn'), name: 'lost', input });
    await cloud.clients(region).stepFunctions.send(request);

    expect(await ended('lost')).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });
});
