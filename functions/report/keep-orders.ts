import { isDeepStrictEqual } from 'node:util';
import {
  type OrderNight,
  orderNamePart,
  type PurchaseOrder,
  purchaseOrderKeys,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import type { DraftOrder } from '../../lib/operations/index.ts';
import type { PurchaseOrderTable } from '../../lib/stores/index.ts';

type Orders = Pick<PurchaseOrderTable, 'get' | 'putNew' | 'replace'>;

/**
 * Store a location's drafts over those that are open: one a supplier and currency, its name kept; a draft that nothing asks
 * for any more expires. What is the same is not written, so that its version stays what a person has read.
 *
 * @param stored - the location's orders as they were read
 * @param arrived - placed orders with what has come of them
 * @returns `overtaken` when an order was changed since it was read: all must be read again
 */
export async function keepOrders(
  orders: Orders,
  merchant: string,
  {
    stored,
    drafts,
    arrived,
  }: {
    stored: readonly PurchaseOrder[];
    drafts: readonly DraftOrder[];
    arrived: readonly PurchaseOrder[];
  },
): Promise<'kept' | 'overtaken'> {
  const byId = new Map(stored.map((order) => [order.id, order]));
  const open = stored.filter(({ status }) => status === 'draft');
  const updated = drafts.map((draft): PurchaseOrder => {
    const before = open.find(
      ({ supplier, currency }) => supplier === draft.supplier && currency === draft.currency,
    );
    return { ...draft, id: before?.id ?? newId(draft, byId), status: 'draft' };
  });
  const kept = new Set(updated.map(({ id }) => id));
  const expired = open
    .filter(({ id }) => !kept.has(id))
    .map((order): PurchaseOrder => ({ ...order, status: 'expired' }));
  for (const order of [...updated, ...expired, ...arrived])
    if (!(await keepOne(orders, merchant, order, byId.get(order.id)))) return 'overtaken';
  return 'kept';
}

async function keepOne(
  orders: Orders,
  merchant: string,
  order: PurchaseOrder,
  before: PurchaseOrder | undefined,
): Promise<boolean> {
  if (isDeepStrictEqual(order, before)) return true;
  const key = purchaseOrderKeys.order(merchant, order.id);
  if (before === undefined) return orders.putNew(key, order);
  const current = await orders.get(key, { consistent: true });
  // a person or another night was in between: what they wrote is the ground now
  if (current === undefined || !isDeepStrictEqual(current.value, before)) return false;
  if (isOlder(order.nights, before.nights)) return false;
  return orders.replace(key, order, current.version);
}

/** Whether a night that the stored order rests on is missing, or older, in the new one. */
function isOlder(nights: readonly OrderNight[], before: readonly OrderNight[]): boolean {
  return before.some(({ market, asOf }) => {
    const own = nights.find((night) => night.market === market);
    return own === undefined || own.asOf < asOf;
  });
}

/** Name a new draft for its place, supplier, currency and date; the hash tells apart what a name cannot. */
function newId(
  { location, supplier, currency, asOf }: DraftOrder,
  taken: ReadonlyMap<string, PurchaseOrder>,
): string {
  const hash = seedFrom(0, location, supplier, currency).toString(36);
  const parts = [location, supplier, currency, asOf.replaceAll('-', ''), hash];
  const name = parts.map((part) => orderNamePart(part)).join('-');
  for (let count = 1; ; count++) {
    const id = count === 1 ? name : `${name}-${count}`;
    if (!taken.has(id)) return id;
  }
}
