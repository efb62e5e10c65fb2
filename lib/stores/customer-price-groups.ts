import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { RunSql } from './buyer-aggregates.ts';

const customerRows = z.array(z.object({ customer: z.string(), priceGroup: z.string() }));

/**
 * Read the price group of each customer that the relation `customers` names.
 *
 * @returns pseudonym → group, in order of the pseudonyms; '' where the file gives no group
 */
export async function readPriceGroups(run: RunSql): Promise<Map<string, string>> {
  const rows = await run(
    `SELECT customer, coalesce(price_group, '') AS "priceGroup" FROM customers ORDER BY customer`,
  );
  return new Map(
    parseAs(customerRows, rows, 'the price groups').map(({ customer, priceGroup }) => [customer, priceGroup]),
  );
}
