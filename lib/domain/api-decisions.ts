import * as z from 'zod/mini';
import { pageQuery } from './api-page.ts';
import { problemSchema } from './api-problem.ts';
import { limitsDecisionSchema } from './automation.ts';
import { decisionSchema, decisionStates, reasonCodeSchema } from './decision.ts';
import { languageQuery } from './language.ts';
import { marketName } from './market.ts';
import { unitPriceSchema } from './money.ts';
import { queryNumber } from './query-number.ts';

/** Which decisions are listed. */
export const decisionQuerySchema = z.strictObject({
  ...pageQuery,
  ...languageQuery,
  status: z.optional(
    z
      .enum(decisionStates)
      .check(z.describe('Where the decisions stand; `proposed` where it is left out: those that wait.')),
  ),
  market: z.optional(
    marketName.check(
      z.describe(
        'Of this market; where it is left out market after market, since money of two currencies has no order.',
      ),
    ),
  ),
});

/** A decision of a SKU as the API shows it. */
export const skuDecisionViewSchema = z.extend(decisionSchema, {
  version: z.int(),
  /** Why, a sentence each: what was weighed, then the limits that bound. Where a decision is read. */
  why: z.optional(z.array(z.string())),
  /** Where it was asked for by a signed `decisionId`: what that answer proposed, and whether it is this draft. */
  signed: z.optional(
    z.object({
      policyVersion: z.string(),
      price: unitPriceSchema,
      orderUnits: z.number(),
      sameDraft: z.boolean(),
    }),
  ),
});
export type SkuDecisionView = z.infer<typeof skuDecisionViewSchema>;

/** A decision of either kind: of a SKU, or a change of limits. Its `ETag` is the version of the draft. */
export const decisionViewSchema = z.union([skuDecisionViewSchema, limitsDecisionSchema]);
export type DecisionView = z.infer<typeof decisionViewSchema>;

/** Nothing need be said to approve: the draft is named by `If-Match`. */
export const approveRequestSchema = z.strictObject({});

export const rejectRequestSchema = z.strictObject({ reasonCode: reasonCodeSchema });

/** Largest quantity that is believed of one order, as of one upload's row. */
const orderUnits = z
  .number()
  .check(
    z.gte(0),
    z.lte(1e9),
    z.describe('Units to order: whole packs and at least the minimum order, or 0.'),
  );

const changed = {
  price: z.optional(unitPriceSchema.check(z.describe('Another price; within floor, ceiling and step.'))),
  orderUnits: z.optional(orderUnits),
};

/** Another value than the proposed one, and why. */
export const changeRequestSchema = z
  .strictObject({ ...changed, reasonCode: reasonCodeSchema })
  .check(
    z.refine(
      ({ price, orderUnits: units }) => price !== undefined || units !== undefined,
      'must have a price, orderUnits or both',
    ),
  );
export type ChangeRequest = z.infer<typeof changeRequestSchema>;

/** Decisions that one request may hold. */
const MOST_DECISIONS = 100;

/** What is done with many decisions, each judged by itself. */
export const bulkRequestSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        /** Its id, or a signed `decisionId`. */
        decision: z.string().check(z.minLength(1), z.maxLength(4000)),
        /** Of the draft that was read: what `If-Match` says of a single one. */
        version: z.optional(z.int().check(z.positive())),
        action: z.enum(['approve', 'change', 'reject']),
        ...changed,
        /** Needed to change or reject. */
        reasonCode: z.optional(reasonCodeSchema),
      }),
    )
    .check(z.minLength(1), z.maxLength(MOST_DECISIONS)),
});
export type BulkItem = z.infer<typeof bulkRequestSchema>['items'][number];

/** What became of each, in the order they came in. */
export const bulkAnswerSchema = z.object({
  done: z.int(),
  refused: z.int(),
  items: z.array(
    z.object({
      decision: z.string(),
      /** As it is now; absent where it was refused. */
      result: z.optional(decisionViewSchema),
      problem: z.optional(problemSchema),
    }),
  ),
});
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;

/** From where changes are told. */
export const changesQuerySchema = z.strictObject({
  limit: queryNumber(z.int().check(z.gte(1), z.lte(200), z.describe('Changes told at once; 50 by default.'))),
  since: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(2000),
        z.describe('The `since` of the answer before: opaque. Where it is left out, from the beginning.'),
      ),
  ),
});

/** Decisions that changed, oldest change first, each as it is now; ask again with `since`. */
export const changesAnswerSchema = z.object({
  items: z.array(decisionViewSchema),
  /** What to ask with the next time, whether or not there was anything. */
  since: z.string(),
  /** Whether there is more to tell already. */
  more: z.boolean(),
});
export type ChangesAnswer = z.infer<typeof changesAnswerSchema>;

/** Why everything is stopped. */
export const killRequestSchema = z.strictObject({ reasonCode: z.optional(reasonCodeSchema) });
