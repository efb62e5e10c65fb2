import * as z from 'zod/mini';

/** An error as the HTTP API tells it: RFC 9457, `application/problem+json`. */
export const problemSchema = z.object({
  /** `urn:tradewind:problem:` and a code that does not change. */
  type: z.string(),
  title: z.string(),
  status: z.int().check(z.gte(400), z.lte(599)),
  detail: z.string(),
  /** The path that was asked for. */
  instance: z.string(),
  /** On 422: each place that does not fit, as a JSON pointer into `/query`, `/path` or the body. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});
export type Problem = z.infer<typeof problemSchema>;
