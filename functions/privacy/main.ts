import { tmpdir } from 'node:os';
import { SQSClient } from '@aws-sdk/client-sqs';
import { EXPORT_TRIES } from '../../lib/domain/index.ts';
import {
  createDynamoClient,
  createLogger,
  createMessageSender,
  createS3Client,
  createSecretReader,
  epochSecondsNow,
  instantNow,
  pseudonymsOfVersion,
  queueStep,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  openCatalog,
  openIdentities,
  openPrivacyRequests,
  openPseudonymKeys,
  openRuns,
  openUploads,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_PRIVACY',
  'TABLE_CATALOG',
  'TABLE_DECISIONS',
  'TABLE_IDEMPOTENCY',
  'TABLE_IDENTITIES',
  'TABLE_INSIGHTS',
  'TABLE_LOGSALTS',
  'TABLE_OUTCOMES',
  'TABLE_POLICIES',
  'TABLE_RUNS',
  'TABLE_UPLOADS',
  'BUCKET_LAKE',
  'BUCKET_UPLOADS',
  'QUEUE_PRIVACY',
  'SECRET_PSEUDONYMS',
  'MARKETS',
  'MERCHANTS',
]);

/** Of the function's 900 seconds, those in which a further store is begun. */
const WORKING_MS = 600_000;

const client = createDynamoClient();
const s3 = createS3Client(process.env);
const logger = createLogger();
const at = (table: string) => ({ client, table, now: epochSecondsNow });
const readSecret = createSecretReader(configuration.SECRET_PSEUDONYMS);

const work = createHandler({
  client,
  tables: {
    decisions: configuration.TABLE_DECISIONS,
    idempotency: configuration.TABLE_IDEMPOTENCY,
    identities: configuration.TABLE_IDENTITIES,
    insights: configuration.TABLE_INSIGHTS,
    logSalts: configuration.TABLE_LOGSALTS,
    outcomes: configuration.TABLE_OUTCOMES,
    policies: configuration.TABLE_POLICIES,
    uploads: configuration.TABLE_UPLOADS,
  },
  requests: openPrivacyRequests(at(configuration.TABLE_PRIVACY)),
  catalog: openCatalog(at(configuration.TABLE_CATALOG)),
  keys: openPseudonymKeys(at(configuration.TABLE_PRIVACY)),
  identities: openIdentities(at(configuration.TABLE_IDENTITIES)),
  runs: openRuns(at(configuration.TABLE_RUNS)),
  uploads: openUploads(at(configuration.TABLE_UPLOADS)),
  lake: createObjectStore(s3, configuration.BUCKET_LAKE),
  dropped: createObjectStore(s3, configuration.BUCKET_UPLOADS),
  pseudonymsOf: async (merchant, keyVersion) => pseudonymsOfVersion(await readSecret(), merchant, keyVersion),
  again: createMessageSender(new SQSClient({}), configuration.QUEUE_PRIVACY),
  merchants: configuration.MERCHANTS,
  markets: configuration.MARKETS,
  now: instantNow,
  temporaryDirectory: tmpdir(),
  logger,
});

export const handler = queueStep(
  logger,
  ({ body, tries }) => {
    const startedMs = performance.now();
    const outOfTime = () => performance.now() - startedMs > WORKING_MS;
    return work({ body, last: tries >= EXPORT_TRIES, outOfTime });
  },
  { processInParallel: false },
);
