import type { Control, ReasonFigures, ServedRow } from '../domain/index.ts';
import { type AnswerBounds, type JudgedState, orderWithin } from './propose-action.ts';
import { textbookOrder } from './textbook-order.ts';

/** Why nothing may be proposed, in words and figures. */
export type Withheld = { text: string; figures: ReasonFigures['withheld'] };

/** Say why nothing may be proposed; `null` where something may. */
export function withheldGround(
  { runId }: Pick<ServedRow, 'runId'>,
  { mode, killed, activeRun }: Control,
  { optedOut = false, arm = 'ai' }: { optedOut?: boolean | undefined; arm?: 'ai' | 'human' } = {},
): Withheld | null {
  const withheld = (ground: Withheld['figures']['ground'], text: string) => ({
    text,
    figures: { ground, runId, activeRun: activeRun ?? null },
  });
  if (killed) return withheld('killed', 'The kill switch is on');
  if (mode === 'off') return withheld('off', 'Recommendations are switched off here');
  if (activeRun !== undefined && activeRun !== runId)
    return withheld(
      'otherRun',
      `Only policies of the run ${activeRun} may be answered from, and this one is of the run ${runId}`,
    );
  if (optedOut) return withheld('optedOut', 'This customer has opted out of decisions by machine');
  if (arm === 'human')
    return withheld('people', 'People alone operate it, so that Tradewind can be compared with them');
  return null;
}

/** The textbook's order, within what one answer may order. */
export function safeOrder(row: ServedRow, state: JudgedState, bounds: AnswerBounds): number {
  return orderWithin(textbookOrder(state.position, row.replenishment), row, state, bounds).orderUnits;
}

/** Warn of a limit that is set in another currency than the market's. */
export function currencyWarning({ currency }: ServedRow, { limits }: Control): string[] {
  const largest = limits?.largestOrder;
  return largest === undefined || largest.currency === currency
    ? []
    : [
        `the largest order is set in ${largest.currency} and binds nothing here, where amounts are in ${currency}`,
      ];
}
