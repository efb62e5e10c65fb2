import { createRandom, type Random, seedFrom, standardNormal } from '../../../lib/numeric/index.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoLocation, dateAt, weekdayAt } from './markets.ts';
import { NEW_SINCE_DAY } from './promotions.ts';
import { type DemoSupplier, disruption, suppliers } from './suppliers.ts';

/** One product at one location: what lies there, and what is on its way. */
export type StockItem = {
  readonly product: DemoProduct;
  onHandUnits: number;
  onOrderUnits: number;
  /** The planner's estimate of units sold a day, from the sales that there were. */
  dailyEstimate: number;
  soldToday: number;
  open: PurchaseOrder[];
  /** Units at the close of each day; −1 before the product is kept. [DAYS] */
  readonly closing: Int32Array;
  readonly closingOnOrder: Int32Array;
};

/** An order to a supplier for one product. `receivedDay` may lie after the data's end. */
export type PurchaseOrder = {
  readonly orderId: string;
  readonly product: DemoProduct;
  readonly units: number;
  readonly orderedDay: number;
  readonly dueDay: number;
  readonly receivedDay: number;
};

/** The stock of a location over the days. */
export type Supply = {
  /** Receive what arrives this day; before the day's sales. */
  open(day: number): void;
  /** Take up to `units` of a SKU from stock, or put them back when negative; the answer is what moved. */
  take(sku: string, units: number): number;
  /** Order from suppliers and note the closing stock; after the day's sales. */
  close(day: number): void;
  readonly items: readonly StockItem[];
  readonly purchaseOrders: readonly PurchaseOrder[];
};

/** Days over which the planner smooths sales. */
const SMOOTHING_DAYS = 42;
/** Days that an order covers beside what the reorder point covers. */
const ORDER_CYCLE_DAYS = 14;

/**
 * Stock a location by an (s, S) rule as a person might run it: reorder on the supplier's order days when on hand plus
 * on order falls below the estimate's demand over lead time and review, times the product's `cover`; order up to two
 * weeks more, in packs, at least the minimum. Lead times vary around the supplier's.
 *
 * @param demandPerDay - by SKU, the planner's first estimate in units a day
 */
export function createSupply(
  location: DemoLocation,
  products: readonly DemoProduct[],
  { seed, demandPerDay }: { seed: number; demandPerDay: ReadonlyMap<string, number> },
): Supply {
  const random = createRandom(seedFrom(seed, 'supply', location.location));
  const items = products.map((product) => firstStock(product, location, demandPerDay.get(product.sku) ?? 0));
  const bySku = new Map(items.map((item) => [item.product.sku, item]));
  const purchaseOrders: PurchaseOrder[] = [];
  const order = (item: StockItem, day: number): void => {
    const placed = reorder(item, { location, day, random });
    if (placed) purchaseOrders.push(placed);
  };
  return {
    items,
    purchaseOrders,
    open: (day) => {
      for (const item of items) receive(item, day);
    },
    take: (sku, units) => {
      const item = bySku.get(sku);
      if (!item) return units;
      const moved = Math.min(units, item.onHandUnits);
      item.onHandUnits -= moved;
      item.soldToday += Math.max(0, moved);
      return moved;
    },
    close: (day) => {
      for (const item of items) {
        if (item.product.isNew && day < NEW_SINCE_DAY) continue;
        estimate(item);
        order(item, day);
        item.closing[day] = item.onHandUnits;
        item.closingOnOrder[day] = item.onOrderUnits;
      }
    },
  };
}

function firstStock(product: DemoProduct, location: DemoLocation, dailyEstimate: number): StockItem {
  const supplier = supplierOf(product);
  const wanted = reorderLevel(product, supplier, location, dailyEstimate) + dailyEstimate * ORDER_CYCLE_DAYS;
  return {
    product,
    onHandUnits: inPacks(product, Math.max(wanted, product.minimumOrderUnits)),
    onOrderUnits: 0,
    dailyEstimate,
    soldToday: 0,
    open: [],
    closing: new Int32Array(DAYS).fill(-1),
    closingOnOrder: new Int32Array(DAYS),
  };
}

function receive(item: StockItem, day: number): void {
  if (!item.open.some((order) => order.receivedDay === day)) return;
  for (const order of item.open.filter((open) => open.receivedDay === day)) {
    item.onHandUnits += order.units;
    item.onOrderUnits -= order.units;
  }
  item.open = item.open.filter((open) => open.receivedDay !== day);
}

/** A day on which there was nothing to sell teaches the planner nothing. */
function estimate(item: StockItem): void {
  if (item.onHandUnits > 0 || item.soldToday > 0)
    item.dailyEstimate += (item.soldToday - item.dailyEstimate) / SMOOTHING_DAYS;
  item.soldToday = 0;
}

function reorder(
  item: StockItem,
  { location, day, random }: { location: DemoLocation; day: number; random: Random },
): PurchaseOrder | null {
  const { product } = item;
  const supplier = supplierOf(product);
  if (!supplier.orderDays.includes(weekdayAt(day))) return null;
  const level = reorderLevel(product, supplier, location, item.dailyEstimate);
  const position = item.onHandUnits + item.onOrderUnits;
  if (position > level) return null;
  const wanted = level + item.dailyEstimate * ORDER_CYCLE_DAYS - position;
  const units = inPacks(product, Math.max(wanted, product.minimumOrderUnits));
  const placed: PurchaseOrder = {
    orderId: `PO-${location.purchasePrefix}-${dateAt(day).replaceAll('-', '')}-${supplier.supplier.slice(4, 7)}`,
    product,
    units,
    orderedDay: day,
    dueDay: onWorkday(day + Math.round(supplier.leadTimeDays * location.leadTimeFactor)),
    receivedDay: onWorkday(day + leadTime(random, supplier, location, day)),
  };
  item.open.push(placed);
  item.onOrderUnits += units;
  return placed;
}

function reorderLevel(
  product: DemoProduct,
  supplier: DemoSupplier,
  location: DemoLocation,
  dailyEstimate: number,
): number {
  const reviewDays = 7 / supplier.orderDays.length;
  const days = supplier.leadTimeDays * location.leadTimeFactor + reviewDays;
  return dailyEstimate * days * product.cover + product.stepUnits * product.stepsPerLine;
}

function leadTime(random: Random, supplier: DemoSupplier, location: DemoLocation, day: number): number {
  const late =
    supplier.supplier === disruption.supplier &&
    dateAt(day) >= disruption.from &&
    dateAt(day) <= disruption.to;
  const mean = supplier.leadTimeDays * location.leadTimeFactor * (late ? disruption.factor : 1);
  return Math.max(2, Math.round(mean + supplier.leadTimeSdDays * standardNormal(random)));
}

/** Move a day that falls on a weekend to Monday. */
function onWorkday(day: number): number {
  const weekday = weekdayAt(day);
  return weekday > 5 ? day + 8 - weekday : day;
}

function inPacks(product: DemoProduct, units: number): number {
  return Math.ceil(units / product.packUnits) * product.packUnits;
}

function supplierOf(product: DemoProduct): DemoSupplier {
  return suppliers.find((supplier) => supplier.supplier === product.supplier) ?? suppliers[0];
}
