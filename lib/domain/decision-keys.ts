import { ALL_MARKETS } from './market.ts';

/**
 * `decisions`: beside the SKUs of each market what waits of a change of limits, one item a market and one for the merchant
 * (`ALL_MARKETS`), and events that may not have been told yet. No market is called so.
 */
export const limitsKey = (merchant: string, market: string | null) => ({
  pk: `${merchant}#limits`,
  sk: market ?? ALL_MARKETS,
});
export const untoldKey = (merchant: string, id: string) => ({ pk: `${merchant}#untold`, sk: id });
