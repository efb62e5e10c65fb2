import * as z from 'zod/mini';
import { problemSchema } from './api-problem.ts';

/** What became of each outcome, in the order they came in. */
export const outcomesAnswerSchema = z.object({
  counted: z.int(),
  alreadyCounted: z.int(),
  refused: z.int(),
  results: z.array(
    z.object({
      key: z.string(),
      sku: z.string(),
      /** `alreadyCounted`: the same key with the same body was counted before; nothing changed. */
      state: z.enum(['counted', 'alreadyCounted', 'refused']),
      /** The decision that it names is of a policy that a newer one has replaced; it counts all the same. */
      superseded: z.optional(z.boolean()),
      problem: z.optional(problemSchema),
    }),
  ),
});
export type OutcomesAnswer = z.infer<typeof outcomesAnswerSchema>;
