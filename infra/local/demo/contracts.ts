import { createRandom, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoBuyer } from './buyers.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoMarket } from './markets.ts';
import { type PriceHistory, roundPrice } from './prices.ts';

/** A price agreed with one buyer for some days: it holds whatever the list says, at any quantity. */
export type Contract = {
  readonly market: string;
  readonly customerId: string;
  readonly sku: string;
  readonly fromDay: number;
  /** The last day, counted in; the newest contracts run on after the end of the data. */
  readonly toDay: number;
  readonly priceMicros: number;
};

const CONTRACTS_PER_ANCHOR = 3;
const FIRST_TERM_FACTOR = 0.82;
const SECOND_TERM_FACTOR = 0.84;
/** The second of the two terms of a year each starts on 2025-07-01. */
const SECOND_TERM_DAY = 365;
const TERM_END_DAY = DAYS + 184;

/** Draw the contracts of a market: every second anchor buyer has agreed on three products it takes, in two terms of a year. */
export function demoContracts(
  market: DemoMarket,
  { products, buyers, histories, seed }: ContractGround,
): Contract[] {
  const anchors = buyers.filter((buyer) => buyer.kind === 'anchor').filter((_, index) => index % 2 === 0);
  return anchors.flatMap((buyer) => {
    const random = createRandom(seedFrom(seed, 'contracts', buyer.customerId));
    const eligible = products
      .map((product, index) => ({ product, index, order: random() }))
      .filter(({ product, index }) => canBeAgreed(product) && (buyer.interest[index] ?? 0) > 0)
      .sort((a, b) => a.order - b.order)
      .slice(0, CONTRACTS_PER_ANCHOR);
    return eligible.flatMap(({ product, index }) => {
      const referenceMicros = histories[index]?.referenceMicros ?? 0;
      const term = (fromDay: number, toDay: number, factor: number): Contract => ({
        market: market.market,
        customerId: buyer.customerId,
        sku: product.sku,
        fromDay,
        toDay,
        priceMicros: roundPrice(referenceMicros * factor, market, product),
      });
      return [
        term(0, SECOND_TERM_DAY - 1, FIRST_TERM_FACTOR),
        term(SECOND_TERM_DAY, TERM_END_DAY, SECOND_TERM_FACTOR),
      ];
    });
  });
}

/** What contracts are drawn from; `histories` has the order of `products`. */
export type ContractGround = {
  readonly products: readonly DemoProduct[];
  readonly buyers: readonly DemoBuyer[];
  readonly histories: readonly PriceHistory[];
  readonly seed: number;
};

function canBeAgreed(product: DemoProduct): boolean {
  return !product.clean && !product.isNew && (product.sales === 'A' || product.sales === 'B');
}
