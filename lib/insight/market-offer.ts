import type {
  Analysis,
  Baskets,
  Category,
  Differences,
  Elasticity,
  PricePosition,
  Rate,
} from '../domain/index.ts';
import { type CategoryReach, positionCategories } from './positioning.ts';

/** What a market sells, at which prices, and how that compares with other markets. */
export type MarketOffer = {
  categories: Category[];
  /** Revenue of what is no product: postage, fees. */
  otherRevenueMinor: number;
  baskets: Baskets;
  pricePosition: PricePosition;
  elasticity: Elasticity;
  differences: Differences;
  reaches: CategoryReach[];
  rates: Rate[];
};

/** The sections of an analysis that tell of the offer, and what follows from them for each category. */
export function offerSections(
  { reaches, otherRevenueMinor, ...sections }: MarketOffer,
  { currency, buyers }: { currency: string; buyers: number },
): Partial<Analysis> {
  return {
    ...sections,
    otherRevenue: { minor: otherRevenueMinor, currency },
    positioning: positionCategories({ ...sections, reaches, buyers }),
  };
}
