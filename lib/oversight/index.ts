export type { Advance, DecisionEvent, LifeRules, Refusal } from './decisions/advance-decision.ts';
export { advanceDecision } from './decisions/advance-decision.ts';
export type { AutoRules, Circumstances } from './decisions/auto-approval.ts';
export { whyNotAutomatic } from './decisions/auto-approval.ts';
export type { Plain } from './decisions/canonical-json.ts';
export { canonicalJson } from './decisions/canonical-json.ts';
export { commitTo, opensCommitment } from './decisions/commitment.ts';
export type { Approval, Draft, LifeDecision, LifeState, Subject } from './decisions/decision.ts';
export { FINAL_STATES } from './decisions/decision.ts';
export type { ChainCheck, LogEntry, SealedRun, ToSeal } from './decisions/decision-log.ts';
export {
  entryLeaf,
  placeOf,
  sealRun,
  verifyChain,
  whatBreaksChain,
  whatIsWrong,
} from './decisions/decision-log.ts';
export type { MarketControls, MarketRules, StoredControls } from './decisions/life-rules.ts';
export { combinedApproval, marketRules } from './decisions/life-rules.ts';
export type { LimitsChange } from './decisions/limits-change.ts';
export { cutLimitsChange } from './decisions/limits-change.ts';
export type { InclusionProof } from './decisions/merkle-tree.ts';
export { auditPath, includes, leafHash, merkleRoot, rootOfLeaves } from './decisions/merkle-tree.ts';
export type { Decidable, MayDecide } from './decisions/rights.ts';
export { mayDecide, sharedPerson } from './decisions/rights.ts';
export type { SkuAdvance, SkuChange, SkuDecisionEvent } from './decisions/sku-decision.ts';
export { advanceSkuDecision, lifeOf, openSkuDecision } from './decisions/sku-decision.ts';
export type { DriftAlarm, DriftReport, NamedSignal, RetrainAdvice } from './drift/detect-drift.ts';
export { adviseRetrain, detectDrift, driftInWords, raiseAlarms } from './drift/detect-drift.ts';
export type { FeatureDrift, FeatureSample } from './drift/feature-drift.ts';
export { detectFeatureDrift } from './drift/feature-drift.ts';
export type { DriftSeries, SeriesSignal, Signal } from './drift/series-signals.ts';
export { clearestSignal, WINDOW_DAYS } from './drift/series-signals.ts';
export { isSettled } from './drift/settled.ts';
export type { ValueMove } from './drift/value-moves.ts';
export { valueMoves } from './drift/value-moves.ts';
export { weekdayBaseline } from './drift/weekday-baseline.ts';
export { traceDecisions } from './earnings/trace-decisions.ts';
export type { YearGround } from './earnings/year-statement.ts';
export { yearStatement } from './earnings/year-statement.ts';
export { alwaysValidMultiple, alwaysValidPValue } from './experiment/always-valid.ts';
export type { Arms, Observation } from './experiment/arm-units.ts';
export type { ArmName, AssignedUnit, DrawRule, UnitToAssign } from './experiment/assign-units.ts';
export { assignUnits, drawAlone } from './experiment/assign-units.ts';
export type { MarketTerms, TestKind, UnitChoice } from './experiment/choose-unit.ts';
export { chooseUnit } from './experiment/choose-unit.ts';
export type { RobustEffect } from './experiment/cluster-robust.ts';
export { robustEffect } from './experiment/cluster-robust.ts';
export type { Comparison } from './experiment/compare-arms.ts';
export { compareArms } from './experiment/compare-arms.ts';
export type { CompareOptions } from './experiment/compare-options.ts';
export type { Guard, GuardResult } from './experiment/guards.ts';
export { HOLDOUT_SHARE, standsInHoldout } from './experiment/human-holdout.ts';
export type { Verdict } from './experiment/judge.ts';
export type { Metric, MetricRule } from './experiment/metrics.ts';
export { METRICS } from './experiment/metrics.ts';
export type { ExperimentDesign, ExperimentPlan } from './experiment/plan-experiment.ts';
export { planExperiment, powerCurve, smallestEffect } from './experiment/plan-experiment.ts';
export type { SampleRatio } from './experiment/sample-ratio.ts';
export { testSampleRatio } from './experiment/sample-ratio.ts';
export type { UnitHistory, UnitWeeks } from './experiment/unit-history.ts';
export { unitHistory } from './experiment/unit-history.ts';
export type { ParityFound } from './fairness/judge-fairness.ts';
export { judgeFairness } from './fairness/judge-fairness.ts';
export type { RatesFound } from './fairness/judge-rates.ts';
export { DECIDED_DAYS, judgeRates } from './fairness/judge-rates.ts';
export type { ChargedLine, ParityGap, ParityReport } from './fairness/price-parity.ts';
export { comparePrices } from './fairness/price-parity.ts';
export type { SegmentCount, SegmentRate } from './fairness/rates-by-segment.ts';
export { compareRates } from './fairness/rates-by-segment.ts';
export { legalViewOf } from './legal/legal-view.ts';
export type {
  MonthDecision,
  MonthGround,
  MonthStatement,
  MonthUnit,
} from './month-statement.ts';
export { monthStatement } from './month-statement.ts';
export { guardPrice } from './price-guardrails.ts';
export { createRetell, type Retell } from './retell/retell.ts';
export type { Explain } from './why/explain.ts';
export { createExplain } from './why/explain.ts';
export { createExplainKeptBack } from './why/kept-back.ts';
export { sayWhatIfNotes } from './why/what-if-notes.ts';
export type { Writer } from './why/writer.ts';
export { createWriter } from './why/writer.ts';
