import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import {
  accuracyEntrySchema,
  adjustmentsDocumentSchema,
  analysisDocumentSchema,
  budgetShareSchema,
  buyerAdviceSchema,
  committedNameSchema,
  compactionSchema,
  controlSchema,
  customerDocumentSchema,
  dayBudgetSchema,
  decisionSchema,
  deliverySchema,
  driftEndSchema,
  driftEntrySchema,
  earningsLinesSchema,
  experimentSchema,
  exportSchema,
  fairnessEntrySchema,
  forecastDocumentSchema,
  lakeFileSchema,
  limitsDecisionSchema,
  loggedActSchema,
  logSaltSchema,
  monthEarningsSchema,
  openPolicy,
  optOutSchema,
  orderSourceSchema,
  privacyMarkSchema,
  privacyRequestSchema,
  proofSchema,
  pseudonymKeySchema,
  purchaseOrderSchema,
  runSchema,
  runSealSchema,
  savedMappingSchema,
  sentDigestSchema,
  staleNoteSchema,
  storedOutcomeSchema,
  storedPolicySchema,
  storedRightsSchema,
  storedRulesSchema,
  storedSegmentationSchema,
  storePolicy,
  targetIndexSchema,
  targetListSchema,
  tradewindEventSchema,
  unitHistoriesSchema,
  unplacedOrdersSchema,
  uploadNoteSchema,
  uploadSchema,
  yearEarningsSchema,
} from '../domain/index.ts';
import { createConvertedTable, createDocumentTable, createPackedTable } from './documents.ts';

/** Opens one table; every opener takes the same three things. */
type Open = { client: DynamoDBClient; table: string; now: () => number };

export const openControls = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, controlSchema, now);
/** The trade rules lie in the table `controls`, beside the control rows (`controlKeys`). */
export const openTradeRules = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, storedRulesSchema, now);
/** Policies are kept packed; those of the nights before may still be whole. */
export const openPolicies = ({ client, table, now }: Open) =>
  createConvertedTable({ client, table, schema: policyTableSchema, now }, storePolicy);
const policyTableSchema = z.pipe(storedPolicySchema, z.transform(openPolicy));
/** Experiments lie in the table `controls`, beside the rows that list those under way. */
export const openExperiments = ({ client, table, now }: Open) =>
  createPackedTable(client, table, experimentSchema, now);
export const openForecasts = ({ client, table, now }: Open) =>
  createPackedTable(client, table, forecastDocumentSchema, now);
export const openAdjustments = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, adjustmentsDocumentSchema, now);
/** Alarms of drift that persons ended, in a partition of the same table. */
export const openDriftEnds = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, driftEndSchema, now);
export const openDecisions = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, decisionSchema, now);
/** Acts of persons, appended by `createDecisionLog`. */
export const openLoggedActs = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, loggedActSchema, now);
/** The seals lie in the table `decisionLog`, in partitions beside the acts (`decisionLogKeys`). */
export const openSeals = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, runSealSchema, now);
/** The table `logSalts` holds two kinds of documents, told apart by partition (`logSaltKeys`). */
export const openLogSalts = ({ client, table, now }: Open) => ({
  salts: createDocumentTable(client, table, logSaltSchema, now),
  names: createDocumentTable(client, table, committedNameSchema, now),
});
/** Changes of limits that wait, and what they came to, beside the SKUs' decisions. */
export const openLimitsDecisions = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, limitsDecisionSchema, now);
/** What Tradewind approved by itself on a day, beside them too: the sum of a market, and each batch's share. */
export const openDayBudgets = ({ client, table, now }: Open) => ({
  budgets: createDocumentTable(client, table, dayBudgetSchema, now),
  shares: createDocumentTable(client, table, budgetShareSchema, now),
});
/** Events of decisions that may not have been told yet, beside them too. */
export const openUntold = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, tradewindEventSchema, now);
/** Who may decide, in the table `controls`. */
export const openRights = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, storedRightsSchema, now);
export const openOutcomes = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, storedOutcomeSchema, now);
export const openUploads = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, uploadSchema, now);
/** What was answered lies in the table `uploads`, beside the uploads (`savedMappingKey`). */
export const openSavedMappings = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, savedMappingSchema, now);
export const openRuns = ({ client, table, now }: Open) => createDocumentTable(client, table, runSchema, now);
export const openExports = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, exportSchema, now);
/** The table `catalog` holds the uploads that count, and in partitions beside them what was compacted of them (`compactionKey`). */
export const openCatalog = ({ client, table, now }: Open) => ({
  ...createDocumentTable(client, table, lakeFileSchema, now),
  compactions: createPackedTable(client, table, compactionSchema, now),
});

/** The table `purchaseOrders` holds three kinds of documents, told apart by sort key (`purchaseOrderKeys`). */
export const openPurchaseOrders = ({ client, table, now }: Open) =>
  createPackedTable(client, table, purchaseOrderSchema, now);
export const openUnplacedOrders = ({ client, table, now }: Open) =>
  createPackedTable(client, table, unplacedOrdersSchema, now);
export const openOrderSources = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, orderSourceSchema, now);

/** The table `insights` holds many kinds of documents, told apart by sort key (`insightKeys`). */
export const openSegmentations = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, storedSegmentationSchema, now);
export const openAnalyses = ({ client, table, now }: Open) =>
  createPackedTable(client, table, analysisDocumentSchema, now);
export const openAccuracies = ({ client, table, now }: Open) =>
  createPackedTable(client, table, accuracyEntrySchema, now);
/** One item a night of what drifted, beside the accuracy of the same night. */
export const openDrifts = ({ client, table, now }: Open) =>
  createPackedTable(client, table, driftEntrySchema, now);
export const openProofs = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, proofSchema, now);
export const openYearEarnings = ({ client, table, now }: Open) =>
  createPackedTable(client, table, yearEarningsSchema, now);
export const openMonthEarnings = ({ client, table, now }: Open) =>
  createPackedTable(client, table, monthEarningsSchema, now);
export const openEarningsLines = ({ client, table, now }: Open) =>
  createPackedTable(client, table, earningsLinesSchema, now);
/** All that a statement of earnings is read from. */
export const openEarnings = (place: Open) => ({
  years: openYearEarnings(place),
  months: openMonthEarnings(place),
  earningsLines: openEarningsLines(place),
});
export const openUnitHistories = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, unitHistoriesSchema, now);
export const openBuyers = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, customerDocumentSchema, now);
export const openFairness = ({ client, table, now }: Open) =>
  createPackedTable(client, table, fairnessEntrySchema, now);
export const openOptOuts = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, optOutSchema, now);
export const openAdvice = ({ client, table, now }: Open) =>
  createPackedTable(client, table, buyerAdviceSchema, now);
export const openTargetLists = ({ client, table, now }: Open) =>
  createPackedTable(client, table, targetListSchema, now);
export const openTargetIndexes = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, targetIndexSchema, now);

/** The table `notices` holds four kinds of documents, told apart by sort key (`noticeKeys`). */
export const openUploadNotes = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, uploadNoteSchema, now);
export const openStaleNotes = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, staleNoteSchema, now);
export const openSentDigests = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, sentDigestSchema, now);
export const openDeliveries = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, deliverySchema, now);

/** The table `privacy` holds requests of buyers and, in partitions beside them, marks (`privacyKeys`). */
export const openPrivacyRequests = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, privacyRequestSchema, now);
export const openPseudonymKeys = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, pseudonymKeySchema, now);
export const openPrivacyMarks = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, privacyMarkSchema, now);

/** An encrypted customer code: AES-256-GCM, base64, with the version of the key that made it. */
export const identitySchema = z.object({ sealed: z.string(), keyVersion: z.int() });
export const openIdentities = ({ client, table, now }: Open) =>
  createDocumentTable(client, table, identitySchema, now);

export type PseudonymKeyTable = ReturnType<typeof openPseudonymKeys>;
export type AccuracyTable = ReturnType<typeof openAccuracies>;
export type EarningsLinesTable = ReturnType<typeof openEarningsLines>;
export type MonthEarningsTable = ReturnType<typeof openMonthEarnings>;
export type YearEarningsTable = ReturnType<typeof openYearEarnings>;
export type FairnessTable = ReturnType<typeof openFairness>;
export type OptOutTable = ReturnType<typeof openOptOuts>;
export type DriftTable = ReturnType<typeof openDrifts>;
export type ControlTable = ReturnType<typeof openControls>;
export type PrivacyMarkTable = ReturnType<typeof openPrivacyMarks>;
export type PrivacyRequestTable = ReturnType<typeof openPrivacyRequests>;
export type ProofTable = ReturnType<typeof openProofs>;
export type PolicyTable = ReturnType<typeof openPolicies>;
export type ExperimentTable = ReturnType<typeof openExperiments>;
export type UnitHistoryTable = ReturnType<typeof openUnitHistories>;
export type ForecastTable = ReturnType<typeof openForecasts>;
export type AdjustmentTable = ReturnType<typeof openAdjustments>;
export type DriftEndTable = ReturnType<typeof openDriftEnds>;
export type DecisionTable = ReturnType<typeof openDecisions>;
export type LimitsDecisionTable = ReturnType<typeof openLimitsDecisions>;
export type UntoldTable = ReturnType<typeof openUntold>;
export type RightsTable = ReturnType<typeof openRights>;
export type OutcomeTable = ReturnType<typeof openOutcomes>;
export type TradeRulesTable = ReturnType<typeof openTradeRules>;
export type UploadTable = ReturnType<typeof openUploads>;
export type PurchaseOrderTable = ReturnType<typeof openPurchaseOrders>;
export type UnplacedOrderTable = ReturnType<typeof openUnplacedOrders>;
export type OrderSourceTable = ReturnType<typeof openOrderSources>;
export type SavedMappingTable = ReturnType<typeof openSavedMappings>;
export type RunTable = ReturnType<typeof openRuns>;
export type ExportTable = ReturnType<typeof openExports>;
export type CatalogTable = ReturnType<typeof openCatalog>;
export type SegmentationTable = ReturnType<typeof openSegmentations>;
export type AdviceTable = ReturnType<typeof openAdvice>;
export type TargetIndexTable = ReturnType<typeof openTargetIndexes>;
export type TargetListTable = ReturnType<typeof openTargetLists>;
export type UploadNoteTable = ReturnType<typeof openUploadNotes>;
export type StaleNoteTable = ReturnType<typeof openStaleNotes>;
export type SentDigestTable = ReturnType<typeof openSentDigests>;
export type DeliveryTable = ReturnType<typeof openDeliveries>;
export type AnalysisTable = ReturnType<typeof openAnalyses>;
export type BuyerTable = ReturnType<typeof openBuyers>;
export type IdentityTable = ReturnType<typeof openIdentities>;
