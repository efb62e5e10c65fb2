import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createQueueClient } from '../../../infra/local/clients.ts';
import type { Resource } from '../../../infra/local/stacks.ts';
import { type Storage, startStorage } from '../../../infra/local/storage.ts';

const region = 'eu-central-1';
const arn = `arn:aws:sqs:${region}:000000000000:work`;
const resources: Resource[] = [
  {
    id: 'Work',
    stack: 'Test',
    region,
    type: 'AWS::SQS::Queue',
    properties: { VisibilityTimeout: 900 },
    ref: `https://sqs.${region}.amazonaws.com/000000000000/work`,
    arn,
    assetPath: undefined,
    assets: new Map(),
  },
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Take what is visible within three seconds, and delete none of it. */
async function receive({ port }: Storage): Promise<string[]> {
  const endpoint = `http://127.0.0.1:${port}`;
  const client = createQueueClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const QueueUrl = `${endpoint}/000000000000/work`;
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 3 }),
  );
  client.destroy();
  return Messages.map(({ Body = '' }) => Body).sort();
}

describe('startStorage', () => {
  test('shows again what a former process had received and not deleted', async () => {
    const before = await startStorage(resources, folder);
    for (const body of ['one', 'two']) before.send(arn, body);
    expect(await receive(before)).toEqual(['one', 'two']);
    await before.close();

    const after = await startStorage(resources, folder);

    expect(after.depth(arn)).toBe(2);
    expect(await receive(after)).toEqual(['one', 'two']);
    await after.close();
  });
});
