import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { decisionClaimsSchema } from '../../lib/domain/index.ts';
import {
  createDynamoClient,
  createEventBridgeClient,
  createPresigningClient,
  createS3Client,
  PROMPT_ATTEMPTS,
} from '../../lib/runtime/clients.ts';
import { epochSecondsNow, instantNow } from '../../lib/runtime/clock.ts';
import { readConfiguration } from '../../lib/runtime/configuration.ts';
import { createCursors } from '../../lib/runtime/cursor.ts';
import { createCustomerCodes } from '../../lib/runtime/customer-codes.ts';
import { createEventBus } from '../../lib/runtime/event-bus.ts';
import { httpFunction } from '../../lib/runtime/http-function.ts';
import { createLogger } from '../../lib/runtime/logger.ts';
import { createMessageSender } from '../../lib/runtime/message-sender.ts';
import { createRunStarter } from '../../lib/runtime/run-starter.ts';
import { createRunStopper } from '../../lib/runtime/run-stopper.ts';
import { createSecretReader } from '../../lib/runtime/secrets.ts';
import { createSigner } from '../../lib/runtime/signing.ts';
import { createTenants } from '../../lib/runtime/tenancy.ts';
import { createObjectStore } from '../../lib/stores/objects.ts';
import { createDownloadSigner, createUploadSigner } from '../../lib/stores/presigned.ts';
import { openIdentities } from '../../lib/stores/tables.ts';
import { createApi } from './api.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_CONTROLS',
  'TABLE_POLICIES',
  'TABLE_FORECASTS',
  'TABLE_ADJUSTMENTS',
  'TABLE_INSIGHTS',
  'TABLE_DECISIONS',
  'TABLE_DECISIONLOG',
  'TABLE_LOGSALTS',
  'TABLE_PURCHASEORDERS',
  'TABLE_OUTCOMES',
  'TABLE_UPLOADS',
  'TABLE_RUNS',
  'TABLE_CATALOG',
  'TABLE_EXPORTS',
  'TABLE_IDEMPOTENCY',
  'TABLE_IDENTITIES',
  'BUCKET_UPLOADS',
  'BUCKET_LAKE',
  'TABLE_PRIVACY',
  'QUEUE_EXPORTS',
  'EVENT_BUS',
  'QUEUE_PRIVACY',
  'MARKETS',
  'MERCHANTS',
  'SECRET_SIGNING',
  'SECRET_PSEUDONYMS',
  'STATE_MACHINE_ARN',
]);

const readSecret = createSecretReader(configuration.SECRET_SIGNING);

const readPseudonyms = createSecretReader(configuration.SECRET_PSEUDONYMS);
const sqs = new SQSClient({});

const logger = createLogger();
const dynamo = createDynamoClient({ maxAttempts: PROMPT_ATTEMPTS });
const s3 = createS3Client(process.env, { maxAttempts: PROMPT_ATTEMPTS });
const bus = createEventBus({ client: createEventBridgeClient(), bus: configuration.EVENT_BUS });

const stepFunctions = new SFNClient({});
const presigning = createPresigningClient(process.env);

export const handler = httpFunction(
  logger,
  createApi({
    dynamo,
    tables: {
      controls: configuration.TABLE_CONTROLS,
      policies: configuration.TABLE_POLICIES,
      forecasts: configuration.TABLE_FORECASTS,
      adjustments: configuration.TABLE_ADJUSTMENTS,
      insights: configuration.TABLE_INSIGHTS,
      decisions: configuration.TABLE_DECISIONS,
      decisionLog: configuration.TABLE_DECISIONLOG,
      logSalts: configuration.TABLE_LOGSALTS,
      purchaseOrders: configuration.TABLE_PURCHASEORDERS,
      outcomes: configuration.TABLE_OUTCOMES,
      uploads: configuration.TABLE_UPLOADS,
      runs: configuration.TABLE_RUNS,
      catalog: configuration.TABLE_CATALOG,
      exports: configuration.TABLE_EXPORTS,
      identities: configuration.TABLE_IDENTITIES,
      privacy: configuration.TABLE_PRIVACY,
      idempotency: configuration.TABLE_IDEMPOTENCY,
    },
    tenants: createTenants(configuration.MERCHANTS, configuration.MARKETS),
    decisions: createSigner('decision', decisionClaimsSchema, readSecret),
    cursors: createCursors(readSecret),
    signUpload: createUploadSigner(presigning, configuration.BUCKET_UPLOADS, instantNow),
    dropped: createObjectStore(s3, configuration.BUCKET_UPLOADS),
    lake: createObjectStore(s3, configuration.BUCKET_LAKE),
    startRun: createRunStarter(stepFunctions, configuration.STATE_MACHINE_ARN),
    stopRun: createRunStopper(stepFunctions, configuration.STATE_MACHINE_ARN),
    announce: bus.announce,
    sendExport: createMessageSender(sqs, configuration.QUEUE_EXPORTS),
    sendPrivacy: createMessageSender(sqs, configuration.QUEUE_PRIVACY),
    readPseudonyms,
    signExport: createDownloadSigner(presigning, configuration.BUCKET_LAKE, instantNow),
    audit: logger,
    customerCodes: createCustomerCodes(
      openIdentities({ client: dynamo, table: configuration.TABLE_IDENTITIES, now: epochSecondsNow }),
      readPseudonyms,
      logger,
    ),
    now: instantNow,
    epochSeconds: epochSecondsNow,
  }),
);
