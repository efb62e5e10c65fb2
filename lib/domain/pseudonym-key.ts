import * as z from 'zod/mini';

/**
 * Which key made the pseudonyms that a merchant's stores hold. The secret may hold a newer one for weeks: until the change to it is
 * asked for, everything that is written goes on under this one.
 */
export const pseudonymKeySchema = z.object({
  /** The version that new rows are written under. */
  version: z.int(),
  /** Tells whether the key of the marks is still the one that the marks of erased buyers were made with. */
  marksCheck: z.string(),
  /** While stores still hold pseudonyms of the version before: that version, and the request that changes them. */
  changing: z.optional(z.object({ from: z.int(), request: z.string() })),
});
export type PseudonymKey = z.infer<typeof pseudonymKeySchema>;
