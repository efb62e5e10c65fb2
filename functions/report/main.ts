import { tmpdir } from 'node:os';
import {
  batchStep,
  createDynamoClient,
  createLogger,
  createS3Client,
  epochSecondsNow,
  instantNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  openAnalyses,
  openCatalog,
  openLake,
  openRuns,
  readMarketAggregates,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_CATALOG',
  'TABLE_INSIGHTS',
  'TABLE_RUNS',
  'BUCKET_LAKE',
  'MARKETS',
]);

const client = createDynamoClient();
const now = epochSecondsNow;
const objects = createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE);
const catalog = openCatalog({ client, table: configuration.TABLE_CATALOG, now });

export const handler = batchStep(
  createLogger(),
  createHandler({
    lake: {
      marketAggregates: async ({ merchant, market, asOf }) => {
        const lake = await openLake({
          objects,
          catalog,
          merchant,
          market,
          kinds: ['orders'],
          temporaryDirectory: tmpdir(),
        });
        try {
          return await readMarketAggregates(lake.run, asOf);
        } finally {
          await lake.close();
        }
      },
    },
    analyses: openAnalyses({ client, table: configuration.TABLE_INSIGHTS, now }),
    runs: openRuns({ client, table: configuration.TABLE_RUNS, now }),
    markets: configuration.MARKETS,
    now: instantNow,
  }),
);
