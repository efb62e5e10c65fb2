import * as z from 'zod/mini';

const minor = z.int().check(z.nonnegative());

/** Money that Tradewind approved by itself in a market on a day, minor units of the market's currency. */
export const dayBudgetSchema = z.object({ spentMinor: minor });
export type DayBudget = z.infer<typeof dayBudgetSchema>;

/** What one batch of a night has of it: the amount of each draft, by its name. */
export const budgetShareSchema = z.object({ drafts: z.record(z.string(), minor) });
export type BudgetShare = z.infer<typeof budgetShareSchema>;
