export type { AbcClass, SkuAggregates, SkuPeriods, XyzClass } from './abc-xyz.ts';
export { abcClasses, abcXyzTable, xyzClass } from './abc-xyz.ts';
export type { AnalyseMarketOptions, MarketAggregates } from './analyse-market.ts';
export { analyseMarket, NEW_BUYER_DAYS, sharesByWeekday } from './analyse-market.ts';
export type { PairCounts } from './baskets.ts';
export { findPairs, liftOf } from './baskets.ts';
export type { CategoriesContext, CategoryAggregate, CategorySize } from './categories.ts';
export { describeCategory, reachOf, toldCategories } from './categories.ts';
export type { CohortCell } from './cohorts.ts';
export { followCohorts } from './cohorts.ts';
export type { MarketSide } from './compare-markets.ts';
export { compareMarkets } from './compare-markets.ts';
export { concentrationOf, gini, herfindahl, lorenzShares, topShare } from './concentration.ts';
export type { ConversionCounts } from './conversion.ts';
export { conversionOf } from './conversion.ts';
export type { SideBuyers, SideCounts, SideResult } from './differences.ts';
export {
  compareSides,
  describeDifference,
  directionOf,
  isTold,
  similarityOf,
  surestDifferences,
} from './differences.ts';
export type { ElasticitySums } from './elasticity.ts';
export { addElasticitySums, estimateElasticity, periodEffects } from './elasticity.ts';
export type { PeriodSums } from './growth.ts';
export { changeBetween, growthOf } from './growth.ts';
export type { MarketOffer } from './market-offer.ts';
export type { MonthAggregate, Periods, Span } from './months.ts';
export { comparablePeriods, listMonths } from './months.ts';
export { nineDigits } from './nine-digits.ts';
export type { CategoryReach, Grounds } from './positioning.ts';
export { positionCategories } from './positioning.ts';
export type { PriceSums } from './price-position.ts';
export { priceIndex } from './price-position.ts';
export type { Exchange } from './rates.ts';
export { exchangeBetween, exchangesFrom, RATE_DAYS } from './rates.ts';
export { seasonOf, strengthOf } from './season.ts';
export { FEWEST_BUYERS, isFew, separateCuts } from './suppression.ts';
