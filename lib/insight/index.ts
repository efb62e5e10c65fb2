export type { AbcClass, SkuAggregate, XyzClass } from './abc-xyz.ts';
export { abcClasses, abcXyzTable, xyzClass } from './abc-xyz.ts';
export type { AnalyseMarketOptions, MarketAggregates } from './analyse-market.ts';
export { analyseMarket } from './analyse-market.ts';
export { gini, herfindahl, topShare } from './concentration.ts';
export type { MonthAggregate } from './months.ts';
