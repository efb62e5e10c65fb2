import { type DemoBuyer, demoBuyers, type PriceGroup } from './buyers.ts';
import { type DayOff, daysOff, seasonAndTrend, visitFactors } from './calendar-effects.ts';
import { type DemoProduct, demoCatalog } from './catalog.ts';
import { type Contract, demoContracts } from './contracts.ts';
import { DAYS, type DemoMarket, demoMarkets } from './markets.ts';
import { type PriceHistory, priceGroups, priceHistory } from './prices.ts';
import { demoPromotions, type Promotion } from './promotions.ts';

/** Everything of a market that is settled before the first day: who, what, at which prices. Lists by product share an order. */
export type MarketWorld = {
  readonly market: DemoMarket;
  readonly products: readonly DemoProduct[];
  readonly buyers: readonly DemoBuyer[];
  readonly histories: readonly PriceHistory[];
  readonly promotions: readonly Promotion[];
  readonly contracts: readonly Contract[];
  readonly daysOff: readonly DayOff[];
  /** Factor on every buyer's visits by day; [DAYS]. */
  readonly visitFactors: Float64Array;
  /** By product and day: chance of a line on a visit at interest 1 and reference price; [DAYS] each. */
  readonly chances: readonly Float64Array[];
  /** By product: mean units a day at reference price and season. */
  readonly meanUnitsPerDay: readonly number[];
};

/** Settings of the demo: `seed` drives all chance, `scale` multiplies SKUs, buyers and lines. */
export type DemoSettings = { readonly seed: number; readonly scale: number };

/** Settle the world of the demo for each market; the days are simulated later. */
export function demoWorld(settings: DemoSettings): MarketWorld[] {
  const catalog = demoCatalog(settings.scale);
  return demoMarkets.map((market) => marketWorld(market, catalog, settings));
}

function marketWorld(
  market: DemoMarket,
  catalog: readonly DemoProduct[],
  settings: DemoSettings,
): MarketWorld {
  const { seed } = settings;
  const products = catalog.filter((product) => product.inSmallRange || !market.smallRange);
  const buyers = demoBuyers(market, products, settings);
  const off = daysOff(market);
  const promotions = demoPromotions(market, products, seed);
  const histories = products.map((product) =>
    priceHistory(product, market, {
      seed,
      promotions: promotions.filter((promotion) => promotion.sku === product.sku),
    }),
  );
  const contracts = demoContracts(market, { products, buyers, histories, seed });
  const levels = lineChances(products, buyers, market.linesPerDay * settings.scale);
  return {
    market,
    products,
    buyers,
    histories,
    promotions,
    contracts,
    daysOff: off,
    visitFactors: visitFactors(market, off),
    chances: products.map((product, index) => chances(product, levels[index] ?? 0, promotions)),
    meanUnitsPerDay: products.map(
      (product, index) => (levels[index] ?? 0) * unitsPerDayAtChanceOne(product, index, buyers),
    ),
  };
}

/** By product: the chance of a line on a visit at interest 1 that gives it its share of the market's lines. */
function lineChances(
  products: readonly DemoProduct[],
  buyers: readonly DemoBuyer[],
  linesPerDay: number,
): number[] {
  const total = products.reduce((sum, product) => sum + product.popularity, 0);
  return products.map((product, index) => {
    const visits = buyers.reduce((sum, buyer) => sum + meanVisits(buyer) * (buyer.interest[index] ?? 0), 0);
    return visits > 0 ? ((product.popularity / total) * linesPerDay) / visits : 0;
  });
}

function chances(product: DemoProduct, level: number, promotions: readonly Promotion[]): Float64Array {
  const daily = seasonAndTrend(product).map((factor) => factor * level);
  for (const { sku, fromDay, toDay, uplift } of promotions)
    if (sku === product.sku)
      for (let day = fromDay; day <= toDay; day++) daily[day] = (daily[day] ?? 0) * uplift;
  return daily;
}

function unitsPerDayAtChanceOne(product: DemoProduct, index: number, buyers: readonly DemoBuyer[]): number {
  return buyers.reduce(
    (sum, buyer) =>
      sum + meanVisits(buyer) * (buyer.interest[index] ?? 0) * product.stepUnits * meanSteps(product, buyer),
    0,
  );
}

/** Mean steps on a line of this buyer: at least one. */
export function meanSteps(product: DemoProduct, buyer: DemoBuyer): number {
  return Math.max(1, product.stepsPerLine * buyer.size);
}

/** What demand is multiplied by at a price: (price / the group's reference price)^elasticity. */
export function priceEffect(
  product: DemoProduct,
  { referenceMicros }: PriceHistory,
  priceGroup: PriceGroup,
  priceMicros: number,
): number {
  const factor = priceGroups.find((group) => group.priceGroup === priceGroup)?.factor ?? 1;
  return (priceMicros / (referenceMicros * factor)) ** product.elasticity;
}

function meanVisits(buyer: DemoBuyer): number {
  return (buyer.visitsPerDay * (buyer.activeTo - buyer.activeFrom + 1)) / DAYS;
}
