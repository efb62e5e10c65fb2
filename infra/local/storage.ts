import { mkdir } from 'node:fs/promises';
import { Server } from 'node:net';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { InputError } from '../../lib/domain/index.ts';
import { createQueueClient } from './clients.ts';
import { isObject, textAt } from './json.ts';
import { urlOfQueue } from './names.ts';
import type { Resource } from './stacks.ts';

/** S3 and SQS: one fauxqs for all regions, persistent in `{stateDirectory}/storage`. */
export type Storage = {
  port: number;
  /** Put a message into a queue, past the gateway. */
  send(queueArn: string, body: string): void;
  /** How many messages of a queue are not deleted yet: waiting, delayed or being worked on. */
  depth(queueArn: string): number;
  close(): Promise<void>;
};

/** CloudFormation's queue properties that fauxqs knows as attributes. */
const queueAttributes = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

/**
 * Start S3 and SQS and make every bucket and queue of the templates that does not exist yet.
 *
 * Messages that a former process had received and not deleted become visible: nobody is working on them.
 */
export async function startStorage(resources: readonly Resource[], stateDirectory: string): Promise<Storage> {
  const dataDir = join(stateDirectory, 'storage');
  await mkdir(dataDir, { recursive: true });
  // objects lie in the database too, not in files: a kill between a file and its metadata would tear an object
  const server = await onLoopback(() => startFauxqs({ port: 0, logger: false, dataDir }));
  for (const bucket of resources.filter(({ type }) => type === 'AWS::S3::Bucket')) {
    server.createBucket(bucket.ref);
  }
  for (const queue of resources.filter(({ type }) => type === 'AWS::SQS::Queue')) {
    await provideQueue(server, queue);
  }
  return {
    port: server.port,
    send: (queueArn, body) => {
      const [, , , region = '', , name = ''] = queueArn.split(':');
      server.sendMessage(name, body, { region });
    },
    depth: (queueArn) => {
      const messages = server.inspectQueue(nameIn(queueArn))?.messages;
      return messages ? messages.ready.length + messages.delayed.length + messages.inflight.length : 0;
    },
    close: () => server.stop(),
  };
}

/**
 * Run `start` so that servers listen on the loopback alone.
 *
 * fauxqs listens on every interface and checks no signature: a user's files would be open to the network.
 */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...given: unknown[]) {
    const [first, ...rest] = given;
    const address = isObject(first) ? { ...first, host: '127.0.0.1' } : first;
    // the overloads of listen take what Fastify passes; only the host differs
    return Reflect.apply(listen, this, [address, ...rest]) as Server;
  } as typeof listen;
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}

async function provideQueue(server: FauxqsServer, queue: Resource): Promise<void> {
  const name = nameIn(queue.arn);
  const known = server.inspectQueue(name);
  if (known && known.arn !== queue.arn) {
    throw new InputError(`two queues are called ${name}: the local cloud needs one name in all regions`);
  }
  // creating a queue again would drop its messages
  if (!known) {
    server.createQueue(name, { region: queue.region, attributes: attributesOf(queue) });
    return;
  }
  const client = createQueueClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: queue.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const QueueUrl = urlOfQueue(`http://127.0.0.1:${server.port}`, name);
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributesOf(queue) }));
  for (const { receiptHandle } of known.messages.inflight) await release(client, QueueUrl, receiptHandle);
  client.destroy();
}

/** Make a message visible in a second: with 0, fauxqs 2.4 drops a message that it has stored. */
async function release(client: SQSClient, QueueUrl: string, ReceiptHandle: string): Promise<void> {
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }));
}

function attributesOf(queue: Resource): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of queueAttributes) {
    const value = queue.properties[name];
    if (value !== undefined) attributes[name] = textAt(value, `${queue.id}.${name}`);
  }
  if (isObject(queue.properties.RedrivePolicy)) {
    const { deadLetterTargetArn = '', maxReceiveCount } = queue.properties.RedrivePolicy;
    attributes.RedrivePolicy = JSON.stringify({
      deadLetterTargetArn,
      maxReceiveCount: textAt(maxReceiveCount, queue.id),
    });
  }
  return attributes;
}

function nameIn(queueArn: string): string {
  return queueArn.split(':').at(-1) ?? '';
}
