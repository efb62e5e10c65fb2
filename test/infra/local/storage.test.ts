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
let running: Storage | undefined;
const start = async () => {
  running = await startStorage(resources, folder);
  return running;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
});
afterEach(async () => {
  await running?.close();
  rmSync(folder, { recursive: true });
});

/** Take messages until there are so many or nothing comes for three seconds; they need not come together. Deletes none. */
async function receive({ port }: Storage, count: number): Promise<string[]> {
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = createQueueClient({ endpoint, region, credentials });
  const taken: string[] = [];
  for (let came = 1; came > 0 && taken.length < count; ) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: `${endpoint}/000000000000/work`,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 3,
      }),
    );
    came = Messages.length;
    taken.push(...Messages.map(({ Body = '' }) => Body));
  }
  client.destroy();
  return taken.sort();
}

describe('startStorage', () => {
  test('shows again what a former process had received and not deleted', async () => {
    const before = await start();
    for (const body of ['one', 'two']) before.send(arn, body);
    expect(await receive(before, 2)).toEqual(['one', 'two']);
    await before.close();

    const after = await start();

    expect(after.depth(arn)).toBe(2);
    expect(await receive(after, 2)).toEqual(['one', 'two']);
  });
});
