import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName } from './market.ts';

/** Why a person ends an alarm: who sees the SKU act by itself again will ask. */
export const driftEndRequestSchema = z.strictObject({
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});

/**
 * An alarm of drift that a person ended: what changed is known, and no reason to hold the SKU back. Days before the change are judged no
 * more, as if the SKU had settled after it.
 */
export const driftEndSchema = z.object({
  sku: z.string(),
  /** First day after the change, as the alarm had it. */
  since: isoDate,
  /** Business date of the night that raised the alarm: it names the alarm, of which a SKU has one at a time. */
  raisedOn: isoDate,
  /** What the alarm said. */
  words: z.string(),
  reason: z.string(),
  /** The person of the token that ended it. */
  author: z.string(),
  endedAt: isoInstant,
});
export type DriftEnd = z.infer<typeof driftEndSchema>;

/** An ended alarm as the API shows it. */
export const driftEndViewSchema = z.object({
  ...driftEndSchema.shape,
  market: marketName,
  /** From when on that holds. */
  text: z.string(),
});
export type DriftEndView = z.infer<typeof driftEndViewSchema>;
