import { tmpdir } from 'node:os';
import { EXPORT_TRIES } from '../../lib/domain/index.ts';
import {
  createCustomerCodes,
  createDynamoClient,
  createLogger,
  createS3Client,
  createSecretReader,
  epochSecondsNow,
  instantNow,
  queueStep,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  openAdjustments,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDecisions,
  openExports,
  openForecasts,
  openIdentities,
  openPolicies,
  openPurchaseOrders,
  openRuns,
  openSegmentations,
  openUploads,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_EXPORTS',
  'TABLE_ADJUSTMENTS',
  'TABLE_CATALOG',
  'TABLE_CONTROLS',
  'TABLE_DECISIONS',
  'TABLE_FORECASTS',
  'TABLE_IDENTITIES',
  'TABLE_INSIGHTS',
  'TABLE_POLICIES',
  'TABLE_PURCHASEORDERS',
  'TABLE_RUNS',
  'TABLE_UPLOADS',
  'BUCKET_LAKE',
  'SECRET_PSEUDONYMS',
  'MARKETS',
]);

const client = createDynamoClient();
const logger = createLogger();
const at = (table: string) => ({ client, table, now: epochSecondsNow });

const makeExport = createHandler({
  exports: openExports(at(configuration.TABLE_EXPORTS)),
  adjustments: openAdjustments(at(configuration.TABLE_ADJUSTMENTS)),
  analyses: openAnalyses(at(configuration.TABLE_INSIGHTS)),
  buyers: openBuyers(at(configuration.TABLE_INSIGHTS)),
  catalog: openCatalog(at(configuration.TABLE_CATALOG)),
  controls: openControls(at(configuration.TABLE_CONTROLS)),
  decisions: openDecisions(at(configuration.TABLE_DECISIONS)),
  forecasts: openForecasts(at(configuration.TABLE_FORECASTS)),
  policies: openPolicies(at(configuration.TABLE_POLICIES)),
  purchaseOrders: openPurchaseOrders(at(configuration.TABLE_PURCHASEORDERS)),
  runs: openRuns(at(configuration.TABLE_RUNS)),
  segmentations: openSegmentations(at(configuration.TABLE_INSIGHTS)),
  uploads: openUploads(at(configuration.TABLE_UPLOADS)),
  customerCodes: createCustomerCodes(
    openIdentities(at(configuration.TABLE_IDENTITIES)),
    createSecretReader(configuration.SECRET_PSEUDONYMS),
    logger,
  ),
  lake: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
  markets: configuration.MARKETS,
  now: instantNow,
  temporaryDirectory: tmpdir(),
  logger,
});

export const handler = queueStep(
  logger,
  ({ body, tries }) => makeExport({ body, again: tries > 1, last: tries >= EXPORT_TRIES }),
  { processInParallel: false },
);
