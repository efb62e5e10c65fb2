import { createRandom, type Random, seedFrom } from '../../../lib/numeric/index.ts';
import type { PriceGroup } from './buyers.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoMarket, weekdayAt } from './markets.ts';
import { NEW_SINCE_DAY, type Promotion } from './promotions.ts';

/** What each price group pays of the standard list. */
export const priceGroups: readonly { readonly priceGroup: PriceGroup; readonly factor: number }[] = [
  { priceGroup: 'standard', factor: 1 },
  { priceGroup: 'key-account', factor: 0.88 },
];

/** A quantity break: from this many steps on a line, this factor on the price. */
export const quantityBreak = { steps: 8, factor: 0.95 } as const;

/** The prices of one product in one market, by price group. All are whole multiples of the market's price step. */
export type PriceHistory = {
  readonly referenceMicros: number;
  /** List price of a group by day; [DAYS] each, 0 before the product is on sale. */
  readonly daily: Readonly<Record<PriceGroup, Float64Array>>;
};

/** Largest distance of a list price from the reference, and the least move between two of them. */
const SPREAD = 0.18;
const LEAST_MOVE = 0.08;

/**
 * Draw a product's list prices: a new one on a Monday every 6 to 16 weeks, whatever demand does, so that the elasticity
 * can be measured; promotions lower them for their days.
 */
export function priceHistory(
  product: DemoProduct,
  market: DemoMarket,
  { seed, promotions }: { seed: number; promotions: readonly Promotion[] },
): PriceHistory {
  const random = createRandom(seedFrom(seed, 'prices', market.market, product.sku));
  const referenceMicros = roundPrice(product.priceEur * market.unitsPerEur * 1e6, market, product);
  const level = listLevels(random, product);
  for (const promotion of promotions)
    for (let day = promotion.fromDay; day <= promotion.toDay; day++)
      level[day] = (level[day] ?? 0) * (1 - promotion.discountRate);
  const inGroup = (factor: number): Float64Array =>
    level.map((share) => roundPrice(referenceMicros * share * factor, market, product));
  return { referenceMicros, daily: { standard: inGroup(1), 'key-account': inGroup(KEY_ACCOUNT_FACTOR) } };
}

const KEY_ACCOUNT_FACTOR = priceGroups[1]?.factor ?? 1;

/** Round a price to the market's price step; goods below one unit of the currency go by the fine step. */
export function roundPrice(micros: number, market: DemoMarket, product: DemoProduct): number {
  const step = product.priceEur < 1 ? market.finePriceStepMicros : market.priceStepMicros;
  return Math.round(micros / step) * step;
}

/** What a line of so many units pays at a list price: less from the quantity break on. */
export function breakPrice(
  listMicros: number,
  units: number,
  market: DemoMarket,
  product: DemoProduct,
): number {
  const reached = product.hasQuantityBreak && units >= breakUnits(product);
  return reached ? roundPrice(listMicros * quantityBreak.factor, market, product) : listMicros;
}

/** Units from which a product's quantity break holds. */
export function breakUnits(product: DemoProduct): number {
  return quantityBreak.steps * product.stepUnits;
}

function listLevels(random: Random, product: DemoProduct): Float64Array {
  const levels = new Float64Array(DAYS);
  let level = 1;
  let nextChange = nextMonday(Math.floor(112 * random()));
  for (let day = product.isNew ? NEW_SINCE_DAY : 0; day < DAYS; day++) {
    if (day >= nextChange && !product.isNew) {
      level = otherLevel(random, level);
      nextChange = nextMonday(day + 42 + Math.floor(70 * random()));
    }
    levels[day] = level;
  }
  return levels;
}

function otherLevel(random: Random, level: number): number {
  for (;;) {
    const next = 1 + SPREAD * (2 * random() - 1);
    if (Math.abs(next - level) >= LEAST_MOVE) return next;
  }
}

function nextMonday(day: number): number {
  let monday = day;
  while (monday < DAYS && weekdayAt(monday) !== 1) monday++;
  return monday;
}
