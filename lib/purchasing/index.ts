export type { Assortment } from './assortment.ts';
export type { BetaGeometric } from './beta-geometric.ts';
export { fitBgNbd, fitMbgNbd } from './beta-geometric.ts';
export type { BuyerCounts } from './buyer-counts.ts';
export type { OrderModel } from './expect-orders.ts';
export {
  expectedOrders,
  expectedOrdersOfNewBuyer,
  nextOrderWithin,
  probabilityAlive,
  probabilityOfOrder,
} from './expect-orders.ts';
export type { BuyerSpend, GammaGamma } from './gamma-gamma.ts';
export { expectedSpend, fitGammaGamma } from './gamma-gamma.ts';
export { judgeChances } from './judge-chances.ts';
export type { Nbd } from './nbd.ts';
export { fitNbd } from './nbd.ts';
export type { OrderHistory } from './order-history.ts';
export type { ParetoNbd } from './pareto-nbd.ts';
export { fitParetoNbd } from './pareto-nbd.ts';
export type { PurchasePredictions } from './predict-purchases.ts';
export { PURCHASE_WINDOWS, predictPurchases } from './predict-purchases.ts';
export type { PurchaseBacktest } from './purchase-backtest.ts';
export type { PurchaseModel } from './purchase-candidates.ts';
export type { Purchase, PurchaseColumns } from './purchase-columns.ts';
export { toColumns } from './purchase-columns.ts';
export type { RecommendOptions } from './recommend.ts';
export { recommend } from './recommend.ts';
export type { MarketLists, MarketOptions } from './recommend-columns.ts';
export { recommendByColumns } from './recommend-columns.ts';
export type { Recommendation } from './recommender.ts';
export { reasonedIn, sayGrounds } from './words/say-grounds.ts';
