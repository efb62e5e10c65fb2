import { type PurchaseOrder, type PurchaseOrderLine, purchaseOrderKeys } from '../../lib/domain/index.ts';
import {
  amountCell,
  type ExportFile,
  type PurchaseOrderTable,
  pagesOf,
  priceCell,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type PurchaseOrderSources = { purchaseOrders: Pick<PurchaseOrderTable, 'query'> };

/** Orders are large: a page of this many is held at a time. */
const PAGE_ORDERS = 50;

/** Write the lines of every purchase order that serves the market, whatever its state. */
export async function writePurchaseOrderLines(
  { purchaseOrders }: PurchaseOrderSources,
  { merchant, market: { market }, asked, directory }: ExportTask,
): Promise<ExportFile> {
  const prefix = purchaseOrderKeys.order('', '').sk;
  const lines = async function* () {
    for await (const page of pagesOf(purchaseOrders, merchant, { prefix, limit: PAGE_ORDERS }))
      for (const { value: order } of page)
        if (order.markets.includes(market)) for (const line of order.lines) yield { order, line };
  };
  return writeRows({ sources: lines(), columns: orderLineColumns, format: asked.format, directory });
}

type Shown = { order: PurchaseOrder; line: PurchaseOrderLine };

/** The columns of `purchase_orders`: the order's, then the line's. Units, unless a name says otherwise. */
export const orderLineColumns: readonly TakenColumn<Shown>[] = [
  ['order', 'text', ({ order }) => order.id],
  ['status', 'text', ({ order }) => order.status],
  ['location', 'text', ({ order }) => order.location],
  ['supplier', 'text', ({ order }) => order.supplier],
  ['order_date', 'date', ({ order }) => order.orderDate],
  ['next_order_date', 'date', ({ order }) => order.nextOrderDate],
  ['expected_arrival', 'date', ({ order }) => order.expectedArrival],
  ['sku', 'text', ({ line }) => line.sku],
  ['name', 'text', ({ line }) => line.name],
  ['units', 'number', ({ line }) => line.units],
  ['packs', 'count', ({ line }) => line.packs],
  ['unit_cost', 'price', ({ line }) => priceCell(line.unitCost)],
  ['value', 'amount', ({ line }) => amountCell(line.value)],
  ['currency', 'text', ({ order }) => order.currency],
  ['proposed_units', 'number', ({ line }) => line.proposedUnits],
  ['filler_units', 'number', ({ line }) => line.fillerUnits],
  ['urgency', 'text', ({ line }) => line.urgency],
  ['cover_days', 'number', ({ line }) => line.coverDays],
  ['saves_now', 'amount', ({ line }) => amountCell(line.savesNow)],
  ['saves_now_currency', 'text', ({ line }) => line.savesNow?.currency],
  ['on_hand', 'number', ({ line }) => line.ground.onHand],
  ['on_order', 'number', ({ line }) => line.ground.onOrder],
  ['pending_units', 'number', ({ line }) => line.ground.pendingUnits],
  ['reorder_point', 'number', ({ line }) => line.ground.reorderPoint],
  ['order_up_to', 'number', ({ line }) => line.ground.orderUpTo],
  ['demand_per_day', 'number', ({ line }) => line.ground.dailyDemand],
  ['lead_time_days', 'number', ({ line }) => line.ground.leadTimeDays],
  ['stock_out_date', 'date', ({ line }) => line.ground.stockOutDate],
  ['edited_from', 'number', ({ line }) => line.edited?.from],
  ['edited_why', 'text', ({ line }) => line.edited?.reason],
  ['as_of', 'date', ({ order }) => order.asOf],
];
