import { dayNumber, type SeriesRecord, type StoredOutcome } from '../domain/index.ts';

/** An outcome's days as indices into a history, ends included. They may lie beyond it on either side, never all. */
export type OutcomeSpan = { outcome: StoredOutcome; first: number; last: number };

/** Lay outcomes on a history; those without a day in it are left out. */
export function spansOf(
  outcomes: readonly StoredOutcome[],
  { start, demand }: Pick<SeriesRecord, 'start' | 'demand'>,
): OutcomeSpan[] {
  const origin = dayNumber(start);
  return outcomes.flatMap((outcome) => {
    const first = dayNumber(outcome.from) - origin;
    const last = dayNumber(outcome.to) - origin;
    return last < first || last < 0 || first >= demand.length ? [] : [{ outcome, first, last }];
  });
}

const MOST_SAID = 3;

/** Keep a few sentences of a kind and count the rest: a row is read on every request. */
export function fewOf(sentences: readonly string[], rest: string): string[] {
  if (sentences.length <= MOST_SAID) return [...sentences];
  return [...sentences.slice(0, MOST_SAID), `${sentences.length - MOST_SAID} more ${rest}`];
}
