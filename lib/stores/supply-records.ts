import * as z from 'zod/mini';
import { isoDate, parseAs } from '../domain/index.ts';
import { AT_LOCATION, placeOf } from './at-location.ts';
import { NEWEST_FIRST } from './lake-current.ts';
import type { Lake } from './lake-session.ts';

/** How a supplier has delivered to a location over a year, in counts and units. */
export type SupplyRecord = z.infer<typeof supplyRecordSchema>;
/** What uploads say of one SKU of one order. Units; `receivedOn` is the last receipt's. */
export type UploadedOrderLine = z.infer<typeof orderLineSchema>;
/** The newest uploaded rate of a pair of currencies. */
export type NewestRate = z.infer<typeof rateSchema>;

/** Everything of a location's supply that drafting orders needs. */
export type LocationSupply = {
  records: SupplyRecord[];
  lines: UploadedOrderLine[];
  rates: NewestRate[];
};

const supplyRecordSchema = z.object({
  supplier: z.string(),
  judgedLines: z.int(),
  onTimeLines: z.int(),
  meanLatenessDays: z.nullable(z.number()),
  dueUnits: z.number(),
  missingUnits: z.number(),
  overdueLines: z.int(),
});
const orderLineSchema = z.object({
  orderId: z.string(),
  sku: z.string(),
  units: z.number(),
  receivedUnits: z.number(),
  receivedOn: z.nullable(isoDate),
});
const rateSchema = z.object({ base: z.string(), quote: z.string(), rate: z.number(), date: isoDate });

const RECORD_DAYS = 365;

const ROWS = `SELECT rows.*, coalesce(rows.supplier, products.supplier) AS delivers,
      received_on IS NOT NULL AND received_on <= CAST($asOf AS DATE) AS is_received,
      due_on IS NOT NULL AND due_on <= CAST($asOf AS DATE) AS is_due
    FROM (
      SELECT order_id, sku, quantity, ordered_on, due_on, received_on, supplier, location, file_market FROM all_purchase_orders
      QUALIFY row_number() OVER (PARTITION BY order_id, line_key ORDER BY ${NEWEST_FIRST}) = 1
    ) rows LEFT JOIN (SELECT sku, supplier FROM products) products ON products.sku = rows.sku
    WHERE ${AT_LOCATION} AND coalesce(ordered_on <= CAST($asOf AS DATE), true)`;

const RECORDS = `WITH placed AS (${ROWS})
  SELECT delivers AS supplier,
    CAST(count(*) FILTER (is_received AND due_on IS NOT NULL) AS INTEGER) AS "judgedLines",
    CAST(count(*) FILTER (is_received AND received_on <= due_on) AS INTEGER) AS "onTimeLines",
    avg(greatest(received_on - due_on, 0)) FILTER (is_received AND due_on IS NOT NULL) AS "meanLatenessDays",
    coalesce(sum(quantity) FILTER (is_due), 0) AS "dueUnits",
    coalesce(sum(quantity) FILTER (is_due AND NOT is_received), 0) AS "missingUnits",
    CAST(count(*) FILTER (is_due AND NOT is_received) AS INTEGER) AS "overdueLines"
  FROM placed
  WHERE delivers IS NOT NULL AND coalesce(received_on, due_on, ordered_on) > CAST($asOf AS DATE) - ${RECORD_DAYS}
  GROUP BY delivers ORDER BY delivers`;

const LINES = `WITH placed AS (${ROWS})
  SELECT order_id AS "orderId", sku, sum(quantity) AS units,
    coalesce(sum(quantity) FILTER (is_received), 0) AS "receivedUnits",
    strftime(max(received_on) FILTER (is_received), '%Y-%m-%d') AS "receivedOn"
  FROM placed WHERE list_contains(string_split($orders, chr(10)), order_id)
  GROUP BY order_id, sku ORDER BY order_id, sku`;

const RATES = `SELECT base, quote, arg_max(rate, date) AS rate, strftime(max(date), '%Y-%m-%d') AS date
  FROM rates WHERE date <= CAST($asOf AS DATE) GROUP BY base, quote ORDER BY base, quote`;

/**
 * Read how suppliers have delivered to a location, what has come of certain orders, and the rates that were uploaded.
 *
 * @param lake - with `all_purchase_orders` of every market that the location serves, `products` and `rates`
 * @param orders - ids of the orders that are asked for
 */
export async function readLocationSupply(
  { run }: Pick<Lake, 'run'>,
  {
    asOf,
    location,
    markets,
    orders,
  }: { asOf: string; location: string; markets: readonly string[]; orders: readonly string[] },
): Promise<LocationSupply> {
  const place = { ...placeOf(location, markets), asOf };
  const lines = await run(LINES, { ...place, orders: orders.join('\n') });
  return {
    records: parseAs(z.array(supplyRecordSchema), await run(RECORDS, place), 'the suppliers'),
    lines: parseAs(z.array(orderLineSchema), lines, 'the purchase orders'),
    rates: parseAs(z.array(rateSchema), await run(RATES, { asOf }), 'the rates'),
  };
}
