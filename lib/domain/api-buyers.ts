import * as z from 'zod/mini';
import { pageOf, pageQuery } from './api-page.ts';
import { buyerInterestSchema } from './buyer-interest.ts';
import { isoDate } from './calendar.ts';
import { languageQuery } from './language.ts';
import { productOfferSchema } from './product-offer.ts';
import { purchasePredictionSchema } from './purchase-prediction.ts';
import { buyerSchema, unsegmentedCustomerSchema } from './segment.ts';
import { LIST_BUYERS, SKU_LIST_BUYERS, targetOrders, targetSchema } from './target-list.ts';

/** What stands on a buyer's page beside what is known of it. */
const beside = {
  /** The merchant's own code of the customer: only for a token with the scope `identify`. */
  customerCode: z.optional(z.string()),
  prediction: z.optional(purchasePredictionSchema),
  /** What to offer next, the first first. */
  offers: z.array(productOfferSchema),
  /** Absent where it neither looked at anything nor was quoted, or nothing of that is uploaded. */
  interest: z.optional(buyerInterestSchema),
};

/** One buyer as the API shows it; `unsegmented` where it has not ordered yet or the market has too few buyers for segments. */
export const buyerViewSchema = z.union([
  z.extend(unsegmentedCustomerSchema, beside),
  z.extend(buyerSchema, beside),
]);
export type BuyerView = z.infer<typeof buyerViewSchema>;

const name = z.string().check(z.minLength(1), z.maxLength(200));

/** Which of a market's buyers to list, and in which order. */
export const targetQuerySchema = z.strictObject({
  ...pageQuery,
  ...languageQuery,
  segment: z.optional(name.check(z.describe('Only buyers of this segment.'))),
  sku: z.optional(
    name.check(
      z.describe(
        `Only buyers to whom this SKU is to be offered, with the reason: the ${SKU_LIST_BUYERS} to whom it matters most, which \`segment\` and \`order\` then choose from.`,
      ),
    ),
  ),
  order: z.optional(
    z
      .enum(targetOrders)
      .check(
        z.describe(
          `\`spend\`: most expected spend in 90 days first, as where it and \`sku\` are left out. \`chance\`: likeliest to order within 30 days first. \`due\`: next to order first. \`risk\`: most value at risk of leaving first. A list ends after ${LIST_BUYERS} buyers.`,
        ),
      ),
  ),
});

/** One buyer to act on as the API shows it. */
export const targetViewSchema = z.extend(targetSchema, {
  /** The merchant's own code of the customer: only for a token with the scope `identify`. */
  customerCode: z.optional(z.string()),
  segmentName: z.optional(z.string()),
});
export type TargetView = z.infer<typeof targetViewSchema>;

/** A page of buyers to act on, and the night that chose them. */
export const targetPageSchema = z.extend(pageOf(targetViewSchema), {
  /** Empty where no night has been yet. */
  runId: z.string(),
  asOf: isoDate,
  /** Buyers that belong in the list, those beyond its end among them. */
  buyers: z.int(),
  /** What is missing where the list is empty for lack of it, as `detail` says in words. */
  missing: z.array(z.string()),
  detail: z.optional(z.string()),
});
export type TargetPage = z.infer<typeof targetPageSchema>;
