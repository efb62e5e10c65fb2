import {
  type Arrival,
  addDays,
  daysBetween,
  type OrderCandidate,
  type PurchaseOrder,
} from '../domain/index.ts';

/** What uploaded purchase orders say of one line of an order. */
export type UploadedLine = {
  orderId: string;
  sku: string;
  units: number;
  receivedUnits: number;
  receivedOn: string | null;
};

/** After its expected arrival an order that no file has ever shown is taken to be lost this many days later. */
const FORGOTTEN_DAYS = 7;

/**
 * Sum the units of approved purchase orders that no upload shows yet: they count as on order, so that the next night does not
 * order them again.
 *
 * A line is shown by a row of uploaded purchase orders with its order and SKU, or by a stock count of a later day whose units
 * on order are at least its own. A week after its expected arrival it counts no more, whatever was shown.
 *
 * @param orders - of the location; those neither approved nor exported count nothing
 * @param asOf - the date to count on
 * @returns units by SKU
 */
export function pendingUnits(
  orders: readonly PurchaseOrder[],
  {
    uploaded,
    candidates,
    asOf,
  }: { uploaded: readonly UploadedLine[]; candidates: readonly OrderCandidate[]; asOf: string },
): Map<string, number> {
  const shown = new Set(uploaded.map(({ orderId, sku }) => keyOf(orderId, sku)));
  const needs = new Map(candidates.map(({ sku, need }) => [sku, need]));
  const pending = new Map<string, number>();
  for (const order of orders) {
    if (order.status !== 'approved' && order.status !== 'exported') continue;
    if (asOf > addDays(order.expectedArrival, FORGOTTEN_DAYS)) continue;
    for (const { sku, units } of order.lines) {
      const need = needs.get(sku);
      const counted =
        need?.stockAsOf !== undefined &&
        need.stockAsOf !== null &&
        need.stockAsOf > order.orderDate &&
        need.onOrder >= units;
      if (units > 0 && !counted && !shown.has(keyOf(order.id, sku)))
        pending.set(sku, (pending.get(sku) ?? 0) + units);
    }
  }
  return pending;
}

const keyOf = (orderId: string, sku: string) => JSON.stringify([orderId, sku]);

/** An order is over when everything came, or this long after its expected arrival. */
const CLOSED_DAYS = 90;

/**
 * Hold an order against what the uploads say came of it.
 *
 * @returns the order with its arrivals, `received` once all has come or three months after its expected arrival; the very
 * same where no upload shows it
 */
export function withArrivals(
  order: PurchaseOrder,
  uploaded: readonly UploadedLine[],
  asOf: string,
): PurchaseOrder {
  const rows = uploaded.filter(({ orderId }) => orderId === order.id);
  const isOver = asOf > addDays(order.expectedArrival, CLOSED_DAYS);
  if (rows.length === 0) return isOver ? { ...order, status: 'received' } : order;
  const arrivals = order.lines
    .filter(({ units }) => units > 0)
    .map((line): Arrival => {
      const own = rows.filter(({ sku }) => sku === line.sku);
      const receivedUnits = own.reduce((sum, row) => sum + row.receivedUnits, 0);
      const receivedOn = own.reduce<string | null>(
        (last, row) =>
          row.receivedOn !== null && (last === null || row.receivedOn > last) ? row.receivedOn : last,
        null,
      );
      return {
        sku: line.sku,
        orderedUnits: line.units,
        receivedUnits,
        receivedOn,
        lateDays: receivedOn === null ? null : daysBetween(order.expectedArrival, receivedOn),
      };
    });
  const all = arrivals.every(({ orderedUnits, receivedUnits }) => receivedUnits >= orderedUnits);
  return { ...order, arrivals, status: all || isOver ? 'received' : order.status };
}
