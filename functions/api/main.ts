import { SFNClient } from '@aws-sdk/client-sfn';
import { decisionClaimsSchema } from '../../lib/domain/index.ts';
import {
  createDynamoClient,
  createPresigningClient,
  createS3Client,
  PROMPT_ATTEMPTS,
} from '../../lib/runtime/clients.ts';
import { epochSecondsNow, instantNow } from '../../lib/runtime/clock.ts';
import { readConfiguration } from '../../lib/runtime/configuration.ts';
import { createCursors } from '../../lib/runtime/cursor.ts';
import { httpFunction } from '../../lib/runtime/http-function.ts';
import { createLogger } from '../../lib/runtime/logger.ts';
import { createRunStarter } from '../../lib/runtime/run-starter.ts';
import { createSecretReader } from '../../lib/runtime/secrets.ts';
import { createSigner } from '../../lib/runtime/signing.ts';
import { createTenants } from '../../lib/runtime/tenancy.ts';
import { createObjectStore } from '../../lib/stores/objects.ts';
import { createUploadSigner } from '../../lib/stores/presigned.ts';
import { openIdentities } from '../../lib/stores/tables.ts';
import { createApi } from './api.ts';
import { createCustomerCodes } from './customer-codes.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_CONTROLS',
  'TABLE_POLICIES',
  'TABLE_FORECASTS',
  'TABLE_ADJUSTMENTS',
  'TABLE_INSIGHTS',
  'TABLE_DECISIONS',
  'TABLE_PURCHASEORDERS',
  'TABLE_OUTCOMES',
  'TABLE_UPLOADS',
  'TABLE_RUNS',
  'TABLE_CATALOG',
  'TABLE_IDEMPOTENCY',
  'TABLE_IDENTITIES',
  'BUCKET_UPLOADS',
  'MARKETS',
  'MERCHANTS',
  'SECRET_SIGNING',
  'SECRET_PSEUDONYMS',
  'STATE_MACHINE_ARN',
]);

const readSecret = createSecretReader(configuration.SECRET_SIGNING);

const logger = createLogger();
const dynamo = createDynamoClient({ maxAttempts: PROMPT_ATTEMPTS });

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
      purchaseOrders: configuration.TABLE_PURCHASEORDERS,
      outcomes: configuration.TABLE_OUTCOMES,
      uploads: configuration.TABLE_UPLOADS,
      runs: configuration.TABLE_RUNS,
      catalog: configuration.TABLE_CATALOG,
      idempotency: configuration.TABLE_IDEMPOTENCY,
    },
    tenants: createTenants(configuration.MERCHANTS, configuration.MARKETS),
    decisions: createSigner('decision', decisionClaimsSchema, readSecret),
    cursors: createCursors(readSecret),
    signUpload: createUploadSigner(
      createPresigningClient(process.env),
      configuration.BUCKET_UPLOADS,
      instantNow,
    ),
    dropped: createObjectStore(
      createS3Client(process.env, { maxAttempts: PROMPT_ATTEMPTS }),
      configuration.BUCKET_UPLOADS,
    ),
    startRun: createRunStarter(new SFNClient({}), configuration.STATE_MACHINE_ARN),
    customerCodes: createCustomerCodes(
      openIdentities({ client: dynamo, table: configuration.TABLE_IDENTITIES, now: epochSecondsNow }),
      createSecretReader(configuration.SECRET_PSEUDONYMS),
      logger,
    ),
    now: instantNow,
    epochSeconds: epochSecondsNow,
  }),
);
