import { availableParallelism } from 'node:os';
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
import { createSeriesForecaster } from './series-forecaster.ts';

const configuration = readConfiguration(process.env, [
  'BUCKET_LAKE',
  'TABLE_FORECASTS',
  'TABLE_RUNS',
  'FORECAST_BUDGET_MS',
]);
const client = createDynamoClient();

const { forecastAll } = createSeriesForecaster({
  cores: availableParallelism(),
  // the bundle of worker.ts, beside that of this file
  script: new URL('./worker.mjs', import.meta.url),
});

export const handler = batchStep(
  createLogger(),
  createHandler({
    objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
    forecasts: openForecasts({ client, table: configuration.TABLE_FORECASTS, now: epochSecondsNow }),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
    forecastAll,
    budgetMs: configuration.FORECAST_BUDGET_MS,
  }),
);
