import { createRandom, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoMarket } from './markets.ts';

/** A promotion: a lower price and, beyond what the price does, more attention for some days. */
export type Promotion = {
  readonly market: string;
  readonly sku: string;
  readonly name: string;
  readonly fromDay: number;
  /** The last day, counted in. */
  readonly toDay: number;
  /** Off every list price, 0–1. */
  readonly discountRate: number;
  /** Factor on demand beside the effect of the price. */
  readonly uplift: number;
};

/** First day (index) on which the new product is sold. */
export const NEW_SINCE_DAY = DAYS - 3;

const SHARE_PROMOTED = 0.4;
const UPLIFT = 1.15;

/**
 * Draw the promotions of a market: two in five products get two or three, of one or two weeks from a Monday on.
 *
 * @returns by product in the order given, then by day; promotions of a product don't meet
 */
export function demoPromotions(
  market: DemoMarket,
  products: readonly DemoProduct[],
  seed: number,
): Promotion[] {
  return products.flatMap((product) => {
    const random = createRandom(seedFrom(seed, 'promotions', market.market, product.sku));
    if (product.clean || product.isNew || random() >= SHARE_PROMOTED) return [];
    const rounds = random() < 0.5 ? 2 : 3;
    const spacing = Math.floor(DAYS / rounds);
    return Array.from({ length: rounds }, (_, round): Promotion => {
      // Both ends stay inside the round; 2024-07-01 is a Monday, so multiples of 7 are Mondays.
      const fromDay = Math.ceil((round * spacing + random() * (spacing - 28)) / 7) * 7;
      return {
        market: market.market,
        sku: product.sku,
        name: `Offer ${round + 1} on ${product.sku}`,
        fromDay,
        toDay: fromDay + (random() < 0.5 ? 6 : 13),
        discountRate: random() < 0.5 ? 0.1 : 0.15,
        uplift: UPLIFT,
      };
    });
  });
}
