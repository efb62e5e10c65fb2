import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName } from './market.ts';
import { moneySchema } from './money.ts';

/** A person, as tokens name them: the claim `sub`. `tradewind` is none. */
export const personSchema = z.string().check(
  z.minLength(1),
  z.maxLength(200),
  z.refine((name) => name !== 'tradewind', 'must be a person: Tradewind approves within its limits alone'),
  z.describe("The subject of the person's token (`sub`)."),
);

/** What may be decided: drafts of prices, of orders, limits of automation, purchase orders. */
export const decisionSubjects = ['price', 'order', 'limits', 'purchaseOrder'] as const;
export type DecisionSubject = (typeof decisionSubjects)[number];

/** What one person may decide; what is left out bounds nothing. */
export const decisionGrantSchema = z.strictObject({
  person: personSchema,
  markets: z.optional(z.array(marketName).check(z.minLength(1), z.maxLength(200))),
  /** Of the product file. */
  categories: z.optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.minLength(1), z.maxLength(500)),
  ),
  /** Largest amount of one decision, an entry a currency: in a currency that has none nothing may be decided. */
  upTo: z.optional(
    z.array(moneySchema).check(
      z.minLength(1),
      z.maxLength(20),
      z.refine(
        (amounts) => new Set(amounts.map(({ currency }) => currency)).size === amounts.length,
        'give one amount a currency',
      ),
    ),
  ),
  subjects: z.optional(z.array(z.enum(decisionSubjects)).check(z.minLength(1))),
});
export type DecisionGrant = z.infer<typeof decisionGrantSchema>;

/** Who stands for whom, from one day to another, both included, by the calendar of UTC. */
export const deputySchema = z
  .strictObject({ person: personSchema, standsFor: personSchema, from: isoDate, to: isoDate })
  .check(
    z.refine(({ from, to }) => from <= to, 'must end on or after its first day'),
    z.refine(({ person, standsFor }) => person !== standsFor, 'nobody stands for themselves'),
  );
export type Deputy = z.infer<typeof deputySchema>;

/** Who may decide what, besides having the scope `decide`. */
export const decisionRightsSchema = z.strictObject({
  /** One of several entries of a person must cover the whole of what is decided. Empty: whoever has the scope may decide. */
  people: z.array(decisionGrantSchema).check(z.maxLength(500)),
  deputies: z._default(z.array(deputySchema).check(z.maxLength(500)), []),
});
export type DecisionRights = z.infer<typeof decisionRightsSchema>;

/** The rights as stored, with who set them. */
export const storedRightsSchema = z.object({
  rights: decisionRightsSchema,
  author: z.string(),
  changedAt: isoInstant,
});
export type StoredRights = z.infer<typeof storedRightsSchema>;

/** The rights as the API shows them. */
export const rightsViewSchema = z.object({
  rights: decisionRightsSchema,
  /** The subject of the token that set them last, and when; `null` where nobody has. */
  author: z.nullable(z.string()),
  changedAt: z.nullable(isoInstant),
});
export type RightsView = z.infer<typeof rightsViewSchema>;
