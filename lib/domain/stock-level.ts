import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import type { RecommendationQuery } from './recommendation-query.ts';

/** What a merchant app said is in stock of a SKU, between two stock files. */
export const stockLevelSchema = z.object({
  sku: z.string(),
  onHand: z.number(),
  onOrder: z.optional(z.number()),
  /** When it was counted, and the market's calendar day then. */
  countedAt: isoInstant,
  day: isoDate,
  /** Day of the stock file that was known when it was said; `null` where there was none. */
  fileAsOf: z.nullable(isoDate),
  /** Whether stock would be gone before an order of that day could arrive: told once a day. */
  short: z.boolean(),
});
export type StockLevel = z.infer<typeof stockLevelSchema>;

/**
 * Tell whether a level still stands beside a stock file: until a file of its day or a later one comes that was not known when
 * it was said.
 *
 * @param stockAsOf - day of the newest stock file that a policy knows; `null` for none
 */
export function standsBeside(
  { day, fileAsOf }: Pick<StockLevel, 'day' | 'fileAsOf'>,
  stockAsOf: string | null,
) {
  return stockAsOf === null || day > stockAsOf || (day === stockAsOf && fileAsOf === stockAsOf);
}

/**
 * Fill what a query leaves out of stock from the level last said. The query then stands for the whole state: a decision id that
 * carries it can be replayed without the level.
 *
 * @returns the query as it is where there is no level, or a newer file has come
 */
export function withStockLevel(
  query: RecommendationQuery,
  level: StockLevel | undefined,
  stockAsOf: string | null,
): RecommendationQuery {
  if (level === undefined || !standsBeside(level, stockAsOf)) return query;
  const { onHand = level.onHand, onOrder = level.onOrder } = query;
  return { ...query, onHand, ...(onOrder === undefined ? {} : { onOrder }) };
}
