import * as z from 'zod/mini';
import { problemSchema } from './api-problem.ts';
import { recommendationSchema } from './recommendation.ts';
import { askedFigures } from './recommendation-query.ts';
import { LONGEST_NAME } from './route.ts';

/** SKUs that are asked about at once. */
const MOST_SKUS = 100;

/** Many questions of one market, each as that of one SKU; the same SKU may be asked about for several buyers. */
export const recommendationsRequestSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        sku: z.string().check(z.minLength(1), z.maxLength(LONGEST_NAME)),
        ...askedFigures,
      }),
    )
    .check(z.minLength(1), z.maxLength(MOST_SKUS)),
});
export type RecommendationsRequest = z.infer<typeof recommendationsRequestSchema>;

/** Everything is said in the body. */
export const recommendationsQuerySchema = z.strictObject({});

/** The answers in the order of the questions. */
export const recommendationsAnswerSchema = z.object({
  answered: z.int(),
  refused: z.int(),
  items: z.array(
    z.object({
      sku: z.string(),
      /** As that of one SKU; absent where there is none. */
      recommendation: z.optional(recommendationSchema),
      /** Why there is none: the other items are answered all the same. */
      problem: z.optional(problemSchema),
    }),
  ),
});
export type RecommendationsAnswer = z.infer<typeof recommendationsAnswerSchema>;
