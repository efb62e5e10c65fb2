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
  createProgressStore,
  openAdjustments,
  openCatalog,
  openControls,
  openDriftEnds,
  openExperiments,
  openPseudonymKeys,
  openRuns,
  openTradeRules,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_ADJUSTMENTS',
  'TABLE_CATALOG',
  'TABLE_CONTROLS',
  'TABLE_PRIVACY',
  'TABLE_RUNS',
  'BUCKET_LAKE',
  'MARKETS',
  'MERCHANTS',
]);

const client = createDynamoClient();
const now = epochSecondsNow;

const controls = { client, table: configuration.TABLE_CONTROLS, now };

const logger = createLogger();

export const handler = batchStep(
  logger,
  createHandler({
    objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
    adjustments: openAdjustments({ client, table: configuration.TABLE_ADJUSTMENTS, now }),
    driftEnds: openDriftEnds({ client, table: configuration.TABLE_ADJUSTMENTS, now }),
    catalog: openCatalog({ client, table: configuration.TABLE_CATALOG, now }),
    keys: openPseudonymKeys({ client, table: configuration.TABLE_PRIVACY, now }),
    runs: openRuns({ client, table: configuration.TABLE_RUNS, now }),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
    controls: openControls(controls),
    experiments: openExperiments(controls),
    rules: openTradeRules(controls),
    merchants: configuration.MERCHANTS,
    markets: configuration.MARKETS,
    now: instantNow,
    temporaryDirectory: tmpdir(),
    logger,
  }),
);
