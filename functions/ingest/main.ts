import { tmpdir } from 'node:os';
import {
  createDynamoClient,
  createEventBridgeClient,
  createEventBus,
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
  openCatalog,
  openIdentities,
  openPrivacyMarks,
  openPseudonymKeys,
  openSavedMappings,
  openUploads,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_UPLOADS',
  'TABLE_CATALOG',
  'TABLE_IDENTITIES',
  'TABLE_PRIVACY',
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
  marks: openPrivacyMarks({ client, table: configuration.TABLE_PRIVACY, now }),
  events: createEventBus({ client: createEventBridgeClient(), bus: configuration.EVENT_BUS }),
  dropped: createObjectStore(s3, configuration.BUCKET_UPLOADS),
  lake: createObjectStore(s3, configuration.BUCKET_LAKE),
  merchants: configuration.MERCHANTS,
  markets: configuration.MARKETS,
  keys: openPseudonymKeys({ client, table: configuration.TABLE_PRIVACY, now }),
  readPseudonyms: secret,
  now: instantNow,
  temporaryDirectory: tmpdir(),
  deadAfterMs: LONGEST_LIFE_MS,
  logger,
});

export const handler = queueStep(
  logger,
  ({ body, tries }) => ingest({ body, again: tries > 1 }),
  // one file at a time: each may take all the memory that DuckDB is given
  { processInParallel: false },
);
