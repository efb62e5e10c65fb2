export type { AnalysisTableName } from './analysis-files.ts';
export { analysisFile, analysisTables } from './analysis-files.ts';
export type { AssignmentPlace } from './assignment-file.ts';
export { assignmentFile, readAssignments } from './assignment-file.ts';
export { AT_LOCATION, placeOf } from './at-location.ts';
export { readBuyerAggregates } from './buyer-aggregates.ts';
export type { BuyerFile, BuyerRow } from './buyer-file.ts';
export { createBuyerFile } from './buyer-file.ts';
export type { ItemInterest } from './buyer-interest.ts';
export { readBuyerInterest, readItemInterest } from './buyer-interest.ts';
export type {
  RenamePlace,
  RenameVisit,
  Renaming,
  Sought,
  Trace,
  TraceMode,
  TracePlace,
  Visit,
} from './buyer-traces/index.ts';
export {
  lakeNames,
  lakeTraces,
  modeOf,
  originalTraces,
  tableNames,
  tableTraces,
} from './buyer-traces/index.ts';
export { readPriceGroups } from './customer-price-groups.ts';
export type { BudgetWish, DayBudgets } from './day-budgets.ts';
export { createDayBudgets } from './day-budgets.ts';
export type { DecidedNight, DecidedSku } from './decided-skus.ts';
export { readDecidedNight } from './decided-skus.ts';
export type { AnyDecision, DecisionLists } from './decision-lists.ts';
export { createDecisionLists, decisionOptions, LIMITS_RANK } from './decision-lists.ts';
export type { DecisionLog, DecisionLogTables } from './decision-log.ts';
export { createDecisionLog } from './decision-log.ts';
export type { LogFileBytes, LogRows, PlacedEntry } from './decision-log-file.ts';
export { createLogFile, LOG_GROUP_ROWS, logColumns, readLogFile } from './decision-log-file.ts';
export { createLogView } from './decision-log-view.ts';
export type { SealStores } from './decision-seals.ts';
export { leavesKeyOf, newestSeals, sealDecisions, sealMerchantActs } from './decision-seals.ts';
export type { DocumentCursor, DocumentKey, DocumentOptions, Versioned } from './document-items.ts';
export type { ConditionalWrite, DocumentTable, Page, QueryOptions } from './documents.ts';
export { createDocumentTable, createPackedTable } from './documents.ts';
export { experimentsInForce, forceWriting, takeForce } from './experiment-force.ts';
export type { CodesOf } from './export-codes.ts';
export type { ExportCell, TakenColumn } from './export-columns.ts';
export { amountCell, priceCell } from './export-columns.ts';
export type { ExportFile } from './export-file.ts';
export type { NightColumn, NightKind } from './export-night-columns.ts';
export { nightColumns } from './export-night-columns.ts';
export { writeNight } from './export-nights.ts';
export { orderColumns, writeOrders } from './export-orders.ts';
export { rejectColumns, writeRejects } from './export-rejects.ts';
export { writeRows } from './export-rows.ts';
export type { FoundEntry, FoundPage, LogPlace, LogQuestion, LogSources } from './find-logged.ts';
export { findLogged } from './find-logged.ts';
export type { AccuracyPlace, AccuracyRequest, PastRun } from './forecast-accuracy.ts';
export { measureAccuracy } from './forecast-accuracy.ts';
export type { ForecastRows } from './forecast-files.ts';
export { forecastFile, OBSERVED_DAYS, observedFile } from './forecast-files.ts';
export type { HotCustomer, HotPathReader, HotPathTables, HotRows } from './hot-path.ts';
export { createHotPathReader, hotPathRequest } from './hot-path.ts';
export { inBatches } from './in-batches.ts';
export { keyBefore } from './key-before.ts';
export type { LakeCatalog } from './lake-catalog.ts';
export type { LakeColumn } from './lake-columns.ts';
export { storedColumns } from './lake-columns.ts';
export { compactLake } from './lake-compaction.ts';
export { NEWEST_FIRST } from './lake-current.ts';
export { currentRowsSql } from './lake-current-sql.ts';
export type { Cell, Database, Parameters, Row } from './lake-database.ts';
export { openDatabase } from './lake-database.ts';
export type { Import, ImportLimits, ImportRequest } from './lake-import.ts';
export { importFile } from './lake-import.ts';
export type { LakeManifest } from './lake-manifest.ts';
export { publishManifests } from './lake-manifest.ts';
export type { PartFile } from './lake-part-files.ts';
export type { Lake, LakeRequest } from './lake-session.ts';
export { openLake } from './lake-session.ts';
export { LAKE_SCHEMA_VERSION } from './lake-version.ts';
export type { Shortage } from './location-supply.ts';
export { readShortages } from './location-supply.ts';
export type { LogSalts, LogSaltTables } from './log-salts.ts';
export { createLogSalts } from './log-salts.ts';
export { readMarketAggregates } from './market-aggregates.ts';
export type { MarketAssortment } from './market-assortment.ts';
export { readMarketAssortment } from './market-assortment.ts';
export { readConversion } from './market-conversion.ts';
export type { OfferRequest } from './market-offer.ts';
export { readMarketOffer } from './market-offer.ts';
export type { PricedMarket } from './market-prices.ts';
export type { LoggedGain } from './month-decisions.ts';
export { readMonthDecisions } from './month-decisions.ts';
export type { MonthSpan, SkuEarned } from './month-units.ts';
export { readMonthUnits } from './month-units.ts';
export { readProofBefore } from './newest-proof.ts';
export type { NightDecisions } from './night-decisions.ts';
export { createNightDecisions } from './night-decisions.ts';
export { writeNightLines } from './night-lines.ts';
export type { ObjectStore } from './objects.ts';
export { createObjectStore } from './objects.ts';
export { readOptOuts } from './opt-outs.ts';
export { readOrderCandidates, writeOrderCandidates } from './order-candidate-files.ts';
export { readOrderReplays, writeOrderReplays } from './order-replays.ts';
export { readOrdersKnown } from './orders-known.ts';
export { pagesOf } from './pages-of.ts';
export { policyAuditPart, readAuditedPolicy } from './policy-audit.ts';
export { priceLogFile } from './price-log-file.ts';
export { type ParityRows, readParity } from './price-parity.ts';
export type { ShardPrices } from './price-priors.ts';
export {
  keepPricePriors,
  readPricePriorsBefore,
  readShardPrices,
  writeShardPrices,
} from './price-priors.ts';
export type { PriceWeeks } from './price-weeks.ts';
export { readPriceWeeks } from './price-weeks.ts';
export type { ProgressStep, ProgressStore, RunProgress } from './progress.ts';
export { createProgressStore } from './progress.ts';
export { readPurchaseColumns } from './purchase-columns.ts';
export type { OrderDayRows } from './purchase-history.ts';
export { readOrderDays } from './purchase-history.ts';
export { readControls } from './read-controls.ts';
export { readJson } from './read-json.ts';
export { readRuleLayers } from './rule-layers.ts';
export { readSealed } from './sealed-file.ts';
export type { SegmentNightPlace } from './segment-nights.ts';
export { keepSegmentNight, readSegmentNightBefore } from './segment-nights.ts';
export { readShardSeries } from './shard-series.ts';
export type { CategoryTotals } from './shard-totals.ts';
export { readShardTotals, writeShardTotals } from './shard-totals.ts';
export { readSkuSegments } from './sku-segments.ts';
export { quoteText } from './sql-text.ts';
export type { StockLevels } from './stock-levels.ts';
export { openStockLevels } from './stock-levels.ts';
export type { LocationSupply, NewestRate, SupplyRecord, UploadedOrderLine } from './supply-records.ts';
export { readLocationSupply } from './supply-records.ts';
export type {
  AccuracyTable,
  AdjustmentTable,
  AdviceTable,
  AnalysisTable,
  BuyerTable,
  CatalogTable,
  ControlTable,
  DecisionTable,
  DeliveryTable,
  DriftEndTable,
  DriftTable,
  EarningsLinesTable,
  ExperimentTable,
  ExportTable,
  FairnessTable,
  ForecastTable,
  IdentityTable,
  LimitsDecisionTable,
  MonthEarningsTable,
  OptOutTable,
  OrderSourceTable,
  OutcomeTable,
  PolicyTable,
  PrivacyMarkTable,
  PrivacyRequestTable,
  ProofTable,
  PseudonymKeyTable,
  PurchaseOrderTable,
  RightsTable,
  RunTable,
  SavedMappingTable,
  SegmentationTable,
  SentDigestTable,
  StaleNoteTable,
  TargetIndexTable,
  TargetListTable,
  TradeRulesTable,
  UnitHistoryTable,
  UnplacedOrderTable,
  UntoldTable,
  UploadNoteTable,
  UploadTable,
  YearEarningsTable,
} from './tables.ts';
export {
  identitySchema,
  openAccuracies,
  openAdjustments,
  openAdvice,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDayBudgets,
  openDecisions,
  openDeliveries,
  openDriftEnds,
  openDrifts,
  openEarnings,
  openEarningsLines,
  openExperiments,
  openExports,
  openFairness,
  openForecasts,
  openIdentities,
  openLimitsDecisions,
  openLoggedActs,
  openLogSalts,
  openMonthEarnings,
  openOptOuts,
  openOrderSources,
  openOutcomes,
  openPolicies,
  openPrivacyMarks,
  openPrivacyRequests,
  openProofs,
  openPseudonymKeys,
  openPurchaseOrders,
  openRights,
  openRuns,
  openSavedMappings,
  openSeals,
  openSegmentations,
  openSentDigests,
  openStaleNotes,
  openTargetIndexes,
  openTargetLists,
  openTradeRules,
  openUnitHistories,
  openUnplacedOrders,
  openUntold,
  openUploadNotes,
  openUploads,
  openYearEarnings,
} from './tables.ts';
export { inTemporaryFolder } from './temporary-folder.ts';
export type { TrialScope } from './trial-days.ts';
export { createTrialDays, TRIAL_KINDS } from './trial-days.ts';
export type { HistoryColumns } from './trial-history.ts';
export { ACTIVE_DAYS, HISTORY_WEEKS, readHistory } from './trial-history.ts';
export type { ClusterOutcome, Measured, OutcomeScope } from './trial-outcomes.ts';
export { PREPERIOD_DAYS, readOutcomes } from './trial-outcomes.ts';
export type { LogBucket, LogCheck } from './verify-log.ts';
export { verifyLog } from './verify-log.ts';
export { withLake } from './with-lake.ts';
export { createWriteTogether } from './write-together.ts';
export { readYearReplays, writeYearReplays } from './year-replays.ts';
