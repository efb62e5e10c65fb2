import { createRandom, type Random, sampleGamma, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoMarket, dateAt, FIRST_DATE } from './markets.ts';

/** How a made-up company buys: the segments that a good clustering finds again. */
export type BuyerKind = 'anchor' | 'regular' | 'monthly' | 'occasional' | 'lapsed' | 'newcomer';
export type PriceGroup = 'standard' | 'key-account';

/** A made-up buyer company. */
export type DemoBuyer = {
  readonly customerId: string;
  readonly market: string;
  readonly kind: BuyerKind;
  readonly priceGroup: PriceGroup;
  readonly channel: 'web' | 'edi' | 'phone';
  /** Mean visits a calendar day while active. */
  readonly visitsPerDay: number;
  /** Scales the size of its lines. */
  readonly size: number;
  /** First and last day (index) on which it may order. */
  readonly activeFrom: number;
  readonly activeTo: number;
  readonly since: string;
  /** Interest by product, 0 where it never buys; [products]. */
  readonly interest: Float64Array;
};

/** Shares of buyer kinds in hundredths, visits a day and size of lines. */
const kinds: readonly { kind: BuyerKind; share: number; daysBetweenVisits: number; size: number }[] = [
  { kind: 'anchor', share: 10, daysBetweenVisits: 4, size: 2 },
  { kind: 'regular', share: 35, daysBetweenVisits: 12, size: 1.1 },
  { kind: 'monthly', share: 25, daysBetweenVisits: 30, size: 0.9 },
  { kind: 'occasional', share: 14, daysBetweenVisits: 75, size: 0.6 },
  { kind: 'lapsed', share: 9, daysBetweenVisits: 14, size: 1 },
  { kind: 'newcomer', share: 7, daysBetweenVisits: 10, size: 0.8 },
];

/** Share of the catalogue that a buyer takes from its favourite categories, and from the others. */
const FAVOURITE_SHARE = 0.8;
const OTHER_SHARE = 0.3;

/**
 * Make a market's buyer companies; each draws from a stream of its own.
 *
 * @param products - what the market sells, in the order of `interest`
 * @param scale - multiplies their number
 */
export function demoBuyers(
  market: DemoMarket,
  products: readonly DemoProduct[],
  { seed, scale }: { seed: number; scale: number },
): DemoBuyer[] {
  const count = market.buyers * scale;
  return Array.from({ length: count }, (_, index) => {
    const customerId = `${market.market.toUpperCase()}-${String(index + 1).padStart(4, '0')}`;
    const random = createRandom(seedFrom(seed, 'buyer', customerId));
    // Walking the shares in steps that are coprime to 100 spreads the kinds over the numbers.
    const percentile = (index * 37) % 100;
    const copy = Math.floor(index / market.buyers);
    return buyer(random, { customerId, market: market.market, percentile, products, copy });
  });
}

type BuyerFacts = {
  customerId: string;
  market: string;
  /** 0–99, its place among the kinds. */
  percentile: number;
  products: readonly DemoProduct[];
  /** It buys from this copy of the catalogue alone, so that work grows no faster than the scale. */
  copy: number;
};

function buyer(random: Random, facts: BuyerFacts): DemoBuyer {
  const { kind, daysBetweenVisits, size } = kindAt(facts.percentile);
  const [activeFrom, activeTo] = activeDays(random, kind);
  const isKeyAccount = kind === 'anchor' || (kind === 'regular' && random() < 0.15);
  return {
    customerId: facts.customerId,
    market: facts.market,
    kind,
    priceGroup: isKeyAccount ? 'key-account' : 'standard',
    channel: kind === 'anchor' ? 'edi' : random() < 0.75 ? 'web' : 'phone',
    visitsPerDay: (0.7 + 0.6 * random()) / daysBetweenVisits,
    size: size * (0.7 + (0.3 * sampleGamma(random, 4)) / 4),
    activeFrom,
    activeTo,
    since: activeFrom > 0 ? dateAt(activeFrom) : yearsBefore(FIRST_DATE, 1 + Math.floor(12 * random())),
    interest: interest(random, facts),
  };
}

function kindAt(percentile: number): (typeof kinds)[number] {
  let upTo = 0;
  for (const entry of kinds) {
    upTo += entry.share;
    if (percentile < upTo) return entry;
  }
  return kinds[0] as (typeof kinds)[number]; // The list is not empty and its shares sum to 100.
}

function activeDays(random: Random, kind: BuyerKind): [number, number] {
  if (kind === 'lapsed') return [0, Math.floor(DAYS * (0.4 + 0.4 * random()))];
  if (kind === 'newcomer') return [Math.floor(DAYS * (0.7 + 0.2 * random())), DAYS - 1];
  return [0, DAYS - 1];
}

function interest(random: Random, { products, copy }: BuyerFacts): Float64Array {
  const categories = [...new Set(products.map((product) => product.category))];
  const favourites = new Set(categories.filter(() => random() < 0.4));
  return Float64Array.from(products, (product) => {
    if (product.copy !== copy) return 0;
    const share = favourites.has(product.category) ? FAVOURITE_SHARE : OTHER_SHARE;
    const [chance, strength] = [random(), 0.6 + 0.8 * random()];
    if (product.clean || product.isNew) return 1;
    return chance < share ? strength : 0;
  });
}

function yearsBefore(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) - years}${date.slice(4)}`;
}
