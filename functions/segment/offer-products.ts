import { dateOfDay, dayNumber } from '../../lib/domain/index.ts';
import { type PurchaseColumns, recommendByColumns } from '../../lib/purchasing/index.ts';
import type { MarketAssortment, Shortage } from '../../lib/stores/index.ts';
import type { BuyerOffers } from './interest-offers.ts';

/** What offers are made from, all of it up to the run's `asOf`. */
export type OfferGround = {
  purchases: PurchaseColumns;
  assortment: MarketAssortment;
  /** SKUs out of stock. */
  shortages: ReadonlyMap<string, Shortage>;
};

/** What is offered in a market. */
export type MarketOffers = BuyerOffers & {
  /** Buyers beyond the budget of the trained ranker, whose offers come in plain order. */
  leftOut: number;
  /** Whether the market has the SKU to sell: in its assortment and in stock, or soon to be. */
  isOffered(sku: string): boolean;
};

/** Offers a buyer, at most. */
export const OFFERS = 10;

/** Of them kept for products new to a buyer: its seller wants to sell more than it orders anyway. */
const NEW_PLACES = 3;

/** A margin of 50 % moves an offer as 5 % more chance would: it settles near ties and no more. */
const MARGIN_WEIGHT = 0.1;

/** Buyers whose offers the trained ranker orders; see docs/purchasing.md for what they cost. */
const MOST_RANKED = 100_000;

/**
 * Choose what to offer each buyer next: what the market sells, in stock or with a day on which it will be.
 *
 * @param asOf - the last day known
 */
export function offerProducts(
  { purchases, assortment, shortages }: OfferGround,
  { asOf, seed }: { asOf: string; seed: number },
): MarketOffers {
  const isOffered = (sku: string) => {
    const shortage = shortages.get(sku);
    return assortment.has(sku) && (shortage === undefined || shortage.suppliedOn !== undefined);
  };
  const lists = recommendByColumns(purchases, {
    ...{ asOf: dayNumber(asOf) + 1, k: OFFERS, seed, mostRanked: MOST_RANKED, newPlaces: NEW_PLACES },
    assortment: {
      excludedSkus: purchases.items.filter((sku) => !isOffered(sku)),
      marginRate: Object.fromEntries([...assortment].filter(([, margin]) => Number.isFinite(margin))),
      marginWeight: MARGIN_WEIGHT,
    },
  });
  const numbers = new Map(purchases.customers.map((customer, number) => [customer, number]));
  return {
    leftOut: lists.leftOut,
    isOffered,
    keys: () => numbers.keys(),
    get: (customer) => {
      const number = numbers.get(customer);
      if (number === undefined) return undefined;
      return lists.listFor(number).map(({ dueDay, ...offer }) => {
        const inStockFrom = shortages.get(offer.sku)?.suppliedOn;
        return {
          ...offer,
          ...(dueDay === undefined ? {} : { dueOn: dateOfDay(dueDay) }),
          ...(inStockFrom === undefined ? {} : { inStockFrom }),
        };
      });
    },
  };
}
