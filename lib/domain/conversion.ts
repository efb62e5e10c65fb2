import * as z from 'zod/mini';
import { estimateSchema } from './analysis-buyers.ts';
import { isoDate } from './calendar.ts';

const looksSchema = z.object({ looked: z.int(), ordered: z.int(), share: estimateSchema });
const quotesSchema = z.object({ quoted: z.int(), won: z.int(), share: estimateSchema });

/**
 * What becomes of looks at products and of quotes, where those are uploaded. A figure that would rest on fewer than five
 * buyers is `null`, or not listed.
 */
export const conversionSchema = z.object({
  /** First and last day of the first looks that count: each is followed for the 30 days after it. */
  from: isoDate,
  to: isoDate,
  /** Buyers who looked at a product, and those of them who ordered one that they had looked at within 30 days. */
  looks: z.nullable(looksSchema),
  /** Products quoted within a year whose quote has ended, and those of them that were ordered. */
  quotes: z.nullable(quotesSchema),
  /** The products that most buyers looked at: buyers who looked, and who ordered it within 30 days. */
  lookedAt: z.array(z.extend(looksSchema, { sku: z.string() })),
  /** The products that were quoted most. */
  quotedMost: z.array(z.extend(quotesSchema, { sku: z.string() })),
});
export type Conversion = z.infer<typeof conversionSchema>;
