import * as z from 'zod/mini';
import { queryNumber } from './query-number.ts';

/** Items of a page when the caller does not say. */
export const DEFAULT_PAGE_ITEMS = 50;

/** What every list takes: up to 200 items, and where the page before ended. */
export const pageQuery = {
  limit: queryNumber(
    z
      .int()
      .check(
        z.gte(1),
        z.lte(200),
        z.describe(`Items of the page; ${DEFAULT_PAGE_ITEMS} where it is left out.`),
      ),
  ),
  cursor: z.optional(
    z
      .string()
      .check(
        z.maxLength(2000),
        z.describe(
          'Where the page before ended: its `cursor`. Opaque, and good for this list and this caller alone.',
        ),
      ),
  ),
};

export const pageQuerySchema = z.strictObject(pageQuery);

/** A page of a list; `cursor` opens the next one and is absent on the last. */
export const pageOf = <Schema extends z.ZodMiniType>(item: Schema) =>
  z.object({ items: z.array(item), cursor: z.optional(z.string()) });
