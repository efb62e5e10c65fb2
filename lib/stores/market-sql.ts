import type { Database } from './lake-database.ts';

/** Runs SQL over the lake, by row or by column. */
export type MarketSql = Pick<Database, 'run' | 'columns'>;

/** The days that an analysis covers, both ends included. */
export type Window = { asOf: string; from: string };

/**
 * What counts. A cancelled line that comes as a row of its own (negative quantity) undoes demand and revenue on its date;
 * one cancelled in place (positive quantity) never counted. A return lowers revenue and leaves demand as it was.
 */
export const COUNTED = `NOT (kind = 'cancelled' AND quantity > 0) AND ordered_on <= CAST($asOf AS DATE)`;

/** What counts from the first day of the window on. */
export const IN_WINDOW = `${COUNTED} AND ordered_on >= CAST($from AS DATE)`;

/** Revenue of a group; exact up to 2^53 minor units. */
export const NET = `CAST(coalesce(sum(amount_minor), 0) AS DOUBLE)`;

/** Who bought: a customer, or an order without one as a buyer of its own. */
export const BUYER = `coalesce(customer, concat('order ', order_id))`;

/** Units of what counts, returns aside; as decimals, whose sum is the same in any order. */
export const UNITS = `CAST(coalesce(sum(CAST(quantity AS DECIMAL(18, 6))) FILTER (WHERE kind <> 'return'), 0) AS DOUBLE)`;
