import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { InputError, NotFoundError } from '../../lib/domain/index.ts';
import { createQueueClient } from './clients.ts';
import { isObject, type JsonObject, textAt } from './json.ts';
import { urlOfQueue } from './names.ts';
import type { Resource } from './stacks.ts';

/** SQS's tasks that move messages out of a dead-letter queue, which fauxqs does not know. */
export type MoveTasks = {
  /** Answer `StartMessageMoveTask` and `ListMessageMoveTasks`; `undefined` for any other operation. */
  answer(operation: string, input: JsonObject): Promise<JsonObject | undefined>;
};

/** Provide the tasks. @param endpoint - of fauxqs */
export function provideMoveTasks(resources: readonly Resource[], endpoint: string): MoveTasks {
  const queues = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  const tasks: JsonObject[] = [];
  const start = async (input: JsonObject): Promise<JsonObject> => {
    const from = textAt(input.SourceArn, 'SourceArn');
    const to =
      input.DestinationArn === undefined ? sourceOf(queues, from) : textAt(input.DestinationArn, 'arn');
    const task = { TaskHandle: randomUUID(), SourceArn: from, StartedTimestamp: Date.now() };
    const moved = await moveAll(from, to, endpoint);
    // here a task is done before its start is answered; in the cloud it runs on
    tasks.unshift({ ...task, Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: moved });
    return { TaskHandle: task.TaskHandle };
  };
  return {
    answer: async (operation, input) => {
      switch (operation) {
        case 'StartMessageMoveTask':
          return start(input);
        case 'ListMessageMoveTasks': {
          const arn = textAt(input.SourceArn, 'SourceArn');
          return { Results: tasks.filter(({ SourceArn }) => SourceArn === arn) };
        }
        default:
          return undefined;
      }
    },
  };
}

/** The queue whose messages end in a dead-letter queue. */
function sourceOf(queues: readonly Resource[], deadLetters: string): string {
  const sources = queues.filter(
    ({ properties: { RedrivePolicy: policy } }) =>
      isObject(policy) && policy.deadLetterTargetArn === deadLetters,
  );
  const [source] = sources;
  const cause = { code: 'ResourceNotFoundException' };
  if (source === undefined)
    throw new NotFoundError(`${deadLetters} is the dead-letter queue of no queue`, { cause });
  if (sources.length > 1) throw new InputError(`${deadLetters} serves several queues: give a DestinationArn`);
  return source.arn;
}

/** Move every message that nobody holds. Each is sent before it is deleted: a kill between leaves it twice, never lost. */
async function moveAll(from: string, to: string, endpoint: string): Promise<number> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = createQueueClient({ endpoint, region: from.split(':')[3] ?? '', credentials });
  const [source, target] = [urlOfQueue(endpoint, from), urlOfQueue(endpoint, to)];
  let moved = 0;
  try {
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: source,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return moved;
      for (const message of Messages) await move(client, message, source, target);
      moved += Messages.length;
    }
  } finally {
    client.destroy();
  }
}

async function move(
  client: SQSClient,
  { Body, MessageAttributes, ReceiptHandle }: Message,
  from: string,
  to: string,
) {
  await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
  await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
}
