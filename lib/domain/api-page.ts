import * as z from 'zod/mini';

/** What every list takes: up to 200 items, and where the page before ended. */
export const pageQuery = {
  limit: z.optional(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(200))),
  cursor: z.optional(z.string().check(z.maxLength(2000))),
};

/** Items of a page when the caller does not say. */
export const DEFAULT_PAGE_ITEMS = 50;

export const pageQuerySchema = z.strictObject(pageQuery);

/** A page of a list; `cursor` opens the next one and is absent on the last. */
export const pageOf = <Schema extends z.ZodMiniType>(item: Schema) =>
  z.object({ items: z.array(item), cursor: z.optional(z.string()) });
