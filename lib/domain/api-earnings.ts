import * as z from 'zod/mini';
import { pageQuery } from './api-page.ts';
import { yearEarningsSchema } from './earnings.ts';
import { earningsLineSchema, monthEarningsSchema, monthSchema } from './earnings-month.ts';
import { languages } from './language.ts';
import { marketName } from './market.ts';

const month = monthSchema.check(z.describe('A month that has begun: `2026-10`.'));

/** Which month; the newest that was stated where none is named. */
export const earningsQuerySchema = z.strictObject({ month: z.optional(month) });

/** Which month, and in which language its words are. */
export const earningsPictureQuerySchema = z.strictObject({
  month: z.optional(month),
  language: z.optional(
    z
      .enum(languages)
      .check(z.describe('Of its words; by `Accept-Language` where it is left out, else English.')),
  ),
});

/** Which month's lines. */
export const earningsLinesQuerySchema = z.strictObject({ month, cursor: pageQuery.cursor });

/** What one market earned: amounts are in its own currency. */
export const marketEarningsSchema = z.object({
  market: marketName,
  name: z.string(),
  currency: z.string(),
  /** The last twelve months replayed; `null` before the first night that did. */
  year: z.nullable(yearEarningsSchema),
  month: monthEarningsSchema,
});
export type MarketEarnings = z.infer<typeof marketEarningsSchema>;

/** The statement of the markets at home in this region; nothing is converted or added up across currencies. */
export const earningsViewSchema = z.object({ month: monthSchema, items: z.array(marketEarningsSchema) });
export type EarningsView = z.infer<typeof earningsViewSchema>;

/** A page of the decisions that a month is traced to. */
export const earningsPageSchema = z.object({
  items: z.array(earningsLineSchema),
  cursor: z.optional(z.string()),
});
