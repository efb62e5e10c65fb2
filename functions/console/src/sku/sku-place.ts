import type { HomedMarket } from '../api.ts';

/** One SKU in one market. */
export type SkuPlace = { market: HomedMarket; sku: string };

/** The names that routes of a SKU take. */
export const pathOf = ({ market: { market }, sku }: SkuPlace) => ({ market, sku });
