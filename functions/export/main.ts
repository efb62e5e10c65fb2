import { tmpdir } from 'node:os';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { EXPORT_TRIES } from '../../lib/domain/index.ts';
import {
  createDynamoClient,
  createLogger,
  createS3Client,
  epochSecondsNow,
  instantNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import { createObjectStore, openAdjustments, openExports, openForecasts } from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_EXPORTS',
  'TABLE_ADJUSTMENTS',
  'TABLE_FORECASTS',
  'BUCKET_LAKE',
  'MARKETS',
]);

const client = createDynamoClient();
const logger = createLogger();
const at = (table: string) => ({ client, table, now: epochSecondsNow });

const makeExport = createHandler({
  exports: openExports(at(configuration.TABLE_EXPORTS)),
  adjustments: openAdjustments(at(configuration.TABLE_ADJUSTMENTS)),
  forecasts: openForecasts(at(configuration.TABLE_FORECASTS)),
  lake: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
  markets: configuration.MARKETS,
  now: instantNow,
  temporaryDirectory: tmpdir(),
  logger,
});

const processor = new BatchProcessor(EventType.SQS);

const readMessage = async ({ body, attributes }: SQSRecord) => {
  const delivery = Number(attributes.ApproximateReceiveCount);
  try {
    await makeExport({ body, again: delivery > 1, last: delivery >= EXPORT_TRIES });
  } catch (error) {
    logger.error('message failed', { error });
    throw error;
  }
};

export const handler = middy<SQSEvent, PartialItemFailureResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .handler((event: SQSEvent, context: Context) =>
    processPartialResponse(event, readMessage, processor, {
      context,
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );
