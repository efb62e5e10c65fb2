import { wholePeriod } from './seasonal-naive.ts';

/** How a step and its season are called, by the usual periods. */
const WORDS: Readonly<Record<number, { step: string; season: string; before: string }>> = {
  4: { step: 'quarter', season: 'yearly', before: 'last year' },
  7: { step: 'day', season: 'weekly', before: 'last week' },
  12: { step: 'month', season: 'yearly', before: 'last year' },
  24: { step: 'hour', season: 'daily', before: 'yesterday' },
  52: { step: 'week', season: 'yearly', before: 'last year' },
};
const UNKNOWN = { step: 'step', season: 'seasonal', before: 'the last season' };
/** What a period's steps and seasons are called; neutral words where the period is none of the usual ones. */
export function wordsOf(period: number): { step: string; season: string; before: string } {
  const season = wholePeriod(period);
  return WORDS[season] ?? (season > 1 ? UNKNOWN : { ...UNKNOWN, before: 'the last value' });
}
