export type { AccuracyEntry, HorizonAccuracy, SkuError } from './accuracy.ts';
export { accuracyEntrySchema, horizonAccuracySchema, skuErrorSchema } from './accuracy.ts';
export type {
  Adjustment,
  AdjustmentsDocument,
  AdjustmentsRequest,
  AdjustmentsView,
  KeptAdjustment,
} from './adjustment.ts';
export {
  adjustmentHolds,
  adjustmentsDocumentSchema,
  adjustmentsRequestSchema,
  adjustmentsViewSchema,
  viewAdjustments,
} from './adjustment.ts';
export type { ContractPrice, PriceListEntry } from './agreed-prices.ts';
export type { Analysis, AnalysisDocument } from './analysis.ts';
export { analysisDocumentSchema, analysisSchema } from './analysis.ts';
export type { Cohorts, Estimate } from './analysis-buyers.ts';
export type { ComparedMarket, Comparison } from './analysis-comparison.ts';
export { comparisonQuerySchema, comparisonSchema } from './analysis-comparison.ts';
export type {
  BasketPair,
  Baskets,
  Category,
  Difference,
  Differences,
  Elasticity,
  ElasticityAnswer,
  Position,
  PricePosition,
  Rate,
} from './analysis-offer.ts';
export type { Growth, Season } from './analysis-season.ts';
export type { BuyerView, TargetPage, TargetView } from './api-buyers.ts';
export { buyerViewSchema, targetPageSchema, targetQuerySchema } from './api-buyers.ts';
export { type Contract, type Contracts, contracts } from './api-contracts.ts';
export type {
  DecisionLogQuery,
  DecisionLogView,
  DecisionReplayView,
  MarketLogPage,
} from './api-decision-log.ts';
export {
  decisionLogQuerySchema,
  decisionLogViewSchema,
  decisionReplaySchema,
  marketLogPageSchema,
  USUAL_LOG_DAYS,
} from './api-decision-log.ts';
export type {
  BulkAnswer,
  BulkItem,
  ChangeRequest,
  ChangesAnswer,
  DecisionView,
  SkuDecisionView,
} from './api-decisions.ts';
export { skuDecisionViewSchema } from './api-decisions.ts';
export type { EarningsView, MarketEarnings } from './api-earnings.ts';
export type {
  ExperimentPlanRequest,
  ExperimentPlanView,
  ExperimentRequest,
} from './api-experiments.ts';
export {
  experimentPlanRequestSchema,
  experimentPlanViewSchema,
  experimentRequestSchema,
  experimentStopSchema,
} from './api-experiments.ts';
export type { ExportView } from './api-exports.ts';
export { exportViewSchema } from './api-exports.ts';
export { type ForecastView, forecastViewSchema } from './api-forecasts.ts';
export { type MarketHealth, marketHealthSchema } from './api-health.ts';
export { type LegalView, legalViewSchema } from './api-legal.ts';
export { type MarketView, marketViewSchema } from './api-markets.ts';
export { type OutcomesAnswer, outcomesAnswerSchema } from './api-outcomes.ts';
export { DEFAULT_PAGE_ITEMS, pageOf, pageQuerySchema } from './api-page.ts';
export { type PrivacyView, privacyViewSchema } from './api-privacy.ts';
export { type Problem, problemSchema } from './api-problem.ts';
export type { LineChange, PurchaseOrderChange } from './api-purchase-orders.ts';
export { purchaseOrderChangeSchema, purchaseOrderQuerySchema } from './api-purchase-orders.ts';
export type { RecommendationsAnswer, RecommendationsRequest } from './api-recommendations.ts';
export {
  recommendationsAnswerSchema,
  recommendationsQuerySchema,
  recommendationsRequestSchema,
} from './api-recommendations.ts';
export type { RunStarted, RunView } from './api-runs.ts';
export { runStartedSchema, runStartSchema, runViewSchema } from './api-runs.ts';
export { forecastQuerySchema, type SkuDetail, skuDetailSchema, skuListQuerySchema } from './api-skus.ts';
export type { StockAnswer, StockLevelInput } from './api-stock.ts';
export { stockAnswerSchema, stockRequestSchema } from './api-stock.ts';
export type { EffectiveTerm, RuleSource, TradeRulesView } from './api-trade-rules.ts';
export { tradeRulesViewSchema } from './api-trade-rules.ts';
export type { MappingRequest, UploadCreated, UploadRequest } from './api-uploads.ts';
export { mappingRequestSchema, uploadCreatedSchema, uploadRequestSchema } from './api-uploads.ts';
export type { StockCourse, WhatIfAnswer, WhatIfNote, WhatIfRequest } from './api-what-if.ts';
export { whatIfAnswerSchema, whatIfNotes, whatIfRequestSchema } from './api-what-if.ts';
export type {
  Automation,
  AutomationLimits,
  AutomationSettings,
  AutomationTerm,
  AutomationView,
  LimitsDecision,
} from './automation.ts';
export {
  automationSchema,
  automationTerms,
  automationViewSchema,
  controlOf,
  limitsDecisionSchema,
  settingsOf,
} from './automation.ts';
export {
  type DueRun,
  dayBegins,
  dueRunOf,
  newestDueRun,
  type RunClock,
  standsFor,
} from './business-day.ts';
export { type BuyerAdvice, buyerAdviceSchema } from './buyer-advice.ts';
export { type BuyerInterest, buyerInterestSchema } from './buyer-interest.ts';
export type { BuyingGround } from './buying-ground.ts';
export {
  addDays,
  addMonths,
  dateOfDay,
  dayNumber,
  daysBetween,
  isoDate,
  isoInstant,
  weekdayOf,
} from './calendar.ts';
export { type Contest, contestSchema, type Rivals, type UploadedForecast } from './contest.ts';
export type { ApprovalRules, Control, ControlLimits } from './control.ts';
export { approvalRulesSchema, controlLimitsSchema, controlSchema, DEFAULT_CONTROL } from './control.ts';
export { type Conversion, conversionSchema } from './conversion.ts';
export { type CsvCell, csvText } from './csv-text.ts';
export { type BudgetShare, budgetShareSchema, type DayBudget, dayBudgetSchema } from './day-budget.ts';
export type { Decision, DecisionApproval, DecisionState, KeptBack } from './decision.ts';
export {
  approvalSchema,
  decisionSchema,
  decisionStates,
  keptBackSchema,
  reasonCodeSchema,
} from './decision.ts';
export { type DecisionClaims, decisionClaimsSchema } from './decision-claims.ts';
export { type DecisionHappening, decisionEvent } from './decision-events.ts';
export { budgetShareKey, dayBudgetKey, limitsKey, untoldKey } from './decision-keys.ts';
export type {
  CommittedName,
  DecisionLogEntry,
  LoggedAct,
  LoggedDraft,
  LoggedEvent,
  LoggedInputs,
  LogSalt,
  NewLogEntry,
  RunSeal,
  SealedEntry,
} from './decision-log.ts';
export {
  BY_TRADEWIND,
  committedNameSchema,
  logEntrySchema,
  loggedActSchema,
  loggedEvents,
  logSaltSchema,
  runSealSchema,
} from './decision-log.ts';
export type {
  DecisionGrant,
  DecisionRights,
  DecisionSubject,
  Deputy,
  RightsView,
  StoredRights,
} from './decision-rights.ts';
export { decisionRightsSchema, rightsViewSchema, storedRightsSchema } from './decision-rights.ts';
export type {
  BuyerDrift,
  DriftEntry,
  DriftKnown,
  DriftNight,
  DriftSummary,
  NamedDrift,
  Retrain,
  SkuDrift,
} from './drift.ts';
export {
  buyerDriftSchema,
  driftEntrySchema,
  driftKnownSchema,
  driftNightSchema,
  MOST_NAMED_ALARMS,
} from './drift.ts';
export {
  type DriftEnd,
  type DriftEndView,
  driftEndRequestSchema,
  driftEndSchema,
  driftEndViewSchema,
} from './drift-end.ts';
export { driftEvent } from './drift-event.ts';
export type {
  BoundedMoney,
  CannotKnow,
  SampleStratum,
  Unknown,
  YearEarnings,
  YearHistory,
  YearLeftOut,
  YearReplay,
  YearSample,
} from './earnings.ts';
export {
  boundedMoneySchema,
  unknowns,
  yearEarningsSchema,
  yearHistorySchema,
  yearReplaySchema,
  yearSampleSchema,
} from './earnings.ts';
export type { EarningsLine, EarningsLines, MonthEarnings } from './earnings-month.ts';
export {
  earningsLineSchema,
  earningsLinesSchema,
  monthEarningsSchema,
  monthReasons,
  monthSchema,
} from './earnings-month.ts';
export { ERASED_BUYER } from './erased-buyer.ts';
export type { ErrorCode, InputIssue } from './errors.ts';
export {
  AppError,
  ConflictError,
  ForbiddenError,
  InputError,
  NotFoundError,
  UpstreamError,
} from './errors.ts';
export type { TradewindEvent } from './event.ts';
export {
  EVENT_SOURCE,
  eventId,
  eventTypes,
  tradewindEventSchema,
} from './event.ts';
export type {
  Experiment,
  ExperimentGuard,
  ExperimentHoliday,
  ExperimentLook,
  ExperimentMetric,
  ExperimentSummary,
  ExperimentUnit,
  ExperimentView,
} from './experiment.ts';
export {
  experimentMetrics,
  experimentSchema,
  experimentSummarySchema,
  experimentViewSchema,
  stockMetrics,
} from './experiment.ts';
export { experimentEvent } from './experiment-event.ts';
export type { Export, ExportFormat, ExportKind, ExportMessage, ExportType } from './export.ts';
export {
  EXPORT_KEPT_DAYS,
  EXPORT_TRIES,
  EXPORT_TRY_MINUTES,
  exportFormats,
  exportKinds,
  exportMessageSchema,
  exportNamesBuyers,
  exportSchema,
  isDatedExport,
} from './export.ts';
export {
  type FairnessEntry,
  fairnessEntrySchema,
  type PriceSource,
  priceSources,
  type RateKind,
  rateKinds,
  type SegmentRates,
} from './fairness.ts';
export { fairnessEvent } from './fairness-event.ts';
export type { Figure } from './figure.ts';
export type { ForecastDocument, Scores, StoredForecast } from './forecast.ts';
export {
  forecastDocumentSchema,
  scoresSchema,
  storedForecastSchema,
} from './forecast.ts';
export { hasCome } from './has-come.ts';
export { type InsufficientData, insufficientDataSchema } from './insufficient-data.ts';
export {
  ANSWERS,
  answersKey,
  catalogKey,
  compactionKey,
  controlKeys,
  decisionLogKeys,
  driftEndKey,
  exportKey,
  idempotencyKey,
  identityKey,
  inPlace,
  insightKeys,
  type LakePlace,
  lakeKeys,
  logSaltKeys,
  outcomeKey,
  presignedKey,
  progressKey,
  purchaseOrderKeys,
  runKey,
  savedMappingKey,
  shardName,
  skuKey,
  stockLevelKey,
  uploadKey,
} from './keys.ts';
export type { ForecastParts, KnownEffect, MarketEvent, SeriesMarks, SeriesProfile } from './known-future.ts';
export {
  forecastPartsSchema,
  knownEffectSchema,
  marketEventSchema,
  seriesMarksSchema,
  seriesProfileSchema,
} from './known-future.ts';
export {
  type Compaction,
  compactionSchema,
  type LakeFile,
  type LakePart,
  lakeFileSchema,
  partsOf,
  type StandsFor,
  UNDATED,
} from './lake-file.ts';
export { type Language, languages, languageTags } from './language.ts';
export type { LeadTime } from './lead-time.ts';
export { isLegalRuleOn, type LegalPack, type LegalRule, legalPacks, legalRules } from './legal-pack.ts';
export type { LimitCode, LimitFigures, PriceBoundName } from './limit-figures.ts';
export { contradictionFigures, limitFigures } from './limit-figures.ts';
export type { Market, Merchant, PriceRounding } from './market.ts';
export { ALL_MARKETS, marketName, marketSchema, marketsAt, merchantName, merchantSchema } from './market.ts';
export type { Money, UnitPrice } from './money.ts';
export {
  amountMinor,
  amountText,
  currencyDigits,
  decimalText,
  majorOf,
  microsOf,
  moneySchema,
  unitPriceSchema,
  unitPriceText,
} from './money.ts';
export { noticeKeys } from './notice-keys.ts';
export type { NoticeChannels, WebhookChannel } from './notices.ts';
export {
  deliverySchema,
  isLoopback,
  noticeChannelsSchema,
  sentDigestSchema,
  staleNoteSchema,
  uploadNoteSchema,
} from './notices.ts';
export {
  type OptOut,
  type OptOutView,
  optOutRequestSchema,
  optOutSchema,
  optOutViewSchema,
} from './opt-out.ts';
export type { OrderCandidate, OrderNeed, SupplierTerms } from './order-candidate.ts';
export { orderCandidateSchema, supplierTermsSchema } from './order-candidate.ts';
export type { Outcome, StoredOutcome } from './outcome.ts';
export { outcomeSchema, outcomesRequestSchema, storedOutcomeSchema } from './outcome.ts';
export { type Outlook, type OutlookTotal, outlookSchema } from './outlook.ts';
export { parseAs, parseStored, type StoredReader, storedReader } from './parse.ts';
export { isPassingFault } from './passing-fault.ts';
export type {
  EvidenceGate,
  PolicyDocument,
  PolicyRow,
  Replenishment,
} from './policy.ts';
export {
  evidenceGateSchema,
  insufficientPolicySchema,
  policyDocumentSchema,
  policyRowSchema,
} from './policy.ts';
export type { GuardedPrice, GuardPrice, HardLimit, PriceLimits, PriceProposal } from './price-limits.ts';
export type { LoggedPrice, PriceWeek } from './price-log.ts';
export type {
  OwnAnswer,
  PooledAnswer,
  PooledEstimate,
  PricePriors,
  PriceTest,
} from './price-priors.ts';
export { ownAnswerSchema, pricePriorsSchema, priceTestSchema } from './price-priors.ts';
export { privacyKeys } from './privacy-keys.ts';
export type {
  Held,
  PrivacyKind,
  PrivacyMark,
  PrivacyMessage,
  PrivacyPhase,
  PrivacyRequest,
} from './privacy-request.ts';
export {
  privacyMarkSchema,
  privacyMessageSchema,
  privacyRequestSchema,
  RECEIPT_KEPT_DAYS,
} from './privacy-request.ts';
export { type ProductOffer, productOfferSchema } from './product-offer.ts';
export type { OrderReplay, Proof, RuleProof, RuleStanding } from './proof.ts';
export { orderReplaySchema, proofSchema, ruleProofSchema, ruleStandingSchema } from './proof.ts';
export { type PseudonymKey, pseudonymKeySchema } from './pseudonym-key.ts';
export type {
  Arrival,
  BudgetCheck,
  ContainerCheck,
  LackingOrder,
  MinimumOrderCheck,
  OrderGround,
  OrderNight,
  OrderNote,
  OrderSource,
  PurchaseOrder,
  PurchaseOrderLine,
  PurchaseOrderState,
  PurchaseOrderSummary,
  SpareArticle,
  SupplierPerformance,
  UnplacedOrders,
} from './purchase-order.ts';
export {
  orderSourceSchema,
  purchaseOrderSchema,
  purchaseOrderStates,
  purchaseOrderSummarySchema,
  unplacedOrdersSchema,
} from './purchase-order.ts';
export { orderNameBegins, orderNamePart } from './purchase-order-name.ts';
export { type PurchaseOutlook, purchaseOutlookSchema } from './purchase-outlook.ts';
export { type PurchasePrediction, purchasePredictionSchema } from './purchase-prediction.ts';
export type { ReasonCode, ReasonFigures } from './reason-figures.ts';
export { reasonFigures } from './reason-figures.ts';
export type {
  AppliedLimit,
  Reason,
  Recommendation,
} from './recommendation.ts';
export { recommendationSchema } from './recommendation.ts';
export { type RecommendationQuery, recommendationQuerySchema } from './recommendation-query.ts';
export type { BuyerData, Retention } from './retention.ts';
export {
  ACCESS_LOG_DAYS,
  holdsBuyers,
  LOG_DAYS,
  lakeRetention,
  NONCURRENT_DAYS,
  ORIGINAL_DAYS,
  RESTORABLE_DAYS,
  tableRetention,
} from './retention.ts';
export type { Route, Scope } from './route.ts';
export { LONGEST_NAME, LONGEST_TOKEN, scopes } from './route.ts';
export { requestsPerSecond } from './route-limits.ts';
export type { ApiRouteKey, PathNames, RouteKey } from './routes.ts';
export { routes } from './routes.ts';
export type {
  FailedRunRequest,
  PlanResult,
  ReportEvent,
  ReportRequest,
  Run,
  RunRequest,
  RunResults,
  SegmentResult,
  ShardResult,
} from './run.ts';
export {
  failedRunRequestSchema,
  planRequestSchema,
  planResultSchema,
  reportEventSchema,
  runIdOf,
  runRequestSchema,
  runResultsSchema,
  runSchema,
  runStates,
  segmentResultSchema,
  shardResultSchema,
} from './run.ts';
export { runEvent } from './run-events.ts';
export { isUnderWay } from './run-under-way.ts';
export { type SealNote, sealNoteSchema } from './seal-note.ts';
export type {
  Buyer,
  CustomerDocument,
  Segment,
  Segmentation,
  SegmentationDocument,
  UnsegmentedCustomer,
} from './segment.ts';
export {
  buyerSchema,
  customerDocumentSchema,
  segmentationDocumentSchema,
  segmentationSchema,
  segmentSchema,
  storedSegmentationSchema,
  unsegmentedCustomerSchema,
} from './segment.ts';
export type { BuyerMove, SegmentChange, SegmentMoves } from './segment-identity.ts';
export type { Advice, SegmentStrategy } from './segment-strategy.ts';
export type {
  GroupDemand,
  ProductFacts,
  RunName,
  SeriesRecord,
  ShardRef,
  StockFacts,
} from './series.ts';
export {
  HORIZON_DAYS,
  runNameSchema,
  seriesRecordSchema,
  shardRefSchema,
  unitsOf,
  unitValueMinor,
} from './series.ts';
export { type Attention, attentions, type SkuSummary, skuSummarySchema } from './sku.ts';
export type { StockLevel } from './stock-level.ts';
export { standsBeside, stockLevelSchema, withStockLevel } from './stock-level.ts';
export type { ServedPolicy, ServedRow, StoredPolicy } from './stored-policy.ts';
export {
  learntActionAt,
  learntGainAt,
  openPolicy,
  servePolicy,
  storedPolicySchema,
  storePolicy,
} from './stored-policy.ts';
export type { Target, TargetIndex, TargetList, TargetListName, TargetOrder } from './target-list.ts';
export {
  LIST_BUYERS,
  SKU_LIST_BUYERS,
  targetIndexSchema,
  targetListSchema,
  targetOrders,
  targetSchema,
} from './target-list.ts';
export { compareSpend, compareTargets, targetRank } from './target-order.ts';
export type { RuleException, RuleTerm, StoredRules, TradeRules } from './trade-rules.ts';
export {
  currenciesOf,
  DEFAULT_FAIRNESS,
  DEFAULT_HOLDOUT,
  ruleTerms,
  storedRulesSchema,
  tradeRulesSchema,
} from './trade-rules.ts';
export type { AssignedKind, Assignment, Trial } from './trial.ts';
export { armNames, armOf, assignedKinds, trialOf, trialSchema, trialsOf } from './trial.ts';
export { type UnitHistories, unitHistoriesSchema } from './unit-histories.ts';
export type {
  Reject,
  SavedMapping,
  Upload,
  UploadKind,
  UploadPreview,
  UploadQuestion,
} from './upload.ts';
export { nothingRead, savedMappingSchema, uploadKinds, uploadSchema } from './upload.ts';
export { uploadEvents } from './upload-events.ts';
export { sumValuesAdded, type ValueAdded, valueAddedSchema, valuesOf } from './value-added.ts';
export { webhookBodyOf, webhookBodySchemas } from './webhook-body.ts';
