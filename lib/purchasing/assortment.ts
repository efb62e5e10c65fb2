import { InputError } from '../domain/errors.ts';

/** What may be offered and what should be offered sooner, as plain data. */
export type Assortment = {
  /** Only these are offered in a country, where it is named; others get everything. */
  skusByCountry?: Readonly<Record<string, readonly string[]>>;
  /** Never offered to anyone. */
  excludedSkus?: readonly string[];
  /** Never offered to a buyer (a contract elsewhere, a complaint). */
  excludedByCustomer?: Readonly<Record<string, readonly string[]>>;
  /** Units at hand by SKU; with 0 or fewer it is not offered, where absent stock is unknown and it is. */
  stockUnits?: Readonly<Record<string, number>>;
  /** Margin by SKU, a share of the price; see `marginWeight`. */
  marginRate?: Readonly<Record<string, number>>;
  /**
   * How much margin moves the order of the list: a score is multiplied by (1 + marginWeight · marginRate), at least 0.
   * Default 0, margin counts for nothing; 1 makes an item of 50 % margin worth half as much again as one without.
   */
  marginWeight?: number;
  /** Items bought before alone (`repeat`), items never bought alone (`new`), or both (default). */
  only?: 'repeat' | 'new';
};

/** One item that one buyer might be offered. */
export type Offer = { customer: string; country: string; sku: string; isRepeat: boolean };

/** Decides what may be offered and how far its score counts. */
export type OfferRule = {
  /** A factor on the score, 0 where the item may not be offered. */
  factor(offer: Offer): number;
  /** Whether an item may be offered to anyone at all. */
  isOffered(sku: string): boolean;
};

/**
 * Turn an assortment into a rule.
 *
 * @throws InputError when the margin's weight is negative or not finite
 */
export function offerRule(assortment: Assortment): OfferRule {
  const marginWeight = assortment.marginWeight ?? 0;
  if (!(marginWeight >= 0 && Number.isFinite(marginWeight)))
    throw new InputError(`marginWeight is ${marginWeight}: a finite number ≥ 0 is needed`);
  const { only } = assortment;
  const excluded = new Set(assortment.excludedSkus);
  const listed = setsOf(assortment.skusByCountry);
  const barred = setsOf(assortment.excludedByCustomer);
  // maps, not the records themselves: a SKU may be called "constructor"
  const stockUnits = new Map(Object.entries(assortment.stockUnits ?? {}));
  const marginRate = new Map(Object.entries(assortment.marginRate ?? {}));
  const isOffered = (sku: string) => !excluded.has(sku) && (stockUnits.get(sku) ?? 1) > 0;
  return {
    isOffered,
    factor: ({ customer, country, sku, isRepeat }) =>
      isOffered(sku) &&
      (listed.get(country)?.has(sku) ?? true) &&
      !barred.get(customer)?.has(sku) &&
      (only === undefined || isRepeat === (only === 'repeat'))
        ? Math.max(1 + marginWeight * (marginRate.get(sku) ?? 0), 0)
        : 0,
  };
}

function setsOf(lists: Readonly<Record<string, readonly string[]>> = {}): Map<string, Set<string>> {
  return new Map(Object.entries(lists).map(([name, list]) => [name, new Set(list)]));
}
