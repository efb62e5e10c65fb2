export type { AnswerContext, RecommendationDraft } from './answer.ts';
export { recommend } from './answer.ts';
export type { BendPrior, BentFit } from './bent-demand.ts';
export { fitBentDemand } from './bent-demand.ts';
export type { CountShape, SeenCount } from './count-shape.ts';
export { fitCountShape } from './count-shape.ts';
export type { AnswerWay } from './demand-answer.ts';
export { bentShare, demandAnswer } from './demand-answer.ts';
export type { DemandDistribution, DemandMoments } from './demand-distribution.ts';
export { demandDistribution, expectedLeftover, gridUnit } from './demand-distribution.ts';
export type { Bends, DemandFit, ElasticityPrior } from './demand-fit.ts';
export { fitDemand } from './demand-fit.ts';
export type { Controls } from './effective-control.ts';
export { effectiveControl } from './effective-control.ts';
export type { AgreedPrice, Buying } from './effective-price.ts';
export { agreedPrice } from './effective-price.ts';
export { effectiveRules } from './effective-rules.ts';
export type { GateFacts, Permission } from './evidence-gate.ts';
export { evidenceGate, gateReasons, mayAct } from './evidence-gate.ts';
export type { OrderRule, ReviewCosts } from './exact-order-rule.ts';
export { approximateOrderRule, exactOrderRule } from './exact-order-rule.ts';
export type { FoldedSeries } from './fold-outcomes.ts';
export { foldOutcomes } from './fold-outcomes.ts';
export {
  economicOrder,
  economicOrderWithDiscounts,
  newsvendorNormal,
  newsvendorProfit,
  safetyStock,
  standardNormalLoss,
} from './inventory-formulas.ts';
export { lackingDocument } from './lacking-document.ts';
export type { LearntPolicy } from './learn-policy.ts';
export { learnPolicy } from './learn-policy.ts';
export type { LearntTable } from './learn-table.ts';
export { learnTable } from './learn-table.ts';
export { bendPrior, listPricePrior } from './list-price-prior.ts';
export type { LocationDemand, SumQuantiles } from './location-demand.ts';
export { coveredAt, momentsOfSum, sumOverMarkets } from './location-demand.ts';
export type { SiblingForecast } from './location-facts.ts';
export type { LogLinearData, LogLinearFit } from './log-linear-fit.ts';
export { fitLogLinear } from './log-linear-fit.ts';
export type { LoggedDemand } from './logged-demand.ts';
export { fillDemand } from './logged-demand.ts';
export type { PolicyTableAudit } from './pack-policy.ts';
export { planOrders } from './plan-orders.ts';
export type { StockPlan } from './plan-stock.ts';
export { newsvendorPoisson, poissonLoss } from './poisson-stock.ts';
export { currentPrice } from './policy-facts.ts';
export type { PolicyRules } from './policy-rules.ts';
export { DEFAULT_RULES } from './policy-rules.ts';
export type { PolicySettings } from './policy-settings.ts';
export type { PriceLadder } from './price-ladder.ts';
export { priceLadder } from './price-ladder.ts';
export type { StockGrid } from './price-stock-grid.ts';
export { stockGrid } from './price-stock-grid.ts';
export type { PriceEffect, PriceStockProcess, StockCosts } from './price-stock-model.ts';
export { priceStockModel } from './price-stock-model.ts';
export type { SellingCosts } from './price-tests.ts';
export { openRungs, testChances } from './price-tests.ts';
export type { ReorderRule, ReplayedRule, ReplayWorld } from './replay-orders.ts';
export { replayOrders } from './replay-orders.ts';
export type { ForecastAsOf, SeriesReplay } from './replay-series.ts';
export { replaySeries } from './replay-series.ts';
export type { ReplenishmentInput } from './replenishment.ts';
export { planReplenishment } from './replenishment.ts';
export type { OrderLot } from './round-order.ts';
export { roundOrder } from './round-order.ts';
export { ruleStanding } from './rule-standing.ts';
export type { SkuRules } from './rules-of.ts';
export { rulesOf } from './rules-of.ts';
export type { RungDemand, RungDemandOptions, TradedPeriod } from './rung-demand.ts';
export { fitRungDemand } from './rung-demand.ts';
export { seriesAsOf } from './series-as-of.ts';
export { textbookOrder } from './textbook-order.ts';
export type { RuleLayers } from './trade-terms.ts';
export { triedPrices } from './tried-prices.ts';
export type { DemandWeek } from './weekly-demand.ts';
export { weeklyDemand } from './weekly-demand.ts';
