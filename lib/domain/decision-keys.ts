import { ALL_MARKETS } from './market.ts';

/**
 * `decisions`: beside the SKUs of each market what waits of a change of limits, one item a market and one for the merchant
 * (`ALL_MARKETS`), and events that may not have been told yet. No market is called so.
 */
export const limitsKey = (merchant: string, market: string | null) => ({
  pk: `${merchant}#limits`,
  sk: market ?? ALL_MARKETS,
});
/** What Tradewind approved by itself in a market on a day, and what each batch of a night has of it, in partitions beside them. */
export const dayBudgetKey = (merchant: string, market: string, day: string) => ({
  pk: `${merchant}#budget`,
  sk: `${market}#${day}`,
});
export const budgetShareKey = (merchant: string, market: string, day: string, batch: string) => ({
  pk: `${merchant}#budget#${market}#${day}`,
  sk: batch,
});
export const untoldKey = (merchant: string, id: string) => ({ pk: `${merchant}#untold`, sk: id });
