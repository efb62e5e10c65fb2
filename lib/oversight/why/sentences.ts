import type { LimitCode, LimitFigures, ReasonCode, ReasonFigures } from '../../domain/index.ts';
import type { Writer } from './writer.ts';

/** The sentences of a language: one for each code of a reason and of a limit, so that a missing one does not compile. */
export type Sentences = {
  reasons: { [Code in ReasonCode]: (figures: ReasonFigures[Code]) => string };
  limits: { [Code in LimitCode]: (figures: LimitFigures[Code]) => string };
};

/** A language: how it writes figures, and its sentences. */
export type Words = { locale: string; sentences: (write: Writer) => Sentences };

/** Days beyond which the length of a cover says nothing. */
export const LONGEST_COVER_DAYS = 3650;

const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/** Demand in the period in which it is a number that one can picture. */
export function pace(demandPerDay: number): { units: number; period: 'day' | 'week' | 'month' } {
  if (demandPerDay >= 1) return { units: demandPerDay, period: 'day' };
  if (demandPerDay >= 1 / WEEK_DAYS) return { units: demandPerDay * WEEK_DAYS, period: 'week' };
  return { units: demandPerDay * MONTH_DAYS, period: 'month' };
}
