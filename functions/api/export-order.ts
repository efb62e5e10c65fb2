import * as z from 'zod/mini';
import {
  type CsvCell,
  csvText,
  type PurchaseOrder,
  type PurchaseOrderLine,
  parseStored,
  type Upload,
} from '../../lib/domain/index.ts';
import type { UploadTable } from '../../lib/stores/index.ts';

/** How a merchant's own files of purchase orders look: which column has which name, and how numbers are written. */
export type OrderLayout = {
  /** Canonical column and its name in the file, in the file's order. */
  columns: readonly (readonly [canonical: string, name: string])[];
  delimiter: string;
  decimalMark: '.' | ',';
};

const CANONICAL: OrderLayout = {
  columns: ['order_id', 'sku', 'quantity', 'ordered_on', 'due_on', 'location', 'supplier', 'unit_cost'].map(
    (column) => [column, column] as const,
  ),
  delimiter: ',',
  decimalMark: '.',
};

/** Uploads looked through for one of purchase orders, the newest first. */
const MOST_UPLOADS = 200;

const layoutSchema = z.array(z.tuple([z.string(), z.string()]));

/**
 * Read the layout of the merchant's newest accepted purchase orders: names and order of columns, delimiter, decimal mark. Where
 * there are none among the newest 200 uploads, or they lack what an order needs, it is the canonical one.
 */
export async function readLayout(
  uploads: Pick<UploadTable, 'query'>,
  merchant: string,
): Promise<OrderLayout> {
  const { items } = await uploads.query(merchant, { descending: true, limit: MOST_UPLOADS });
  const own = items
    .map(({ value }) => value)
    .find(
      ({ kind, state, reading }) =>
        kind === 'purchase_orders' && isTaken(state) && reading?.layout !== undefined,
    );
  const reading = own?.reading;
  if (reading?.layout === undefined) return CANONICAL;
  const columns = parseStored(layoutSchema, reading.layout, 'the layout of an upload');
  const known = new Set(columns.map(([canonical]) => canonical));
  if (!['order_id', 'sku', 'quantity'].every((needed) => known.has(needed))) return CANONICAL;
  const delimiter = reading.delimiter === 'tab' ? '\t' : (reading.delimiter ?? ',');
  return { columns, delimiter, decimalMark: reading.decimalMark === ',' ? ',' : '.' };
}

const isTaken = (state: Upload['state']) => state === 'accepted' || state === 'partlyAccepted';

/** Write an order's lines as a file that can be uploaded again as `purchase_orders`, and says the same. */
export function exportOrder(order: PurchaseOrder, { columns, delimiter, decimalMark }: OrderLayout): string {
  const rows = order.lines
    .filter(({ units }) => units > 0)
    .map((line) => columns.map(([canonical]) => cellOf(order, line, canonical, decimalMark)));
  return csvText(
    columns.map(([, name]) => name),
    rows,
    delimiter,
  );
}

function cellOf(
  order: PurchaseOrder,
  { sku, units, unitCost }: PurchaseOrderLine,
  canonical: string,
  decimalMark: '.' | ',',
): CsvCell {
  const decimal = (text: string) => text.replace('.', decimalMark);
  switch (canonical) {
    case 'order_id':
      return order.id;
    case 'sku':
      return sku;
    case 'quantity':
      return decimal(String(units));
    case 'ordered_on':
      return order.orderDate;
    case 'due_on':
      return order.expectedArrival;
    case 'location':
      return order.location;
    case 'supplier':
      return order.supplier;
    case 'unit_cost':
      return decimal(costText(unitCost.micros));
    default:
      return undefined;
  }
}

/** Millionths as a decimal number, exact, at least two decimals. */
function costText(micros: number): string {
  const digits = String(micros).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${fraction}`;
}
