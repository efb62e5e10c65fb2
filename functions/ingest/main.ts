import { tmpdir } from 'node:os';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { ConflictError } from '../../lib/domain/index.ts';
import {
  createDynamoClient,
  createEventBridgeClient,
  createEventBus,
  createLogger,
  createPseudonyms,
  createS3Client,
  createSecretReader,
  epochSecondsNow,
  instantNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  openCatalog,
  openIdentities,
  openSavedMappings,
  openUploads,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_UPLOADS',
  'TABLE_CATALOG',
  'TABLE_IDENTITIES',
  'BUCKET_UPLOADS',
  'BUCKET_LAKE',
  'MARKETS',
  'MERCHANTS',
  'SECRET_PSEUDONYMS',
  'EVENT_BUS',
]);

/** No Lambda function lives longer (AWS Lambda quotas: 900 s). */
const LONGEST_LIFE_MS = 900_000;

const client = createDynamoClient();
const s3 = createS3Client(process.env);
const logger = createLogger();
const secret = createSecretReader(configuration.SECRET_PSEUDONYMS);
const now = epochSecondsNow;

const ingest = createHandler({
  uploads: openUploads({ client, table: configuration.TABLE_UPLOADS, now }),
  catalog: openCatalog({ client, table: configuration.TABLE_CATALOG, now }),
  mappings: openSavedMappings({ client, table: configuration.TABLE_UPLOADS, now }),
  identities: openIdentities({ client, table: configuration.TABLE_IDENTITIES, now }),
  events: createEventBus({ client: createEventBridgeClient(), bus: configuration.EVENT_BUS }),
  dropped: createObjectStore(s3, configuration.BUCKET_UPLOADS),
  lake: createObjectStore(s3, configuration.BUCKET_LAKE),
  merchants: configuration.MERCHANTS,
  markets: configuration.MARKETS,
  pseudonymsOf: async (merchant) => createPseudonyms(await secret(), merchant),
  now: instantNow,
  temporaryDirectory: tmpdir(),
  deadAfterMs: LONGEST_LIFE_MS,
  logger,
});

const processor = new BatchProcessor(EventType.SQS);

const readMessage = async ({ body, attributes }: SQSRecord) => {
  try {
    await ingest({ body, again: Number(attributes.ApproximateReceiveCount) > 1 });
  } catch (error) {
    if (error instanceof ConflictError) logger.info('message waits', { reason: error.message });
    else logger.error('message failed', { error });
    throw error;
  }
};

export const handler = middy<SQSEvent, PartialItemFailureResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .handler((event: SQSEvent, context: Context) =>
    processPartialResponse(event, readMessage, processor, {
      context,
      // one file at a time: each may take all the memory that DuckDB is given
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );
