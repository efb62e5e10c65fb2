import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { Lake } from './lake-session.ts';

/** Each identified buyer's order days: flat columns, sorted by buyer, then day. */
export type OrderDayRows = {
  customers: string[];
  /** [customers + 1]: rows of customer c are start[c] … start[c + 1] − 1. */
  start: Int32Array;
  /** [rows] days since 1970-01-01. */
  day: Int32Array;
  /** [rows] what was ordered that day, in minor units, cancellations and returns not taken off. */
  amountMinor: Float64Array;
};

const ORDER_DAYS_SQL = `
  SELECT customer, CAST(ordered_on - DATE '1970-01-01' AS INTEGER) AS day, CAST(sum(amount_minor) AS DOUBLE) AS amount
  FROM order_lines
  WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE)
  GROUP BY customer, ordered_on ORDER BY customer, ordered_on`;

const orderDayColumns = z.object({
  customer: z.array(z.string()),
  day: z.array(z.int()),
  amount: z.array(z.number()),
});

/** Read each identified buyer's order days from the relation `order_lines`, up to a date. */
export async function readOrderDays({ columns }: Pick<Lake, 'columns'>, asOf: string): Promise<OrderDayRows> {
  const read = parseAs(orderDayColumns, await columns(ORDER_DAYS_SQL, { asOf }), 'the order days');
  const customers: string[] = [];
  const start: number[] = [];
  read.customer.forEach((customer, row) => {
    if (customer === customers.at(-1)) return;
    customers.push(customer);
    start.push(row);
  });
  return {
    customers,
    start: Int32Array.from([...start, read.customer.length]),
    day: Int32Array.from(read.day),
    amountMinor: Float64Array.from(read.amount),
  };
}
