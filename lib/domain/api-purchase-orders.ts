import * as z from 'zod/mini';
import { pageQuery } from './api-page.ts';
import { purchaseOrderStates, unplacedOrdersSchema } from './purchase-order.ts';

/** Largest quantity that is believed of one line, as of one upload's row. */
const MOST_UNITS = 1e9;
const reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const name = z.string().check(z.minLength(1), z.maxLength(200));

/** Which purchase orders are listed; all by default. */
export const purchaseOrderQuerySchema = z.strictObject({
  ...pageQuery,
  status: z.optional(z.enum(purchaseOrderStates).check(z.describe('Only orders of this state.'))),
  location: z.optional(name.check(z.describe('Only orders for this location.'))),
  supplier: z.optional(name.check(z.describe('Only orders to this supplier.'))),
});

/** One change of a line: its units from now on, 0 to drop it, `null` to take earlier changes back. */
export const lineChangeSchema = z.strictObject({
  sku: name,
  units: z.nullable(z.number().check(z.gte(0), z.lte(MOST_UNITS))),
  /** Why: who reads the order next month will ask. */
  reason,
});
export type LineChange = z.infer<typeof lineChangeSchema>;

/** What a person does with a purchase order: change lines of a draft, approve it, or call it off. */
export const purchaseOrderChangeSchema = z
  .strictObject({
    lines: z.optional(z.array(lineChangeSchema).check(z.minLength(1), z.maxLength(500))),
    status: z.optional(z.enum(['approved', 'cancelled'])),
  })
  .check(
    z.refine(
      ({ lines, status }) => lines !== undefined || status !== undefined,
      'must have lines, a status or both',
    ),
    z.refine(({ lines = [] }) => new Set(lines.map(({ sku }) => sku)).size === lines.length, {
      path: ['lines'],
      error: 'name a SKU more than once',
    }),
  );
export type PurchaseOrderChange = z.infer<typeof purchaseOrderChangeSchema>;

/** SKUs that no draft can hold, by location. */
export const unplacedOrdersAnswerSchema = z.object({ items: z.array(unplacedOrdersSchema) });
