export type { AnswerContext, RecommendationDraft } from './answer.ts';
export { recommend } from './answer.ts';
export type { AgreedPrice, Buying } from './effective-price.ts';
export { agreedPrice } from './effective-price.ts';
export type { OrderLot } from './round-order.ts';
export { roundOrder } from './round-order.ts';
export { textbookOrder } from './textbook-order.ts';
