import {
  type AutomationSettings,
  type AutomationTerm,
  automationTerms,
  type Money,
} from '../../domain/index.ts';

/** A change of limits, cut in two: what holds at once, and what waits for another person. */
export type LimitsChange = {
  /** What is asked for, where it is no looser than what holds; the rest as it is. */
  now: AutomationSettings;
  /** What of it is looser than what holds, in the order of the terms. */
  loosens: AutomationTerm[];
};

/**
 * Cut a change of limits: whatever is tighter holds at once, whatever is looser waits.
 *
 * A term that can't be compared with the one before counts as looser: an amount in another currency, another active run.
 */
export function cutLimitsChange(before: AutomationSettings, asked: AutomationSettings): LimitsChange {
  const loosens = automationTerms.filter((term) => isLooser(term, before, asked));
  return {
    now: {
      mode: loosens.includes('mode') ? before.mode : asked.mode,
      killed: loosens.includes('killed') ? before.killed : asked.killed,
      ...activeRunOf(loosens.includes('activeRun') ? before : asked),
      limits: limitsOf(before, asked, loosens),
    },
    loosens,
  };
}

function limitsOf(
  { limits: before }: AutomationSettings,
  { limits: asked }: AutomationSettings,
  loosens: readonly AutomationTerm[],
): AutomationSettings['limits'] {
  const kept: AutomationSettings['limits'] = { ...asked };
  const keep = <Term extends keyof typeof kept>(term: Term) => {
    if (before[term] === undefined) delete kept[term];
    else kept[term] = before[term];
  };
  for (const term of loosens) if (term !== 'mode' && term !== 'killed' && term !== 'activeRun') keep(term);
  return kept;
}

const activeRunOf = ({ activeRun }: AutomationSettings) => (activeRun === undefined ? {} : { activeRun });

const STRICTEST_FIRST = ['off', 'suggest', 'automatic'] as const;

function isLooser(term: AutomationTerm, before: AutomationSettings, asked: AutomationSettings): boolean {
  const [was, is] = [before.limits, asked.limits];
  const alone = <T>(value: T | undefined, looser: (value: T) => boolean) =>
    asked.mode === 'automatic' && value !== undefined && looser(value);
  switch (term) {
    case 'mode':
      return STRICTEST_FIRST.indexOf(asked.mode) > STRICTEST_FIRST.indexOf(before.mode);
    case 'killed':
      return before.killed && !asked.killed;
    case 'largestStep':
      return (is.largestStep ?? 1) > (was.largestStep ?? 1);
    case 'largestOrder':
      return isMore(was.largestOrder, is.largestOrder);
    case 'twoPersonsFrom':
      return isMore(was.twoPersonsFrom, is.twoPersonsFrom);
    // what Tradewind may approve alone: nothing where the term is not set, nor in another mode
    case 'moneyPerDay':
      return alone(is.moneyPerDay, (most) => was.moneyPerDay === undefined || isMore(was.moneyPerDay, most));
    case 'leastConfidence':
      return alone(is.leastConfidence, (least) => least < (was.leastConfidence ?? Number.POSITIVE_INFINITY));
    case 'oldestDataDays':
      return alone(is.oldestDataDays, (oldest) => oldest > (was.oldestDataDays ?? -1));
    case 'approvers':
      return is.approvers === undefined
        ? was.approvers !== undefined
        : was.approvers !== undefined &&
            is.approvers.some((person) => was.approvers?.includes(person) === false);
    case 'activeRun':
      return before.activeRun !== undefined && asked.activeRun !== before.activeRun;
  }
}

/** Tell whether an upper bound rises; one that is not set bounds nothing. */
function isMore(was: Money | undefined, is: Money | undefined): boolean {
  if (was === undefined) return false;
  return is === undefined || is.currency !== was.currency || is.minor > was.minor;
}
