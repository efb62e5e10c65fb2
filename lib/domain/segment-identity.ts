import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

/** What became of a segment since the segmentation before. */
export const segmentChangeSchema = z.object({
  kind: z.enum(['split', 'merge', 'birth', 'death']),
  /** The segment that is new (`split`, `birth`) or gone (`merge`, `death`). */
  segment: z.string(),
  /** The one that it came from or went into. */
  other: z.optional(z.string()),
  /** In words and numbers. */
  text: z.string(),
});
export type SegmentChange = z.infer<typeof segmentChangeSchema>;

/** How many buyers went from one segment to another; `from` is `null` for those that had none before. */
export const segmentMovesSchema = z.object({ from: z.nullable(z.string()), to: z.string(), buyers: z.int() });
export type SegmentMoves = z.infer<typeof segmentMovesSchema>;

/** A buyer's newest move from one segment to another. */
export const buyerMoveSchema = z.object({
  on: isoDate,
  from: z.string(),
  to: z.string(),
  /** In the figures that changed: `orders every 62 instead of 31 days`. */
  why: z.string(),
});
export type BuyerMove = z.infer<typeof buyerMoveSchema>;
