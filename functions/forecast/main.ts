import {
  batchStep,
  createDynamoClient,
  createLogger,
  createS3Client,
  epochSecondsNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import { createObjectStore, createProgressStore, openForecasts } from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, ['BUCKET_LAKE', 'TABLE_FORECASTS', 'TABLE_RUNS']);
const client = createDynamoClient();

export const handler = batchStep(
  createLogger(),
  createHandler({
    objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
    forecasts: openForecasts({ client, table: configuration.TABLE_FORECASTS, now: epochSecondsNow }),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
  }),
);
