import { tmpdir } from 'node:os';
import {
  batchStep,
  createDynamoClient,
  createLogger,
  createS3Client,
  epochSecondsNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  createProgressStore,
  openBuyers,
  openCatalog,
  openLake,
  openSegmentations,
  readBuyerAggregates,
  readPriceGroups,
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
const insights = { client, table: configuration.TABLE_INSIGHTS, now };
const objects = createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE);
const catalog = openCatalog({ client, table: configuration.TABLE_CATALOG, now });

export const handler = batchStep(
  createLogger(),
  createHandler({
    lake: {
      readBuyers: async ({ merchant, market, asOf }) => {
        const lake = await openLake({
          objects,
          catalog,
          merchant,
          market,
          kinds: ['orders', 'customers'],
          temporaryDirectory: tmpdir(),
        });
        try {
          return {
            aggregates: await readBuyerAggregates(lake.run, asOf),
            priceGroups: await readPriceGroups(lake.run),
          };
        } finally {
          await lake.close();
        }
      },
    },
    segmentations: openSegmentations(insights),
    buyers: openBuyers(insights),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
    markets: configuration.MARKETS,
  }),
);
