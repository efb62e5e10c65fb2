import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { marketName } from './market.ts';
import { ruleTerms, tradeRulesSchema } from './trade-rules.ts';

/** Where a value comes from: an exception for the SKU or the market's own, the merchant's for all markets, or Tradewind's. */
export const ruleSources = ['market', 'merchant', 'default'] as const;
export type RuleSource = (typeof ruleSources)[number];

/** One term as the next run takes it, for a SKU that no exception is for. */
const effectiveTermSchema = z.object({
  term: z.enum(ruleTerms),
  /** As in `rules`; `null` where nothing is set and no one number stands for it: the text says what holds. */
  value: z.nullable(z.unknown()),
  source: z.enum(ruleSources),
  /** The value in words. */
  text: z.string(),
});
export type EffectiveTerm = z.infer<typeof effectiveTermSchema>;

/** A merchant's rules as the API shows them; the answer's `ETag` is what `If-Match` must name to change them. */
export const tradeRulesViewSchema = z.object({
  /** `null`: the merchant's for all markets of this region. */
  market: z.nullable(marketName),
  /** What is set here. */
  rules: tradeRulesSchema,
  /** What the next run goes by. */
  effective: z.array(effectiveTermSchema),
  /** What is set and does not hold, and why. */
  notes: z.array(z.string()),
  /** The client of the token that set them last, and when; `null` where nobody has. */
  author: z.nullable(z.string()),
  changedAt: z.nullable(isoInstant),
});
export type TradeRulesView = z.infer<typeof tradeRulesViewSchema>;
