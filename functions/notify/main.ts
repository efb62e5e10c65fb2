import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createDynamoClient,
  createLogger,
  createRotatingSecretReader,
  epochSecondsNow,
  instantNow,
  postJson,
  queueStep,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  openDeliveries,
  openRuns,
  openSentDigests,
  openStaleNotes,
  openUploadNotes,
  openUploads,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_NOTICES',
  'TABLE_RUNS',
  'TABLE_UPLOADS',
  'QUEUE_NOTICES',
  'NOTICES',
  'NOTICE_TRIES',
  'NOTICE_RETRY_SECONDS',
]);

const client = createDynamoClient();
const queues = new SQSClient({});
const topics = new SNSClient({});
const logger = createLogger();
const at = (table: string) => ({ client, table, now: epochSecondsNow });
const notices = at(configuration.TABLE_NOTICES);
const uploadNotes = openUploadNotes(notices);
const staleNotes = openStaleNotes(notices);
const deliveries = openDeliveries(notices);
const clock = { epochSeconds: epochSecondsNow, now: instantNow };

const notify = createHandler({
  channels: configuration.NOTICES,
  notes: { uploadNotes, staleNotes, ...clock },
  webhooks: {
    ...{ deliveries, post: postJson, ...clock },
    secretsOf: createRotatingSecretReader({ epochSeconds: epochSecondsNow }),
  },
  digests: {
    ...{ deliveries, uploadNotes, staleNotes, ...clock },
    sentDigests: openSentDigests(notices),
    runs: openRuns(at(configuration.TABLE_RUNS)),
    uploads: openUploads(at(configuration.TABLE_UPLOADS)),
    publish: async (TopicArn, { subject, text }) => {
      await topics.send(new PublishCommand({ TopicArn, Subject: subject, Message: text }));
    },
  },
  hide: async (ReceiptHandle, VisibilityTimeout) => {
    const QueueUrl = configuration.QUEUE_NOTICES;
    await queues.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  },
  mostTries: configuration.NOTICE_TRIES,
  retrySeconds: configuration.NOTICE_RETRY_SECONDS,
  random: Math.random,
  logger,
});

export const handler = queueStep(logger, notify, { processInParallel: true });
