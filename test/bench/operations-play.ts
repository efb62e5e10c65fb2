import { lossOfStock } from '../../lib/operations/replay-orders.ts';
import type { SimulatedSku, SkuFacts } from './operations-world.ts';

/** What a merchant's files show of a SKU, day by day. */
export type TradeLog = {
  /** Units sold; `null` on a day that began without stock. */
  sold: (number | null)[];
  /** Days that sold out. */
  soldOut: number[];
  price: number[];
  /** What was decided on review mornings: the stock then, the price and the order. */
  decided: { day: number; onHand: number; onOrder: number; price: number; orderUnits: number }[];
};

/** What a policy may know on a review morning. */
export type View = { day: number; onHand: number; onOrder: number; price: number; log: TradeLog };
/** A policy: weekly, what to charge and how many to order. */
export type Seller = (view: View) => { price: number; orderUnits: number };

/** Stock and orders on a morning, from which several policies may go on. */
export type Shelf = {
  day: number;
  onHand: number;
  price: number;
  arriving: Map<number, number>;
  log: TradeLog;
};

/** What came of a policy. Money in the currency's unit, over all days. */
export type Traded = {
  profit: number;
  asked: number;
  short: number;
  stockOutDays: number;
  /** Mean units on hand in the evening. */
  meanStock: number;
  orders: number;
  priceChanges: number;
  days: number;
};

/** Begin with the lead time and four weeks of stock at the list price, by the first guess. */
export function openShelf({ firstGuess, listPrice, leadTime }: SkuFacts): Shelf {
  const onHand = Math.ceil(firstGuess * (leadTime.meanDays + 28));
  return {
    day: 0,
    onHand,
    price: listPrice,
    arriving: new Map(),
    log: { sold: [], soldOut: [], price: [], decided: [] },
  };
}

/**
 * Trade from a shelf for so many days: each Monday the policy charges and orders, a day sells what is there, the rest is
 * lost. What is left at the end is worth its cost less the holding until it is sold. The shelf stays as it is.
 *
 * @returns what came of it, and the shelf that it leaves
 */
export function trade(
  sku: SimulatedSku,
  shelf: Shelf,
  seller: Seller,
  days: number,
): Traded & { shelf: Shelf } {
  const { costs } = sku;
  const arriving = new Map(shelf.arriving);
  const { sold, soldOut, price: charged, decided } = shelf.log;
  const log = { sold: [...sold], soldOut: [...soldOut], price: [...charged], decided: [...decided] };
  const told = { profit: 0, asked: 0, short: 0, stockOutDays: 0, meanStock: 0, orders: 0, priceChanges: 0 };
  let { onHand, price } = shelf;
  for (let day = shelf.day; day < shelf.day + days; day++) {
    onHand += arriving.get(day) ?? 0;
    arriving.delete(day);
    if (day % 7 === 0) {
      const onOrder = [...arriving.values()].reduce((sum, units) => sum + units, 0);
      const done = seller({ day, onHand, onOrder, price, log });
      log.decided.push({ day, onHand, onOrder, ...done });
      if (Math.abs(done.price - price) > 1e-9) {
        told.priceChanges++;
        told.profit -= costs.priceChange;
        price = done.price;
      }
      if (done.orderUnits > 0) {
        told.orders++;
        told.profit -= costs.order;
        const arrival = day + sku.leadDaysOn(day);
        arriving.set(arrival, (arriving.get(arrival) ?? 0) + done.orderUnits);
      }
    }
    const asked = sku.demandOn(day, price);
    const served = Math.min(asked, onHand);
    log.sold.push(onHand === 0 ? null : served);
    if (onHand > 0 && asked >= onHand) log.soldOut.push(day);
    log.price.push(price);
    onHand -= served;
    told.asked += asked;
    told.short += asked - served;
    if (asked > served) told.stockOutDays++;
    told.meanStock += onHand / days;
    told.profit +=
      (price - sku.unitCost) * served - costs.holdingPerDay * onHand - costs.lostUnit * (asked - served);
  }
  const left = [...arriving.values()].reduce((sum, units) => sum + units, onHand);
  const perDay = sku.usualPerDay;
  told.profit -= lossOfStock(left, { perDay, unitCost: sku.unitCost, holdingPerDay: costs.holdingPerDay });
  return { ...told, days, shelf: { day: shelf.day + days, onHand, price, arriving, log } };
}
