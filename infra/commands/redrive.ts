import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { InputError, parseAs, parseStored, UpstreamError } from '../../lib/domain/index.ts';
import { messageOf, orUsage, runCommand } from './ask-stack.ts';

const USAGE = `npm run redrive -- [--show] [--dead-letters <output IngestDeadLettersArn>] [--to <queue>] [--session .tradewind/session.json]
  Brings messages that ingest failed on back into its queue, once what was wrong is mended; --show only tells what they are.
  Without --dead-letters the running local stack's; with it, by the AWS credentials of the environment. --to is the ARN of the
  queue that they belong to, for messages of which SQS can't tell: those that came by no queue.`;

const LOCAL_SESSION = '.tradewind/session.json';
const POLL_MS = 1000;

/** What a local start leaves for commands that need its services. */
const sessionSchema = z.object({
  services: z.object({
    endpoint: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    deadLetters: z.array(z.string()),
  }),
});

/** Queues to look after, and how to reach them. */
type Place = { deadLetters: readonly string[]; settings: SQSClientConfig };

/**
 * Move what lies in the dead-letter queues of ingest back to where it came from, or tell what lies there.
 *
 * @param words - the command line, without node and script
 * @returns a line for each queue, and with `--show` one for each file
 * @throws InputError for words that don't fit, UpstreamError where a queue cannot be reached or its messages not be moved
 */
export async function redrive(words: readonly string[]): Promise<string> {
  const options = {
    'dead-letters': { type: 'string', multiple: true },
    to: { type: 'string' },
    session: { type: 'string', default: LOCAL_SESSION },
    show: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help) return USAGE;
  const { deadLetters, settings } = await placeOf(values['dead-letters'], values.session);
  const lines: string[] = [];
  for (const arn of deadLetters) {
    const client = new SQSClient({
      ...settings,
      region: regionOf(arn),
      useQueueUrlAsEndpoint: settings.endpoint === undefined,
    });
    try {
      lines.push(...(values.show ? await show(client, arn) : [await moveBack(client, arn, values.to)]));
    } catch (error) {
      throw new UpstreamError(`${arn}: ${messageOf(error)}`, { cause: error });
    } finally {
      client.destroy();
    }
  }
  return lines.join('\n');
}

async function placeOf(given: readonly string[] | undefined, session: string): Promise<Place> {
  if (given !== undefined) return { deadLetters: given, settings: {} };
  const text = await readFile(session, 'utf8').catch((error: unknown) => {
    throw new InputError(
      `${session} is not there: start the stack (npm start), or give --dead-letters. ${USAGE}`,
      {
        cause: error,
      },
    );
  });
  const { services } = parseStored(sessionSchema, text, session);
  const { endpoint, accessKeyId, secretAccessKey, deadLetters } = services;
  return { deadLetters, settings: { endpoint, credentials: { accessKeyId, secretAccessKey } } };
}

function regionOf(arn: string): string {
  const [, , service, region, , name] = arn.split(':');
  if (service === 'sqs' && region !== undefined && name !== undefined) return region;
  throw new InputError(`"${arn}" is no queue's ARN. ${USAGE}`);
}

/** Have SQS move the messages, and wait until it has. */
async function moveBack(client: SQSClient, SourceArn: string, DestinationArn?: string): Promise<string> {
  const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  for (;;) {
    // the newest task is the first; handles are shown of running ones alone
    const { Results: [task] = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn }));
    const isOurs = task?.TaskHandle === undefined || task.TaskHandle === TaskHandle;
    if (task?.Status === 'COMPLETED' && isOurs)
      return `${SourceArn}: ${task.ApproximateNumberOfMessagesMoved ?? 0} messages are back in their queue`;
    if (task?.Status === 'FAILED' || task?.Status === 'CANCELLED')
      throw new UpstreamError(`the messages were not moved: ${task.FailureReason ?? task.Status}`);
    await pause(POLL_MS);
  }
}

/** Seconds for which a message that is looked at stays hidden from others, and how many are looked at. */
const LOOK_SECONDS = 5;
const MOST_SHOWN = 100;

async function show(client: SQSClient, arn: string): Promise<string[]> {
  const [, , , region, account, name] = arn.split(':');
  const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
  const seen = new Map<string, string>();
  for (let came = 1; came > 0 && seen.size < MOST_SHOWN; ) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: LOOK_SECONDS }),
    );
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    for (const { MessageId = '', Body = '' } of fresh) seen.set(MessageId, `  ${contentOf(Body)}`);
    came = fresh.length;
  }
  const more = seen.size < MOST_SHOWN ? '' : ' and perhaps more';
  return [`${arn}: ${seen.size} messages${more}`, ...seen.values()];
}

const eventSchema = z.object({
  Records: z.array(
    z.object({
      eventTime: z.string(),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});

/** Name the files of an event; what is none is shown as it begins. */
function contentOf(body: string): string {
  try {
    const { Records } = parseAs(eventSchema, JSON.parse(body), 'the message');
    const files = Records.map(({ eventTime, s3: { bucket, object } }) => {
      const key = decodeURIComponent(object.key.replaceAll('+', ' '));
      return `${bucket.name}/${key}, dropped ${eventTime}`;
    });
    return files.join('; ');
  } catch {
    return `no event of a file: ${body.slice(0, 80)}`;
  }
}

if (import.meta.main) await runCommand(() => redrive(process.argv.slice(2)));
