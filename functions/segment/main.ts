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
  keepSegmentNight,
  openAdvice,
  openBuyers,
  openCatalog,
  openOptOuts,
  openSegmentations,
  openTargetIndexes,
  openTargetLists,
  readOptOuts,
  readSegmentNightBefore,
} from '../../lib/stores/index.ts';
import { createBuyerLake } from './buyer-lake.ts';
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
const place = {
  objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
  catalog: openCatalog({ client, table: configuration.TABLE_CATALOG, now }),
  temporaryDirectory: tmpdir(),
};

export const handler = batchStep(
  createLogger(),
  createHandler({
    lake: createBuyerLake(place, configuration.MARKETS),
    objects: place.objects,
    nights: {
      before: (run) => readSegmentNightBefore(place, run),
      keep: (run, night) => keepSegmentNight(place, run, night),
    },
    segmentations: openSegmentations(insights),
    buyers: openBuyers(insights),
    advice: openAdvice(insights),
    targetLists: openTargetLists(insights),
    targetIndexes: openTargetIndexes(insights),
    readOptOuts: (run) => readOptOuts(openOptOuts(insights), run),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
    markets: configuration.MARKETS,
  }),
);
