import { SFNClient } from '@aws-sdk/client-sfn';
import {
  batchStep,
  createDueRunStarter,
  createDynamoClient,
  createEventBridgeClient,
  createEventBus,
  createLogger,
  epochSecondsNow,
  instantNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import { createIdempotencyStore } from '../../lib/stores/idempotency.ts';
import { openCatalog, openRuns, openUntold } from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_RUNS',
  'TABLE_CATALOG',
  'TABLE_IDEMPOTENCY',
  'TABLE_DECISIONS',
  'STATE_MACHINE_ARN',
  'EVENT_BUS',
  'MARKETS',
  'MERCHANTS',
  'RUN_LATE_MINUTES',
  'DATA_STALE_DAYS',
]);

/** A schedule delivers within a minute; a start that is tried again and comes after the sweep's finds the run taken. */
const GRACE_MINUTES = 15;

const client = createDynamoClient();
const now = epochSecondsNow;
const logger = createLogger();
const bus = createEventBus({ client: createEventBridgeClient(), bus: configuration.EVENT_BUS });

export const handler = batchStep(
  logger,
  createHandler({
    runs: openRuns({ client, table: configuration.TABLE_RUNS, now }),
    catalog: openCatalog({ client, table: configuration.TABLE_CATALOG, now }),
    idempotency: createIdempotencyStore(client, configuration.TABLE_IDEMPOTENCY, now),
    startRun: createDueRunStarter(new SFNClient({}), configuration.STATE_MACHINE_ARN),
    announce: bus.announce,
    untold: openUntold({ client, table: configuration.TABLE_DECISIONS, now }),
    merchants: configuration.MERCHANTS,
    markets: configuration.MARKETS,
    limits: {
      graceMinutes: GRACE_MINUTES,
      lateAfterMinutes: configuration.RUN_LATE_MINUTES,
      staleAfterDays: configuration.DATA_STALE_DAYS,
    },
    now: instantNow,
    logger,
  }),
);
