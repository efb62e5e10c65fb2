import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DecisionClaims, PrivacyMessage, TradewindEvent } from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type { CustomerCodes } from '../../lib/runtime/customer-codes.ts';
import type { ExportSender, MessageSender } from '../../lib/runtime/message-sender.ts';
import type { RunStarter } from '../../lib/runtime/run-starter.ts';
import type { RunStopper } from '../../lib/runtime/run-stopper.ts';
import type { Signer } from '../../lib/runtime/signing.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import { createIdempotencyStore } from '../../lib/stores/idempotency.ts';
import {
  type ControlTable,
  createLogSalts,
  createProgressStore,
  openAccuracies,
  openAdjustments,
  openAdvice,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDecisions,
  openDrifts,
  openEarnings,
  openExperiments,
  openExports,
  openFairness,
  openForecasts,
  openIdentities,
  openLoggedActs,
  openLogSalts,
  openOptOuts,
  openOutcomes,
  openPolicies,
  openPrivacyMarks,
  openPrivacyRequests,
  openProofs,
  openPseudonymKeys,
  openPurchaseOrders,
  openRights,
  openRuns,
  openSeals,
  openSegmentations,
  openStockLevels,
  openTargetIndexes,
  openTargetLists,
  openTradeRules,
  openUnitHistories,
  openUnplacedOrders,
  openUploads,
  type RunTable,
} from '../../lib/stores/index.ts';
import type { ObjectStore } from '../../lib/stores/objects.ts';
import type { DownloadSigner, UploadSigner } from '../../lib/stores/presigned.ts';
import { createAdjustmentRoutes } from './adjustments.ts';
import { createComparisonRoutes } from './analysis.ts';
import { createCancelRoutes } from './cancel-run.ts';
import { createDecisionLogRoutes } from './decision-log.ts';
import { createEarningsRoutes } from './earnings.ts';
import { createExperimentRoutes } from './experiments.ts';
import { createExportRoutes } from './exports.ts';
import { createHandler } from './handler.ts';
import { createHealthRoutes } from './health.ts';
import { createInChargeRoutes, openActLog } from './in-charge.ts';
import { createInsightRoutes } from './insights.ts';
import { createMarketLogRoutes } from './market-log.ts';
import { createMarketRoutes } from './markets.ts';
import { createNameBuyer } from './name-buyer.ts';
import { createOutcomeRoutes } from './outcomes.ts';
import { createPrivacyRoutes } from './privacy.ts';
import { createPublicRoutes } from './public-routes.ts';
import { createPurchaseOrderRoutes } from './purchase-orders.ts';
import type { RouteHandlers } from './request.ts';
import { createRunRoutes } from './runs.ts';
import { createSkuRoutes } from './skus.ts';
import { createStockRoutes } from './stock.ts';
import { createTargetRoutes } from './targets.ts';
import { createRuleRoutes } from './trade-rules.ts';
import { createUploadRoutes } from './uploads.ts';
import { createWhatIfRoutes } from './what-if.ts';

/** The tables that the API reads and writes. */
type TableName =
  | 'controls'
  | 'policies'
  | 'forecasts'
  | 'adjustments'
  | 'insights'
  | 'decisions'
  | 'decisionLog'
  | 'logSalts'
  | 'purchaseOrders'
  | 'outcomes'
  | 'uploads'
  | 'runs'
  | 'catalog'
  | 'exports'
  | 'identities'
  | 'privacy'
  | 'idempotency';

export type ApiParts = {
  dynamo: DynamoDBClient;
  tables: Readonly<Record<TableName, string>>;
  tenants: Tenants;
  decisions: Signer<DecisionClaims>;
  cursors: Cursors;
  signUpload: UploadSigner;
  /** The bucket that files are dropped into. */
  dropped: Pick<ObjectStore, 'put'>;
  /** The lake's bucket. */
  lake: Pick<ObjectStore, 'bucket' | 'put' | 'get' | 'getPart'>;
  startRun: RunStarter;
  stopRun: RunStopper;
  sendExport: ExportSender;
  /** Tells events on the bus. */
  announce: (events: readonly TradewindEvent[]) => Promise<void>;
  signExport: DownloadSigner;
  sendPrivacy: MessageSender<PrivacyMessage>;
  /** Reads the secret of pseudonyms. */
  readPseudonyms: () => Promise<string>;
  customerCodes: CustomerCodes;
  /** Told who sees customers' codes. */
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
  epochSeconds: () => number;
};

type At = (name: TableName) => { client: DynamoDBClient; table: string; now: () => number };

const openLog = (at: At) => ({
  acts: openLoggedActs(at('decisionLog')),
  seals: openSeals(at('decisionLog')),
  salts: createLogSalts(openLogSalts(at('logSalts'))),
});

function logRoutes(parts: ApiParts, at: At) {
  const log = { ...parts, ...openLog(at) };
  return { ...createDecisionLogRoutes(log), ...createMarketLogRoutes(log) };
}

const openTargets = (at: At) => ({
  analyses: openAnalyses(at('insights')),
  targetIndexes: openTargetIndexes(at('insights')),
  targetLists: openTargetLists(at('insights')),
});

/** Put the API together from its tables and signers. */
export function createApi(parts: ApiParts) {
  const { dynamo: client, tables, tenants } = parts;
  const at = (name: TableName) => ({ client, table: tables[name], now: parts.epochSeconds });
  const controls = openControls(at('controls'));
  const policies = openPolicies(at('policies'));
  const forecasts = openForecasts(at('forecasts'));
  const adjustments = openAdjustments(at('adjustments'));
  const stockLevels = openStockLevels(at('controls'));
  const judged = { ...parts, policies, controls, forecasts, stockLevels, adjustments };
  const runs = openRuns(at('runs'));
  const catalog = openCatalog(at('catalog'));
  const idempotency = createIdempotencyStore(client, tables.idempotency, parts.epochSeconds);
  const handlers: RouteHandlers = {
    ...createPublicRoutes(),
    ...createMarketRoutes({ tenants, controls, runs }),
    ...createRuleRoutes({ ...parts, rules: openTradeRules(at('controls')) }),
    ...createSkuRoutes({ ...judged, decisions: openDecisions(at('decisions')) }),
    ...createInChargeRoutes({ ...parts, controls, policies, open: at }),
    ...logRoutes(parts, at),
    ...createWhatIfRoutes({ ...judged, purchaseOrders: openPurchaseOrders(at('purchaseOrders')) }),
    ...createAdjustmentRoutes({ ...parts, adjustments, forecasts }),
    ...createComparisonRoutes({ tenants, analyses: openAnalyses(at('insights')) }),
    ...createInsightRoutes({
      ...parts,
      catalog,
      segmentations: openSegmentations(at('insights')),
      analyses: openAnalyses(at('insights')),
      buyers: openBuyers(at('insights')),
      ...{ advice: openAdvice(at('insights')), optOuts: openOptOuts(at('insights')) },
      pseudonymKeys: openPseudonymKeys(at('privacy')),
    }),
    ...createTargetRoutes({ ...parts, catalog, ...openTargets(at) }),
    ...createEarningsRoutes({ ...parts, ...openEarnings(at('insights')) }),
    ...createHealthRoutes({
      ...{ ...parts, catalog, runs, fairness: openFairness(at('insights')) },
      ...{ accuracies: openAccuracies(at('insights')), proofs: openProofs(at('insights')) },
      seals: openSeals(at('decisionLog')),
      ...{ drifts: openDrifts(at('insights')), segmentations: openSegmentations(at('insights')) },
    }),
    ...createOutcomeRoutes({ ...parts, policies, controls, outcomes: openOutcomes(at('outcomes')) }),
    ...createStockRoutes({ ...parts, policies, stockLevels }),
    ...createPurchaseOrderRoutes({
      ...parts,
      ...{ controls, rights: openRights(at('controls')), log: openActLog(at).log },
      purchaseOrders: openPurchaseOrders(at('purchaseOrders')),
      unplacedOrders: openUnplacedOrders(at('purchaseOrders')),
      uploads: openUploads(at('uploads')),
    }),
    ...createUploadRoutes({ ...parts, catalog, uploads: openUploads(at('uploads')) }),
    ...createExportRoutes({
      ...parts,
      exports: openExports(at('exports')),
      uploads: openUploads(at('uploads')),
    }),
    ...createPrivacyRoutes({ ...parts, ...privacyStores(at, parts) }),
    ...createCancelRoutes({ ...parts, runs }),
    ...experimentRoutes(parts, at, { controls, runs }),
    ...createRunRoutes({
      ...parts,
      runs,
      catalog,
      idempotency,
      progress: createProgressStore(client, tables.runs),
    }),
  };
  return createHandler({ handlers, tenants, idempotency });
}

function privacyStores(
  at: (name: TableName) => Parameters<typeof openPrivacyMarks>[0],
  { readPseudonyms }: Pick<ApiParts, 'readPseudonyms'>,
) {
  return {
    privacyRequests: openPrivacyRequests(at('privacy')),
    privacyMarks: openPrivacyMarks(at('privacy')),
    pseudonymKeys: openPseudonymKeys(at('privacy')),
    controls: openControls(at('controls')),
    nameBuyer: createNameBuyer(openIdentities(at('identities')), readPseudonyms),
  };
}

function experimentRoutes(parts: ApiParts, at: At, opened: { controls: ControlTable; runs: RunTable }) {
  return createExperimentRoutes({
    ...{ ...parts, ...opened, ...openActLog(at) },
    experiments: openExperiments(at('controls')),
    histories: openUnitHistories(at('insights')),
  });
}
