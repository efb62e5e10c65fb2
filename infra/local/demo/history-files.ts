import { addDays, currencyDigits } from '../../../lib/domain/index.ts';
import { type DemoFile, decimalText, demoFile } from './demo-file.ts';
import { DAYS, dateAt, dates, FIRST_DATE } from './markets.ts';
import { unitCostMicros } from './master-files.ts';
import type { LocationHistory, OrderLine } from './simulate.ts';
import type { MarketWorld } from './world.ts';

/** Columns of the orders files. */
export const ORDER_HEADER = [
  'order_id',
  'line_id',
  'ordered_at',
  'customer_id',
  'sku',
  'quantity',
  'unit_price',
  'currency',
  'status',
  'channel',
];

/** Write a location's stock by day and its orders to suppliers, under the market that keeps its files. */
export function locationFiles({ location, supply, markets }: LocationHistory): DemoFile[] {
  const market = location.filedUnder;
  const keeper = markets.find(({ world }) => world.market.market === market)?.world;
  const header = ['sku', 'as_of', 'on_hand', 'on_order', 'location'];
  return [
    demoFile({ market, kind: 'stock', fileName: `stock-${location.location}.csv` }, header, stockRows()),
    purchaseOrdersFile({ location, supply, markets }, keeper),
  ];

  /** Units at the close of the day: 0 with lines is a day that sold out, 0 without is one that had nothing to sell. */
  function* stockRows(): Generator<(string | number)[]> {
    for (const [day, date] of dates.entries())
      for (const { product, closing, closingOnOrder } of supply.items) {
        const onHand = closing[day] ?? -1;
        if (onHand >= 0) yield [product.sku, date, onHand, closingOnOrder[day] ?? 0, location.location];
      }
  }
}

function purchaseOrdersFile(
  { location, supply }: LocationHistory,
  keeper: MarketWorld | undefined,
): DemoFile {
  const digits = currencyDigits(keeper?.market.currency ?? 'EUR');
  const header = 'order_id,sku,quantity,ordered_on,due_on,received_on,location,supplier,unit_cost';
  const rows = supply.purchaseOrders.map((order) => {
    const cost = keeper ? unitCostMicros(keeper, order.product) : null;
    return [
      order.orderId,
      order.product.sku,
      order.units,
      dateAt(order.orderedDay),
      addDays(FIRST_DATE, order.dueDay),
      order.receivedDay < DAYS ? dateAt(order.receivedDay) : '',
      location.location,
      order.product.supplier,
      cost === null ? '' : decimalText(cost, digits),
    ];
  });
  return demoFile(
    {
      market: location.filedUnder,
      kind: 'purchase_orders',
      fileName: `purchase-orders-${location.location}.csv`,
    },
    header.split(','),
    rows,
  );
}

/**
 * Write a market's order lines, a file for each of the two years.
 *
 * @param asWritten - what the file says of a line, where that differs from what happened
 */
export function orderFiles(
  { market }: MarketWorld,
  lines: readonly OrderLine[],
  asWritten: (line: OrderLine) => OrderLine,
): DemoFile[] {
  const middle = DAYS / 2;
  const years = [
    { fileName: 'orders-2024-07-to-2025-06.csv', from: 0, before: middle },
    { fileName: 'orders-2025-07-to-2026-06.csv', from: middle, before: DAYS },
  ];
  return years.map(({ fileName, from, before }) =>
    demoFile(
      { market: market.market, kind: 'orders', fileName },
      ORDER_HEADER,
      lines
        .filter((line) => line.day >= from && line.day < before)
        .map((line) => orderRow(asWritten(line), market.currency)),
    ),
  );
}

/** Write one order line in the columns of `ORDER_HEADER`; the time is the market's local time. */
export function orderRow(line: OrderLine, currency: string): (string | number)[] {
  return [
    line.orderId,
    line.lineId,
    `${dateAt(line.day)}T${clock(line.minute)}`,
    line.buyer.customerId,
    line.sku,
    line.units,
    decimalText(line.priceMicros, currencyDigits(currency)),
    currency,
    line.status,
    line.buyer.channel,
  ];
}

function clock(minute: number): string {
  return `${`${(minute - (minute % 60)) / 60}`.padStart(2, '0')}:${`${minute % 60}`.padStart(2, '0')}:00`;
}
