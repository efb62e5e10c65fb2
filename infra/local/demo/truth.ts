import { addDays } from '../../../lib/domain/index.ts';
import type { BuyerKind, PriceGroup } from './buyers.ts';
import { weekdayFactors } from './calendar-effects.ts';
import type { SalesClass } from './catalog-table.ts';
import { correctionCounts } from './corrections.ts';
import { FIRST_DATE, LAST_DATE } from './markets.ts';
import { priceGroups, quantityBreak } from './prices.ts';
import { disruption } from './suppliers.ts';
import { type DemoSettings, demoWorld } from './world.ts';

/** What is known of the demo because it was put in: for tests of engines, never read by the product. */
export type DemoTruth = {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly markets: readonly {
    market: string;
    currency: string;
    location: string;
    buyers: number;
    skus: readonly string[];
    /** Relative demand by weekday, Monday first, mean 1; public holidays are near 0. */
    weekdayFactors: readonly number[];
  }[];
  /** By SKU: the same in every market that sells it. */
  readonly products: readonly {
    sku: string;
    /** d ln(units) / d ln(price), negative. */
    elasticity: number;
    /** Growth of log demand a year. */
    growthPerYear: number;
    /** Demand × (1 + amplitude × cos(2π (day of year − peak) / 365.25)). */
    seasonAmplitude: number;
    seasonPeakDay: number;
    /** `I` sells intermittently. */
    sales: SalesClass;
    /** No promotion, contract, break or stock-out worth mention disturbs its elasticity. */
    clean: boolean;
    isNew: boolean;
    hasCost: boolean;
    hasStock: boolean;
  }[];
  readonly priceGroups: readonly { priceGroup: PriceGroup; factor: number }[];
  readonly quantityBreak: { steps: number; factor: number };
  readonly promotions: readonly {
    market: string;
    sku: string;
    from: string;
    to: string;
    discountRate: number;
    /** Factor on demand beside the price's effect. */
    uplift: number;
  }[];
  readonly contracts: readonly {
    market: string;
    customerId: string;
    sku: string;
    from: string;
    to: string;
    priceMicros: number;
  }[];
  readonly buyers: readonly {
    market: string;
    customerId: string;
    kind: BuyerKind;
    priceGroup: PriceGroup;
    visitsPerDay: number;
  }[];
  readonly disruption: { supplier: string; from: string; to: string; factor: number };
  /** Rows of the corrections file that must be refused, and lines whose quantity it changes. */
  readonly corrections: { bad: number; changed: number };
};

/** Tell the truth about the demo of these settings, without simulating its days. */
export function truthOf(settings: DemoSettings): DemoTruth {
  const worlds = demoWorld(settings);
  const dateOf = (day: number): string => addDays(FIRST_DATE, day);
  const products = new Map(worlds.flatMap((world) => world.products.map((item) => [item.sku, item])));
  return {
    firstDate: FIRST_DATE,
    lastDate: LAST_DATE,
    markets: worlds.map((world) => ({
      market: world.market.market,
      currency: world.market.currency,
      location: world.market.location,
      buyers: world.buyers.length,
      skus: world.products.map((product) => product.sku),
      weekdayFactors: weekdayFactors(world.market),
    })),
    products: [...products.values()].map((product) => ({
      sku: product.sku,
      elasticity: product.elasticity,
      growthPerYear: product.growthPerYear,
      seasonAmplitude: product.seasonAmplitude,
      seasonPeakDay: product.seasonPeakDay,
      sales: product.sales,
      clean: product.clean,
      isNew: product.isNew,
      hasCost: product.hasCost,
      hasStock: product.hasStock,
    })),
    priceGroups,
    quantityBreak,
    promotions: worlds.flatMap((world) =>
      world.promotions.map(({ market, sku, fromDay, toDay, discountRate, uplift }) => ({
        market,
        sku,
        from: dateOf(fromDay),
        to: dateOf(toDay),
        discountRate,
        uplift,
      })),
    ),
    contracts: worlds.flatMap((world) =>
      world.contracts.map(({ market, customerId, sku, fromDay, toDay, priceMicros }) => ({
        market,
        customerId,
        sku,
        from: dateOf(fromDay),
        to: dateOf(toDay),
        priceMicros,
      })),
    ),
    buyers: worlds.flatMap((world) =>
      world.buyers.map(({ market, customerId, kind, priceGroup, visitsPerDay }) => ({
        market,
        customerId,
        kind,
        priceGroup,
        visitsPerDay,
      })),
    ),
    disruption,
    corrections: correctionCounts,
  };
}
