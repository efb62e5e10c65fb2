import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { boundedMoneySchema, unknownSchema } from './earnings.ts';
import { marketName } from './market.ts';
import { moneySchema } from './money.ts';

/** A month of the calendar, `2026-10`. */
export const monthSchema = z
  .string()
  .check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month: YYYY-MM, such as 2026-10'));

/** What a decision earned in a month. */
export const earningsLineSchema = z.object({
  decision: z.string(),
  sku: z.string(),
  subject: z.optional(z.enum(['price', 'order'])),
  /** First day of the month on which it held, and on how many it did. */
  from: isoDate,
  days: z.int(),
  /** What it was expected to earn on these days, by its own policy. */
  expected: moneySchema,
  /** Its part of what was measured: never more than was expected of it. */
  earned: moneySchema,
});
export type EarningsLine = z.infer<typeof earningsLineSchema>;

/** Lines of a month, so many to an item. */
export const earningsLinesSchema = z.object({ lines: z.array(earningsLineSchema) });
export type EarningsLines = z.infer<typeof earningsLinesSchema>;

/** Why a month has no figure. */
export const monthReasons = [
  'underWay',
  'notYetRun',
  'noHoldout',
  'fewDays',
  'fewHeldOut',
  'drawBroken',
  'noSales',
] as const;

const named = { market: marketName, month: monthSchema };

/** What a month earned against the human holdout, or why that cannot be said. */
export const monthEarningsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    ...named,
    asOf: isoDate,
    runId: z.string(),
    /** Days that are counted: of a month in which the holdout began those since. */
    from: isoDate,
    to: isoDate,
    level: z.number(),
    /** What the SKUs that Tradewind operates earned more than they would have under people. */
    total: boundedMoneySchema,
    /** The same had no SKU been cut. */
    uncut: z.nullable(moneySchema),
    /** SKUs with figures that Tradewind and people operated. */
    units: z.object({ ai: z.int(), human: z.int() }),
    method: z.enum(['clusterRobust', 'randomisation']),
    /** Units whose figures were cut, and the bounds that they were cut to, minor units; `null` where none were. */
    winsorised: z.nullable(z.object({ units: z.int(), lower: z.int(), upper: z.int() })),
    /** Share of the variance that the time before the holdout took off, 0–1; `null` where there is none. */
    varianceRemoved: z.nullable(z.number()),
    decisions: z.object({
      count: z.int(),
      expected: moneySchema,
      /** Traced to decisions, and what is traced to none; they add up to the total exactly. */
      earned: moneySchema,
      rest: moneySchema,
    }),
    /** The largest. */
    lines: z.array(earningsLineSchema),
    /** Items that all lines fill. */
    pages: z.int(),
    cannotKnow: z.array(unknownSchema),
  }),
  z.object({
    kind: z.literal('notMeasured'),
    ...named,
    /** Of the night that said so; `null` where none did. */
    asOf: z.nullable(isoDate),
    runId: z.nullable(z.string()),
    reason: z.enum(monthReasons),
    units: z.object({ ai: z.int(), human: z.int() }),
    days: z.int(),
  }),
]);
export type MonthEarnings = z.infer<typeof monthEarningsSchema>;
