import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Resource } from '../../../infra/local/stacks.ts';
import { provideTopics } from '../../../infra/local/topics.ts';

const arn = 'arn:aws:sns:eu-central-1:000000000000:Mail';
const topic: Resource = {
  ...{ stack: 'Mini', region: 'eu-central-1', id: 'Mail', type: 'AWS::SNS::Topic', ref: arn, arn },
  ...{ properties: {}, assets: new Map(), assetPath: undefined },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tradewind-outbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a local topic', () => {
  test('leaves each message in the outbox', async () => {
    const publish = provideTopics([topic], join(folder, 'outbox'));

    const answer = await publish('Publish', {
      TopicArn: arn,
      Subject: 'de: run finished',
      Message: 'All well.\n',
    });

    const [name = '', ...others] = await readdir(join(folder, 'outbox'));
    expect(others).toEqual([]);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT[\d-]+Z-Mail-[0-9a-f]{8}\.txt$/);
    expect(await readFile(join(folder, 'outbox', name), 'utf8')).toBe(
      `Topic: ${arn}\nSubject: de: run finished\n\nAll well.\n`,
    );
    expect(answer).toMatch(/<MessageId>[0-9a-f-]{36}<\/MessageId>/);
  });

  test('refuses what SNS refuses: a topic that is not there, a subject that is too long or has other letters', async () => {
    const publish = provideTopics([topic], folder);
    const message = { TopicArn: arn, Message: 'x' };

    await expect(publish('Publish', { ...message, TopicArn: `${arn}2` })).rejects.toThrow('does not exist');
    await expect(publish('Publish', { ...message, Subject: 'x'.repeat(101) })).rejects.toThrow('Subject');
    await expect(publish('Publish', { ...message, Subject: 'Märkte' })).rejects.toThrow('Subject');
    await expect(publish('CreateTopic', {})).rejects.toThrow('sns:CreateTopic');
  });
});
