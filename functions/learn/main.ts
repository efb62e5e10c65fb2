import {
  batchStep,
  createDynamoClient,
  createLogger,
  createS3Client,
  epochSecondsNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createDayBudgets,
  createNightDecisions,
  createObjectStore,
  createProgressStore,
  createWriteTogether,
  openControls,
  openDayBudgets,
  openDecisions,
  openForecasts,
  openOutcomes,
  openPolicies,
  openProofs,
  openTradeRules,
  openUntold,
} from '../../lib/stores/index.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'BUCKET_LAKE',
  'TABLE_CONTROLS',
  'TABLE_FORECASTS',
  'TABLE_OUTCOMES',
  'TABLE_INSIGHTS',
  'TABLE_POLICIES',
  'TABLE_DECISIONS',
  'TABLE_RUNS',
  'MARKETS',
]);
const client = createDynamoClient();
const logger = createLogger();
const now = epochSecondsNow;
const decisions = { client, table: configuration.TABLE_DECISIONS, now };
const writeTogether = createWriteTogether(client);

export const handler = batchStep(
  logger,
  createHandler({
    objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
    forecasts: openForecasts({ client, table: configuration.TABLE_FORECASTS, now }),
    controls: openControls({ client, table: configuration.TABLE_CONTROLS, now }),
    rules: openTradeRules({ client, table: configuration.TABLE_CONTROLS, now }),
    outcomes: openOutcomes({ client, table: configuration.TABLE_OUTCOMES, now }),
    policies: openPolicies({ client, table: configuration.TABLE_POLICIES, now }),
    decisions: createNightDecisions({
      decisions: openDecisions(decisions),
      untold: openUntold(decisions),
      writeTogether,
    }),
    budgets: createDayBudgets({ ...openDayBudgets(decisions), writeTogether, now }),
    proofs: openProofs({ client, table: configuration.TABLE_INSIGHTS, now }),
    progress: createProgressStore(client, configuration.TABLE_RUNS),
    markets: configuration.MARKETS,
    nowMs: () => epochSecondsNow() * 1000,
    logger: { error: (message, extra) => logger.error(message, extra) },
  }),
);
