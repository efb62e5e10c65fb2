import { type Market, type Merchant, NotFoundError } from '../domain/index.ts';

/** Which markets a merchant has in this region. */
export type Tenants = {
  /** @throws NotFoundError when the market is unknown, another merchant's, or at home elsewhere: always the same words. */
  market(merchant: string, market: string): Market;
  /** Every market of the merchant that is at home here, in the merchant's order. */
  markets(merchant: string): readonly Market[];
  /** Names of the merchant's markets that are at home in other regions. */
  elsewhere(merchant: string): readonly string[];
};

/**
 * Join the merchants of the deployment with the markets of the region.
 *
 * @param merchants - the tenants and the names of their markets
 * @param markets - the markets at home in this region
 */
export function createTenants(merchants: readonly Merchant[], markets: readonly Market[]): Tenants {
  const here = new Map(markets.map((market) => [market.market, market]));
  const held = new Map(
    merchants.map((tenant) => [tenant.merchant, tenant.markets.flatMap((name) => here.get(name) ?? [])]),
  );
  return {
    market: (merchant, name) => {
      const found = held.get(merchant)?.find((market) => market.market === name);
      if (found === undefined) throw new NotFoundError(`there is no market ${name}`);
      return found;
    },
    markets: (merchant) => held.get(merchant) ?? [],
    elsewhere: (merchant) =>
      merchants
        .filter((tenant) => tenant.merchant === merchant)
        .flatMap((tenant) => tenant.markets.filter((name) => !here.has(name))),
  };
}
