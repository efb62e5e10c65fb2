import { createRandom, type Random, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoBuyer } from './buyers.ts';
import { createDemand, type WantedLine, type WantedOrder } from './demand.ts';
import { DAYS, type DemoLocation, demoLocations } from './markets.ts';
import { breakPrice } from './prices.ts';
import { createSupply, type Supply } from './supply.ts';
import type { MarketWorld } from './world.ts';

/** A line as the seller's system knows it in the end. Returns have negative units and an order of their own. */
export type OrderLine = {
  readonly orderId: string;
  readonly lineId: number;
  readonly day: number;
  /** Minutes after midnight, local. */
  readonly minute: number;
  readonly buyer: DemoBuyer;
  readonly sku: string;
  readonly units: number;
  readonly priceMicros: number;
  readonly status: 'shipped' | 'cancelled' | 'returned';
};

/** What two years left behind at a location: its stock, and the order lines of the markets that it serves. */
export type LocationHistory = {
  readonly location: DemoLocation;
  readonly supply: Supply;
  readonly markets: readonly { readonly world: MarketWorld; readonly lines: readonly OrderLine[] }[];
};

const CANCELLED_SHARE = 0.012;
const RETURNED_SHARE = 0.01;
const RETURN_AFTER_DAYS = 4;
const RETURN_WITHIN_DAYS = 20;
const RETURN_MINUTE = 7 * 60;

/** Live through the demo's days at every location; each has its own streams of chance. */
export function simulate(worlds: readonly MarketWorld[], seed: number): LocationHistory[] {
  return demoLocations.map((location) => {
    const served = worlds.filter((world) => world.market.location === location.location);
    const supply = createSupply(location, productsOf(served), { seed, demandPerDay: demandPerDay(served) });
    const markets = served.map((world) => createTrade(world, supply, seed));
    for (let day = 0; day < DAYS; day++) {
      supply.open(day);
      for (const market of markets) market.takeBack(day);
      // Markets that share a location are served in the order in which their buyers come.
      const orders = markets.flatMap((market) => market.wanted(day).map((order) => ({ market, order })));
      orders.sort((a, b) => a.order.minute - b.order.minute);
      for (const { market, order } of orders) market.serve(day, order);
      supply.close(day);
    }
    return { location, supply, markets: markets.map(({ world, lines }) => ({ world, lines })) };
  });
}

/** Every product with stock that any of the markets sells. */
function productsOf(served: readonly MarketWorld[]) {
  const products = new Map(
    served.flatMap((world) => world.products.map((product) => [product.sku, product])),
  );
  return [...products.values()].filter((product) => product.hasStock);
}

function demandPerDay(served: readonly MarketWorld[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const world of served)
    for (const [index, product] of world.products.entries())
      total.set(product.sku, (total.get(product.sku) ?? 0) + (world.meanUnitsPerDay[index] ?? 0));
  return total;
}

type Trade = {
  readonly world: MarketWorld;
  readonly lines: OrderLine[];
  wanted(day: number): WantedOrder[];
  serve(day: number, order: WantedOrder): void;
  takeBack(day: number): void;
};

function createTrade(world: MarketWorld, supply: Supply, seed: number): Trade {
  const random = createRandom(seedFrom(seed, 'trade', world.market.market));
  const prefix = world.market.market.toUpperCase();
  const lines: OrderLine[] = [];
  const returns = new Map<number, OrderLine[]>();
  let [orders, returnOrders] = [0, 0];
  const serve = (day: number, { buyer, minute, lines: wanted }: WantedOrder): void => {
    const orderId = `${prefix}-${String(orders + 1).padStart(6, '0')}`;
    const before = lines.length;
    for (const line of wanted) {
      const status = random() < CANCELLED_SHARE ? 'cancelled' : 'shipped';
      const sku = world.products[line.product]?.sku ?? '';
      const units = available(supply, sku, { wanted: line.units, cancelled: status === 'cancelled' });
      if (units === 0) continue;
      const priceMicros = paidPrice(world, { line, units, day, buyer });
      const lineId = lines.length - before + 1;
      const sold: OrderLine = { orderId, lineId, day, minute, buyer, sku, units, priceMicros, status };
      lines.push(sold);
      if (status === 'shipped') planReturn(random, returns, sold);
    }
    if (lines.length > before) orders++;
  };
  const takeBack = (day: number): void => {
    for (const sold of returns.get(day) ?? []) {
      const orderId = `${prefix}-R${String(++returnOrders).padStart(5, '0')}`;
      supply.take(sold.sku, -sold.units);
      lines.push({
        ...sold,
        orderId,
        lineId: 1,
        day,
        minute: RETURN_MINUTE,
        units: -sold.units,
        status: 'returned',
      });
    }
  };
  return { world, lines, wanted: createDemand(world, seed), serve, takeBack };
}

/** What can be sold: all, what is left, or nothing. A cancelled line gives its units back at once. */
function available(
  supply: Supply,
  sku: string,
  { wanted, cancelled }: { wanted: number; cancelled: boolean },
): number {
  const units = supply.take(sku, wanted);
  if (cancelled) supply.take(sku, -units);
  return units;
}

function paidPrice(
  { market, products, histories }: MarketWorld,
  { line, units, day, buyer }: { line: WantedLine; units: number; day: number; buyer: DemoBuyer },
): number {
  if (line.contract) return line.contract.priceMicros;
  const [product, history] = [products[line.product], histories[line.product]];
  if (!product || !history) return 0;
  return breakPrice(history.daily[buyer.priceGroup][day] ?? 0, units, market, product);
}

function planReturn(random: Random, returns: Map<number, OrderLine[]>, sold: OrderLine): void {
  if (random() >= RETURNED_SHARE) return;
  const day = sold.day + RETURN_AFTER_DAYS + Math.floor(RETURN_WITHIN_DAYS * random());
  returns.set(day, [...(returns.get(day) ?? []), sold]);
}
