export type { BuyerAggregate } from './buyer-features.ts';
export type { ChooseKOptions, ChosenK, KScore } from './choose-k.ts';
export { chooseK } from './choose-k.ts';
export type { KMeansOptions, KMeansResult } from './k-means.ts';
export { kMeans } from './k-means.ts';
export type { Points } from './points.ts';
export type { BuyerAggregates, SegmentBuyersOptions, SegmentedBuyers } from './segment-buyers.ts';
export { segmentBuyers } from './segment-buyers.ts';
