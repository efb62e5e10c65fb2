import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createQueueClient } from './clients.ts';
import type { Functions } from './functions.ts';
import { isObject, listAt, numberAt, objectAt, parseJson, textAt } from './json.ts';
import { urlOfQueue } from './names.ts';
import type { Roles } from './roles.ts';
import type { Resource } from './stacks.ts';

/** The pollers that carry messages from queues to functions; `close` leaves a batch in flight to the next start. */
export type EventSources = { close(): void };

export type EventSourcesOptions = {
  resources: readonly Resource[];
  roles: Roles;
  functions: Pick<Functions, 'invoke' | 'roleOf'>;
  gatewayUrl: string;
  concurrency: number;
  /**
   * Seconds after which a message that failed shows up again. In the cloud that is the queue's visibility timeout, which
   * also covers a poller that died; here a poller dies with everything else, and a start releases its messages.
   */
  retryAfterSeconds: number;
  /** Handles of messages that a function itself has hidden until their next try: they are left alone, once each. */
  hidden: Set<string>;
  /** Called when a poll itself fails: a right is missing, or the queue is gone. */
  onProblem(message: string): void;
};

/** How long a poll waits for messages, seconds, and what it waits after a failure, ms. */
const waitSeconds = 10;
const pauseMs = 1000;

/**
 * Poll every queue that an `AWS::Lambda::EventSourceMapping` names, with the function's own role, and invoke the
 * function with what comes. Messages are deleted after success; with `ReportBatchItemFailures` all but those that the
 * answer names. What fails too often goes to the dead-letter queue by the queue's own redrive policy.
 */
export function startEventSources(options: EventSourcesOptions): EventSources {
  const stopping = new AbortController();
  const mappings = options.resources.filter(
    ({ type, properties }) => type === 'AWS::Lambda::EventSourceMapping' && properties.Enabled !== false,
  );
  for (const mapping of mappings) startPollers(mapping, options, stopping.signal);
  return { close: () => stopping.abort() };
}

/** What one mapping carries, and where. */
type Route = {
  queueArn: string;
  queueUrl: string;
  functionArn: string;
  batchSize: number;
  reportsFailures: boolean;
};

function startPollers(mapping: Resource, options: EventSourcesOptions, signal: AbortSignal): void {
  const { properties, id, region } = mapping;
  const queueArn = textAt(properties.EventSourceArn, id);
  const named = textAt(properties.FunctionName, id);
  const functionArn = named.startsWith('arn:')
    ? named
    : `arn:aws:lambda:${region}:000000000000:function:${named}`;
  const route: Route = {
    queueArn,
    queueUrl: urlOfQueue(options.gatewayUrl, queueArn),
    functionArn,
    batchSize: Math.min(10, numberAt(properties.BatchSize, 10, `${id}.BatchSize`)),
    reportsFailures: listAt(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
  };
  const client = createQueueClient({
    endpoint: options.gatewayUrl,
    region,
    credentials: options.roles.issueKey(options.functions.roleOf(functionArn), 'event-source'),
  });
  const most = numberAt(
    objectAt(properties.ScalingConfig, id).MaximumConcurrency,
    options.concurrency,
    `${id}.MaximumConcurrency`,
  );
  const count = Math.min(most, options.concurrency);
  const polls = Array.from({ length: count }, () => poll(client, route, options, signal));
  void Promise.all(polls).then(() => client.destroy());
}

async function poll(
  client: SQSClient,
  route: Route,
  options: EventSourcesOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: route.queueUrl,
          MaxNumberOfMessages: route.batchSize,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
        { abortSignal: signal },
      );
      if (Messages.length > 0) await carry(client, route, options, Messages, signal);
    } catch (error) {
      if (signal.aborted) return;
      options.onProblem(`${route.queueArn}: ${error instanceof Error ? error.message : String(error)}`);
      await pause(pauseMs, signal);
    }
  }
}

/** Invoke the function with one batch, then delete what succeeded and show the rest again. */
async function carry(
  client: SQSClient,
  { queueUrl, queueArn, functionArn, reportsFailures }: Route,
  { functions, hidden, retryAfterSeconds }: EventSourcesOptions,
  messages: Message[],
  signal: AbortSignal,
): Promise<void> {
  const region = queueArn.split(':')[3] ?? '';
  const Records = messages.map((message) => recordOf(message, queueArn, region));
  const outcome = await functions.invoke(functionArn, JSON.stringify({ Records }), 'background');
  // the function was ended with everything else: its messages belong to the next start
  if (signal.aborted) return;
  const failed =
    outcome.kind === 'failed'
      ? new Set(messages.map(({ MessageId }) => MessageId))
      : reportsFailures
        ? failuresIn(outcome.payload, messages)
        : new Set<string | undefined>();
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
  const again = messages.filter(
    ({ MessageId, ReceiptHandle = '' }) => failed.has(MessageId) && !hidden.delete(ReceiptHandle),
  );
  const entryOf = ({ ReceiptHandle }: Message, index: number) => ({ Id: String(index), ReceiptHandle });
  if (done.length > 0) {
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: done.map(entryOf) }));
  }
  if (again.length > 0) {
    const Entries = again.map((message, index) => ({
      ...entryOf(message, index),
      VisibilityTimeout: retryAfterSeconds,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** Which messages an answer reports as failed. One that names a message it was not given fails them all, as in Lambda. */
function failuresIn(payload: string, messages: Message[]): Set<string | undefined> {
  const answer = parseJson(payload, 'the answer to a batch');
  const failures = isObject(answer) ? listAt(answer.batchItemFailures) : [];
  const all = new Set(messages.map(({ MessageId }) => MessageId));
  const named = failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : null));
  const known = named.flatMap((name) => (typeof name === 'string' && all.has(name) ? [name] : []));
  return known.length === named.length ? new Set(known) : all;
}

function recordOf(message: Message, queueArn: string, awsRegion: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: message.MessageAttributes ?? {},
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion,
  };
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((settle) => {
    const timer = setTimeout(settle, durationMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      settle();
    });
  });
}
