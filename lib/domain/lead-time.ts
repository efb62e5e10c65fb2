import * as z from 'zod/mini';

/** Lead time from order to receipt, and where the figure comes from. */
export const leadTimeSchema = z.object({
  meanDays: z.number().check(z.nonnegative()),
  sdDays: z.number().check(z.nonnegative()),
  source: z.enum(['receipts', 'product', 'supplier', 'assumed']),
  receipts: z.int().check(z.nonnegative()),
});
export type LeadTime = z.infer<typeof leadTimeSchema>;
