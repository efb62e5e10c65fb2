import * as z from 'zod/mini';
import { isoDate, parseAs } from '../domain/index.ts';
import { AT_LOCATION, placeOf } from './at-location.ts';
import { NEWEST_FIRST } from './lake-current.ts';
import type { Lake } from './lake-session.ts';

/** A SKU that is out of stock. */
export type Shortage = {
  /** The next day on which an order to a supplier is due; absent where none is. */
  suppliedOn?: string;
};

/** A count of 0 is believed for so long, as in planning: many exports leave out what they don't have. */
const COUNT_CARRY_DAYS = 7;

const SHORTAGES_SQL = `
  WITH counts AS (
    SELECT sku, as_of, on_hand - coalesce(reserved, 0) AS available FROM all_stock
    WHERE ${AT_LOCATION} AND as_of <= CAST($asOf AS DATE)
    QUALIFY row_number() OVER (PARTITION BY sku ORDER BY as_of DESC, ${NEWEST_FIRST}) = 1
  ), due AS (
    SELECT sku, min(due_on) AS due_on FROM (
      FROM all_purchase_orders
      QUALIFY row_number() OVER (PARTITION BY order_id, line_key ORDER BY ${NEWEST_FIRST}) = 1
    )
    WHERE ${AT_LOCATION} AND coalesce(ordered_on <= CAST($asOf AS DATE), true) AND due_on > CAST($asOf AS DATE)
      AND coalesce(received_on > CAST($asOf AS DATE), true) AND quantity > 0
    GROUP BY sku
  )
  SELECT counts.sku AS sku, strftime(due_on, '%Y-%m-%d') AS "suppliedOn"
  FROM counts LEFT JOIN due ON due.sku = counts.sku
  WHERE available <= 0 AND as_of >= CAST($asOf AS DATE) - ${COUNT_CARRY_DAYS}
  ORDER BY counts.sku`;

const rows = z.array(z.object({ sku: z.string(), suppliedOn: z.nullable(isoDate) }));

/**
 * Read which SKUs a location has none of, as of a date: by the latest count, less what is reserved; one older than 7 days says
 * nothing, and a SKU never counted is taken to be there.
 *
 * @param lake - with the relations `all_stock` and `all_purchase_orders` of every market that the location serves
 * @param markets - those markets
 */
export async function readShortages(
  { run }: Pick<Lake, 'run'>,
  { asOf, location, markets }: { asOf: string; location: string; markets: readonly string[] },
): Promise<ReadonlyMap<string, Shortage>> {
  const place = { ...placeOf(location, markets), asOf };
  const read = parseAs(rows, await run(SHORTAGES_SQL, place), 'the stock');
  return new Map(read.map(({ sku, suppliedOn }) => [sku, suppliedOn === null ? {} : { suppliedOn }]));
}
