import { createRandom, type Random, sampleNegativeBinomial, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoBuyer } from './buyers.ts';
import type { Contract } from './contracts.ts';
import { NEW_SINCE_DAY } from './promotions.ts';
import { type MarketWorld, meanSteps, priceEffect } from './world.ts';

/** What a buyer would like to order on a visit, whether or not there is stock. */
export type WantedOrder = {
  readonly buyer: DemoBuyer;
  /** Minutes after midnight, local. */
  readonly minute: number;
  readonly lines: readonly WantedLine[];
};
export type WantedLine = {
  /** Index of the product in the market's list. */
  readonly product: number;
  readonly units: number;
  /** The contract that prices the line, where there is one. */
  readonly contract: Contract | null;
};

/** Dispersion of the size of lines: variance is mean + mean² / this. */
const LINE_DISPERSION = 8;
/** No product is on every order, however cheap. */
const LARGEST_CHANCE = 0.95;
const OPENS_MINUTE = 8 * 60;
const OPEN_MINUTES = 10 * 60;

/**
 * Make the source of a market's demand: call it for each day in turn.
 *
 * Buyers come by chance on their own cadence (a Bernoulli visit a day), and put each product that interests them on
 * the order by chance: season, trend, promotion and price change that chance, the size of a line is negative binomial.
 * So mean demand is exactly the product of its factors, and sales that are lost don't change what is wanted later.
 *
 * @returns wanted orders of the day by time
 */
export function createDemand(world: MarketWorld, seed: number): (day: number) => WantedOrder[] {
  const random = createRandom(seedFrom(seed, 'demand', world.market.market));
  const pulls = priceEffects(world);
  const contracts = contractsByBuyer(world);
  const interests = world.buyers.map((buyer) => interestingProducts(buyer));
  return (day) => {
    const orders: WantedOrder[] = [];
    for (const [index, buyer] of world.buyers.entries()) {
      if (day < buyer.activeFrom || day > buyer.activeTo) continue;
      if (random() >= buyer.visitsPerDay * (world.visitFactors[day] ?? 0)) continue;
      const agreed = contracts.get(buyer.customerId);
      const lines: WantedLine[] = [];
      for (const product of interests[index] ?? []) {
        const line = wantedLine(random, world, { buyer, product, day, pulls, agreed });
        if (line) lines.push(line);
      }
      if (lines.length > 0) orders.push({ buyer, minute: openMinute(random), lines });
    }
    return orders.sort((a, b) => a.minute - b.minute);
  };
}

type LineGround = {
  buyer: DemoBuyer;
  product: number;
  day: number;
  pulls: readonly Pull[];
  agreed: ReadonlyMap<number, readonly Contract[]> | undefined;
};
/** Effect of the list price by day for one product, by price group. */
type Pull = Readonly<Record<DemoBuyer['priceGroup'], Float64Array>>;

function wantedLine(
  random: Random,
  { products, histories, chances }: MarketWorld,
  { buyer, product: index, day, pulls, agreed }: LineGround,
): WantedLine | null {
  const [product, history] = [products[index], histories[index]];
  if (!product || !history || (product.isNew && day < NEW_SINCE_DAY)) return null;
  const contract = agreed?.get(index)?.find(({ fromDay, toDay }) => day >= fromDay && day <= toDay) ?? null;
  const effect = contract
    ? priceEffect(product, history, buyer.priceGroup, contract.priceMicros)
    : (pulls[index]?.[buyer.priceGroup][day] ?? 0);
  const chance = (buyer.interest[index] ?? 0) * (chances[index]?.[day] ?? 0) * effect;
  const draw = random();
  if (draw >= chance || draw >= LARGEST_CHANCE) return null;
  const steps = 1 + sampleNegativeBinomial(random, meanSteps(product, buyer) - 1, LINE_DISPERSION);
  return { product: index, units: steps * product.stepUnits, contract };
}

function priceEffects({ products, histories }: MarketWorld): Pull[] {
  return histories.map((history, index) => {
    const product = products[index];
    const effects = (group: DemoBuyer['priceGroup']): Float64Array =>
      history.daily[group].map((micros) =>
        product && micros > 0 ? priceEffect(product, history, group, micros) : 0,
      );
    return { standard: effects('standard'), 'key-account': effects('key-account') };
  });
}

function contractsByBuyer({ contracts, products }: MarketWorld): Map<string, Map<number, Contract[]>> {
  const indexOf = new Map(products.map((product, index) => [product.sku, index]));
  const byBuyer = new Map<string, Map<number, Contract[]>>();
  for (const contract of contracts) {
    const index = indexOf.get(contract.sku) ?? -1;
    const ofBuyer = byBuyer.get(contract.customerId) ?? new Map<number, Contract[]>();
    byBuyer.set(contract.customerId, ofBuyer.set(index, [...(ofBuyer.get(index) ?? []), contract]));
  }
  return byBuyer;
}

function interestingProducts(buyer: DemoBuyer): Int32Array {
  return Int32Array.from([...buyer.interest.keys()].filter((index) => (buyer.interest[index] ?? 0) > 0));
}

function openMinute(random: Random): number {
  return OPENS_MINUTE + Math.floor(OPEN_MINUTES * random());
}
