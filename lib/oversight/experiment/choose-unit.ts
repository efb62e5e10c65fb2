import type { Market } from '../../domain/index.ts';

/** What is tested. */
export type TestKind = 'price' | 'offer' | 'orders';

/** What is randomised, and why. */
export type UnitChoice = { unit: 'buyer' | 'skuMarket' | 'skuLocation'; cluster: string; why: string };

/** What a market asks of prices. */
export type MarketTerms = {
  legalPack: Market['legalPack'];
  /** The merchant's own rule that comparable buyers pay the same. */
  equalPrices?: boolean;
};

/**
 * Choose what to randomise by what is tested.
 *
 * An effect must stay within its unit: buyers of one company talk to each other, all buyers of a SKU draw on one stock. Where comparable buyers
 * must pay the same (the Robinson–Patman Act in the US, or the merchant's rule), a price is tested SKU by SKU instead.
 */
export function chooseUnit(kind: TestKind, { legalPack, equalPrices = false }: MarketTerms): UnitChoice {
  if (kind === 'orders')
    return {
      unit: 'skuLocation',
      cluster: 'SKU × location',
      why: 'one stock serves all buyers of a SKU at a location, in every market that it serves: an order moves all of them together',
    };
  if (kind === 'price' && (legalPack === 'us' || equalPrices))
    return {
      unit: 'skuMarket',
      cluster: 'SKU × market',
      why:
        legalPack === 'us'
          ? 'comparable buyers must be charged alike (Robinson–Patman Act, 15 U.S.C. § 13): the price differs by SKU, not by buyer. SKUs that replace each other share a cluster'
          : 'the merchant charges comparable buyers alike: the price differs by SKU, not by buyer. SKUs that replace each other share a cluster',
    };
  return {
    unit: 'buyer',
    cluster: 'buyer company',
    why: `a company sees one ${kind === 'price' ? 'price list' : 'set of offers'}: its people talk, and its orders of all SKUs count`,
  };
}
