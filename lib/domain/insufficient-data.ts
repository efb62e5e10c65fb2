import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

/** The honest answer when there is too little: what is missing, in words and in names. */
export const insufficientDataSchema = z.object({
  kind: z.literal('insufficientData'),
  sku: z.optional(z.string()),
  runId: z.string(),
  asOf: isoDate,
  /** Names of what is missing: `history`, `unit_cost`, `stock`, `orders`, `customer_id`. */
  missing: z.array(z.string()),
  detail: z.string(),
});
export type InsufficientData = z.infer<typeof insufficientDataSchema>;
