import {
  addDays,
  type ContractPrice,
  type GroupDemand,
  type LeadTime,
  type ProductFacts,
  type SeriesRecord,
  type StockFacts,
  type SupplierTerms,
} from '../../lib/domain/index.ts';
import type { ProfileFinder } from './category-profiles.ts';
import { inForce, listPriceSteps, paidPriceSteps, plannedPriceSteps, priceListOn } from './price-steps.ts';
import type { EventFinder } from './read-events.ts';
import { type DayUnits, numberOrNull, type SkuFacts, textOrNull } from './read-facts.ts';
import { HISTORY_DAYS, PLANNED_DAYS, type Scope } from './series-tables.ts';

/** Where nothing is known of a supplier: two weeks, and the spread that goes with it. */
const ASSUMED_LEAD_TIME_DAYS = 14;
const ASSUMED_LEAD_TIME_SD_DAYS = 4;
/** Fewer receipts have no spread. */
const LEAST_RECEIPTS = 2;

/**
 * Make one SKU's series from what the lake says: demand by day from its first sale in the window to `asOf`, whole and by
 * price group, with prices, stock, lead time, and the SKU's demand in the location's other markets.
 *
 * A day on which the location's stock was 0 and nothing was ordered is `null`: nobody could buy. A day that a count found
 * sold out although there were orders is censored.
 */
export function buildSeries(
  facts: SkuFacts,
  scope: Scope,
  { eventsOf, profileOf }: KnownFacts,
): SeriesRecord {
  const { market, asOf, from, locationMarkets } = scope;
  const own = facts.demand.filter((entry) => entry.market === market.market);
  const firstDay = own.reduce((first, { day }) => Math.min(first, day), HISTORY_DAYS - 1);
  const start = addDays(from, firstDay);
  const demand = withoutClosedDays(unitsByDay(own, firstDay), facts, firstDay);
  const lists = facts.prices.filter(({ customer, validFrom }) => customer === null && validFrom <= asOf);
  const product = productOf(facts);
  const events = eventsOf(facts.sku, product.category).filter(({ to }) => to >= start);
  const profile = profileOf(product.category, firstDay);
  return {
    sku: facts.sku,
    start,
    demand,
    censoredDays: facts.closed
      .filter(({ day, counted }) => counted && (demand[day - firstDay] ?? 0) > 0)
      .map(({ day }) => day - firstDay),
    groups: groupsOf(own, demand, { facts, firstDay, start, asOf }),
    priceSource: lists.length > 0 ? 'list' : 'paid',
    priceList: priceListOf(facts, asOf),
    contracts: contractsOn(facts, asOf),
    ...(facts.quotes.length > 0 ? { quotes: facts.quotes } : {}),
    product,
    location: market.location,
    stock: stockOf(facts),
    leadTime: leadTimeOf(facts),
    siblings: locationMarkets
      .filter((name) => name !== market.market)
      .flatMap((name) => {
        const entries = facts.demand.filter((entry) => entry.market === name);
        const [first] = entries;
        if (first === undefined) return [];
        const day = entries.reduce((least, entry) => Math.min(least, entry.day), first.day);
        const units = withoutClosedDays(unitsByDay(entries, day), facts, day);
        return [{ market: name, start: addDays(from, day), demand: units }];
      }),
    yearRevenueMinor: facts.revenueMinor,
    ...(events.length > 0 ? { events } : {}),
    ...(profile === undefined ? {} : { profile }),
    uploads: facts.uploads,
  };
}

/** What is known of a SKU beside its own facts. */
export type KnownFacts = { eventsOf: EventFinder; profileOf: ProfileFinder };

function unitsByDay(entries: readonly DayUnits[], firstDay: number): number[] {
  const units = new Array<number>(HISTORY_DAYS - firstDay).fill(0);
  for (const { day, units: more } of entries) units[day - firstDay] = (units[day - firstDay] ?? 0) + more;
  return units;
}

function withoutClosedDays(
  units: readonly number[],
  { closed }: SkuFacts,
  firstDay: number,
): (number | null)[] {
  const shut = new Set(closed.map(({ day }) => day - firstDay));
  return units.map((count, day) => (count === 0 && shut.has(day) ? null : count));
}

function groupsOf(
  own: readonly DayUnits[],
  demand: readonly (number | null)[],
  { facts, firstDay, start, asOf }: { facts: SkuFacts; firstDay: number; start: string; asOf: string },
): GroupDemand[] {
  const hasList = facts.prices.some(({ customer, validFrom }) => customer === null && validFrom <= asOf);
  const names = [...new Set(own.map(({ priceGroup }) => priceGroup))].sort();
  return names.map((priceGroup) => {
    const units = unitsByDay(
      own.filter((entry) => entry.priceGroup === priceGroup),
      firstDay,
    );
    const planned = hasList
      ? plannedPriceSteps(facts.prices, priceGroup, { start, asOf, days: PLANNED_DAYS })
      : [];
    return {
      priceGroup,
      demand: units.map((count, day) => (demand[day] === null ? null : count)),
      priceSteps: hasList
        ? listPriceSteps(facts.prices, priceGroup, { start, asOf })
        : paidPriceSteps(facts.paid, priceGroup),
      ...(planned.length > 0 ? { plannedPriceSteps: planned } : {}),
    };
  });
}

/** The price list of the price files; where there is none, the product's own list price. */
function priceListOf({ prices, product }: SkuFacts, asOf: string): SeriesRecord['priceList'] {
  const list = priceListOn(prices, asOf);
  const unitPriceMicros = numberOrNull(product?.list_price_micros);
  if (list.length > 0 || unitPriceMicros === null) return list;
  return [{ priceGroup: '', minQuantity: 1, unitPriceMicros }];
}

function contractsOn({ prices }: SkuFacts, asOf: string): ContractPrice[] {
  const contracts = new Map<string, typeof prices>();
  for (const entry of prices) {
    if (entry.customer === null) continue;
    const key = `${entry.customer} ${entry.minQuantity}`;
    contracts.set(key, [...(contracts.get(key) ?? []), entry]);
  }
  return [...contracts.values()].flatMap((entries) => {
    const entry = inForce(entries, asOf);
    if (entry === undefined || entry.customer === null) return [];
    const { customer, minQuantity, unitPriceMicros, validTo } = entry;
    return [{ customer, minQuantity, unitPriceMicros, validTo }];
  });
}

function productOf({ product }: SkuFacts): ProductFacts {
  const packSize = numberOrNull(product?.pack_size);
  return {
    name: textOrNull(product?.name),
    category: textOrNull(product?.category),
    unitCostMicros: numberOrNull(product?.unit_cost_micros),
    landedCostMicros: numberOrNull(product?.landed_cost_micros),
    costCurrency: textOrNull(product?.cost_currency),
    listPriceMicros: numberOrNull(product?.list_price_micros),
    floorPriceMicros: numberOrNull(product?.floor_price_micros),
    ceilingPriceMicros: numberOrNull(product?.ceiling_price_micros),
    packSize: packSize !== null && packSize > 0 ? packSize : 1,
    minimumOrderUnits: numberOrNull(product?.moq) ?? 0,
    supplier: textOrNull(product?.supplier),
    unitsPerCarton: numberOrNull(product?.units_per_carton),
    supplierTerms: termsOf(product),
  };
}

function termsOf(product: SkuFacts['product']): SupplierTerms | null {
  if (product?.known_supplier !== true) return null;
  return {
    minimumOrderMicros: numberOrNull(product.minimum_order_value_micros),
    orderDays: textOrNull(product.order_days),
    currency: textOrNull(product.supplier_currency),
  };
}

/**
 * The newest count, and what was ordered from suppliers since: a count can't know of it, and it would be ordered twice. Where
 * the count doesn't say what is on order, all orders to suppliers do.
 */
function stockOf({ stock, receipts }: SkuFacts): StockFacts | null {
  if (stock === undefined) return null;
  const counted = numberOrNull(stock.on_order);
  return {
    onHand: Number(stock.on_hand),
    onOrder:
      counted === null
        ? (numberOrNull(receipts?.on_order) ?? 0)
        : counted + (numberOrNull(receipts?.on_order_since) ?? 0),
    reserved: Number(stock.reserved),
    asOf: String(stock.as_of),
  };
}

function leadTimeOf({ product, receipts }: SkuFacts): LeadTime {
  const count = numberOrNull(receipts?.receipts) ?? 0;
  const mean = numberOrNull(receipts?.mean);
  if (count >= LEAST_RECEIPTS && mean !== null)
    return { meanDays: mean, sdDays: numberOrNull(receipts?.sd) ?? 0, source: 'receipts', receipts: count };
  const stated = (meanDays: number, sdDays: number | null, source: LeadTime['source']): LeadTime => ({
    meanDays,
    // an unstated spread grows with the time, as the assumed one does
    sdDays: sdDays ?? (meanDays * ASSUMED_LEAD_TIME_SD_DAYS) / ASSUMED_LEAD_TIME_DAYS,
    source,
    receipts: count,
  });
  const ofProduct = numberOrNull(product?.lead_time_days);
  if (ofProduct !== null) return stated(ofProduct, numberOrNull(product?.lead_time_sd_days), 'product');
  const ofSupplier = numberOrNull(product?.supplier_lead_time_days);
  if (ofSupplier !== null) return stated(ofSupplier, null, 'supplier');
  return stated(ASSUMED_LEAD_TIME_DAYS, ASSUMED_LEAD_TIME_SD_DAYS, 'assumed');
}
