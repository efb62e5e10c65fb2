import {
  ConflictError,
  NotFoundError,
  type PurchaseOrder,
  type PurchaseOrderChange,
  type PurchaseOrderSummary,
  purchaseOrderKeys,
  purchaseOrderSummarySchema,
} from '../../lib/domain/index.ts';
import { editOrder } from '../../lib/operations/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type {
  DecisionLog,
  PurchaseOrderTable,
  UnplacedOrderTable,
  UploadTable,
} from '../../lib/stores/index.ts';
import { approveOrder, type OrderRights, requireOrderRight } from './approve-order.ts';
import { entityTag, overtaken, requireVersion } from './entity-tag.ts';
import { exportOrder, readLayout } from './export-order.ts';
import { type OrderAct, orderEntry } from './order-entry.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = OrderRights & {
  purchaseOrders: PurchaseOrderTable;
  unplacedOrders: UnplacedOrderTable;
  uploads: Pick<UploadTable, 'query'>;
  log: Pick<DecisionLog, 'append'>;
  cursors: Cursors;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

type PurchaseOrderRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/purchase-orders'
  | 'GET /v1/purchase-orders/{order}'
  | 'PATCH /v1/purchase-orders/{order}'
  | 'GET /v1/purchase-orders/{order}/export'
  | 'GET /v1/unplaced-orders'
>;

/** Show purchase orders, let a person change and approve them, which is logged as decisions are, and hand them over in the ERP's layout. */
export function createPurchaseOrderRoutes(dependencies: Dependencies): PurchaseOrderRoutes {
  const { purchaseOrders, unplacedOrders, log, cursors, now } = dependencies;
  const prefix = purchaseOrderKeys.order('', '').sk;
  return {
    'GET /v1/purchase-orders': ({ caller: { merchant }, query }) => {
      const { status, location, supplier } = query;
      const of = [merchant, 'purchase-orders', JSON.stringify([status, location, supplier])];
      return answerPage<PurchaseOrder, PurchaseOrderSummary>(
        { cursors, of, query },
        (page) => purchaseOrders.query(merchant, { ...page, prefix }),
        (items) =>
          items
            .map(({ value }) => value)
            .filter((order) => status === undefined || order.status === status)
            .filter((order) => location === undefined || order.location === location)
            .filter((order) => supplier === undefined || order.supplier === supplier)
            // an object schema keeps what it names and leaves the lines behind
            .map((order) => purchaseOrderSummarySchema.parse(order)),
      );
    },
    'GET /v1/purchase-orders/{order}': async ({ caller: { merchant }, path }) => {
      const { value, version } = await orderOf(purchaseOrders, merchant, path.order);
      return { body: value, headers: { etag: entityTag(version) } };
    },
    'PATCH /v1/purchase-orders/{order}': async ({ caller, path, body, ifMatch }) => {
      const { value, version } = await orderOf(purchaseOrders, caller.merchant, path.order);
      requireVersion(ifMatch, version);
      const { order, act } = await changed(dependencies, caller, value, body);
      const key = purchaseOrderKeys.order(caller.merchant, value.id);
      const kept =
        act === undefined
          ? await purchaseOrders.replace(key, order, version)
          : await log.append(orderEntry(caller.merchant, { ...act, before: value, after: order, version }), [
              purchaseOrders.writing(key, order, version),
            ]);
      if (kept === false || kept === null) throw overtaken();
      return { body: order, headers: { etag: entityTag(version + 1) } };
    },
    'GET /v1/purchase-orders/{order}/export': async ({ caller, path }) => {
      const { value, version } = await orderOf(purchaseOrders, caller.merchant, path.order);
      const { status } = value;
      if (status !== 'approved' && status !== 'exported' && status !== 'received')
        throw new ConflictError(`the order is ${status}: approve it first`);
      const layout = await readLayout(dependencies.uploads, caller.merchant);
      if (status === 'approved') {
        const exported = { by: caller.person, at: now() };
        // lost to another writer, the download is noted the next time
        const key = purchaseOrderKeys.order(caller.merchant, value.id);
        await purchaseOrders.replace(key, { ...value, status: 'exported', exported }, version);
      }
      const headers = { 'content-disposition': `attachment; filename="${value.id}.csv"` };
      return { body: exportOrder(value, layout), headers };
    },
    'GET /v1/unplaced-orders': async ({ caller: { merchant } }) => {
      const items = await unplacedOrders.queryAll(merchant, {
        prefix: purchaseOrderKeys.unplaced('', '').sk,
      });
      return { body: { items: items.map(({ value }) => value) } };
    },
  };
}

async function orderOf(orders: PurchaseOrderTable, merchant: string, id: string) {
  const stored = await orders.get(purchaseOrderKeys.order(merchant, id), { consistent: true });
  if (stored === undefined) throw new NotFoundError(`there is no purchase order ${id}`);
  return stored;
}

/** @throws ConflictError where the order's state does not allow it, ForbiddenError where the caller may not */
async function changed(
  dependencies: Pick<Dependencies, 'rights' | 'controls' | 'now'>,
  caller: Caller,
  order: PurchaseOrder,
  { lines, status }: PurchaseOrderChange,
): Promise<{ order: PurchaseOrder; act?: Pick<OrderAct, 'event' | 'at' | 'who'> }> {
  const editor = { by: caller.person, at: dependencies.now() };
  const { approvals: _, ...unapproved } = order;
  // what was agreed to was another order
  const edited = lines === undefined ? order : editOrder(unapproved, lines, editor);
  const { at } = editor;
  switch (status) {
    case undefined:
      return { order: edited };
    case 'approved': {
      const { order: approved, who } = await approveOrder(dependencies, caller, edited, at);
      return { order: approved, act: { event: 'approve', at, who } };
    }
    case 'cancelled': {
      if (order.status !== 'approved' && order.status !== 'exported')
        throw new ConflictError(`the order is ${order.status}: only what was approved can be called off`);
      const who = await requireOrderRight(dependencies, caller, order, at);
      return { order: { ...edited, status, cancelled: editor }, act: { event: 'cancel', at, who } };
    }
  }
}
