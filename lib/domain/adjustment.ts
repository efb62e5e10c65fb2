import * as z from 'zod/mini';
import { dayNumber, isoDate, isoInstant } from './calendar.ts';

/** Days that one adjustment may span. */
const MOST_DAYS = 366;
/** Adjustments of a SKU that may hold at a time. */
const MOST_ADJUSTMENTS = 50;
/** No day is believed to sell more. */
const MOST_UNITS = 1e9;

const change = {
  /** First and last day, both counted, in the market's zone. */
  from: isoDate,
  to: isoDate,
  /** Multiplies the forecast of each day. */
  factor: z.optional(z.number().check(z.gte(0), z.lte(100))),
  /** Stands in place of the forecast of each day. */
  unitsPerDay: z.optional(z.number().check(z.gte(0), z.lte(MOST_UNITS))),
  /** Units on top over all its days, in proportion to the forecast; below 0 takes away. */
  addUnits: z.optional(z.number().check(z.gte(-MOST_UNITS), z.lte(MOST_UNITS))),
  /** Why: who reads the forecast next month will ask. */
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
};

/** When a SKU's adjustments serve: as soon as earlier ones were worth it, or whatever they were worth. */
export const adjustmentRules = ['whenItPays', 'always'] as const;

const adjustmentSchema = z.strictObject(change).check(
  z.refine(
    ({ factor, unitsPerDay, addUnits }) =>
      [factor, unitsPerDay, addUnits].filter((way) => way !== undefined).length === 1,
    'must have one of factor, unitsPerDay and addUnits',
  ),
  z.refine(({ from, to }) => to >= from, { path: ['to'], error: 'is before from' }),
  z.refine(({ from, to }) => dayNumber(to) - dayNumber(from) < MOST_DAYS, {
    path: ['to'],
    error: `is ${MOST_DAYS} days or more after from`,
  }),
);
export type Adjustment = z.infer<typeof adjustmentSchema>;

/** Every adjustment that is to hold for a SKU; one that is left out is taken back. */
export const adjustmentsRequestSchema = z.strictObject({
  serve: z.optional(z.enum(adjustmentRules)),
  adjustments: z.array(adjustmentSchema).check(z.maxLength(MOST_ADJUSTMENTS)),
});
export type AdjustmentsRequest = z.infer<typeof adjustmentsRequestSchema>;

/** An adjustment as kept: who made it and when, and who took it back. */
export const keptAdjustmentSchema = z.object({
  ...change,
  /** Who made it: the person of the token, or its client. */
  author: z.string(),
  madeAt: isoInstant,
  /** The day that it was in the market: it is judged on later days alone. */
  madeOn: isoDate,
  withdrawnAt: z.optional(isoInstant),
  withdrawnOn: z.optional(isoDate),
  withdrawnBy: z.optional(z.string()),
});
export type KeptAdjustment = z.infer<typeof keptAdjustmentSchema>;

/** All that persons changed of one SKU's forecast, oldest first, what has ended or was taken back among it. */
export const adjustmentsDocumentSchema = z.object({
  sku: z.string(),
  serve: z.enum(adjustmentRules),
  entries: z.array(keptAdjustmentSchema),
});
export type AdjustmentsDocument = z.infer<typeof adjustmentsDocumentSchema>;

/** A SKU's adjustments as the API shows them; the answer's `ETag` is what `If-Match` must name to change them. */
export const adjustmentsViewSchema = z.object({
  sku: z.string(),
  serve: z.enum(adjustmentRules),
  /** What holds: not taken back, and for days after the forecast's `asOf`. */
  adjustments: z.array(keptAdjustmentSchema),
  /** What has ended or was taken back, newest first. */
  past: z.array(keptAdjustmentSchema),
});
export type AdjustmentsView = z.infer<typeof adjustmentsViewSchema>;

/** Show a SKU's adjustments: what holds for days that are forecast, and what is over. */
export function viewAdjustments(
  stored: AdjustmentsDocument | undefined,
  sku: string,
  until: string,
): AdjustmentsView {
  const entries = stored?.entries ?? [];
  return {
    sku,
    serve: stored?.serve ?? 'whenItPays',
    adjustments: entries.filter((entry) => adjustmentHolds(entry, until)),
    past: entries.filter((entry) => !adjustmentHolds(entry, until)).reverse(),
  };
}

/** Whether an adjustment counts: not taken back, and not over on the day until which the forecast knows. */
export function adjustmentHolds({ to, withdrawnAt }: KeptAdjustment, until: string): boolean {
  return withdrawnAt === undefined && to > until;
}
