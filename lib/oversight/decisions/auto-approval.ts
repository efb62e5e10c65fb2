import type { KeptBack } from '../../domain/index.ts';
import type { LifeDecision } from './decision.ts';

/** Within what Tradewind may act alone. */
export type AutoRules = {
  mode: 'off' | 'suggest' | 'automatic';
  /** Largest move of a price, 0–1. */
  largestStep: number;
  /** Money a day over all that was approved automatically in the market, minor units. */
  moneyPerDayMinor: number;
  /** Least chance that it earns more than today's practice, 0–1. */
  leastConfidence: number;
  /** Oldest data, in days. */
  oldestDataDays: number;
};

/** How things stand when a draft is judged. */
export type Circumstances = {
  /** Amount approved automatically in the market today, this draft not counted. */
  spentTodayMinor: number;
  /** The series has a drift alarm. */
  drifted: boolean;
  /** Age of the newest orders and stock that the draft rests on. */
  dataAgeDays: number;
  /** What else keeps it, as the policy behind the draft says: too little evidence, limits that contradict each other. */
  alsoKeptBack?: readonly KeptBack[];
};

/**
 * Say everything that keeps a draft from being approved without a person; nothing where all holds.
 *
 * A figure that is not a number keeps it too: each rule asks for what must hold, not for what must not.
 */
export function whyNotAutomatic(
  { subject, draft }: LifeDecision,
  { spentTodayMinor, drifted, dataAgeDays, alsoKeptBack = [] }: Circumstances,
  rules: AutoRules,
): KeptBack[] {
  const reasons: KeptBack[] = [];
  const need = (holds: boolean, reason: KeptBack) => {
    if (!holds) reasons.push(reason);
  };
  need(subject !== 'limits', { code: 'subject', text: 'limits are changed by people alone' });
  need(rules.mode === 'automatic', { code: 'mode', text: `the mode is ${rules.mode}` });
  need(draft.step >= 0 && draft.step <= rules.largestStep, {
    code: 'largestStep',
    text: `a step of ${draft.step} is above ${rules.largestStep}`,
    ...known({ step: draft.step, largestStep: rules.largestStep }),
  });
  const spent = spentTodayMinor + draft.amountMinor;
  need(draft.amountMinor >= 0 && spent <= rules.moneyPerDayMinor, {
    code: 'moneyPerDay',
    text:
      rules.moneyPerDayMinor < 0
        ? 'no money a day is set'
        : `${spent} a day is above ${rules.moneyPerDayMinor}`,
    ...known({
      amountMinor: draft.amountMinor,
      spentTodayMinor,
      moneyPerDayMinor: rules.moneyPerDayMinor,
    }),
  });
  need(draft.confidence >= rules.leastConfidence, {
    code: 'leastConfidence',
    text: Number.isFinite(rules.leastConfidence)
      ? `a confidence of ${draft.confidence} is below ${rules.leastConfidence}`
      : 'no least confidence is set',
    ...known({ confidence: draft.confidence, leastConfidence: rules.leastConfidence }),
  });
  need(!drifted, { code: 'drift', text: 'the series has drifted' });
  need(dataAgeDays <= rules.oldestDataDays, {
    code: 'oldestData',
    text:
      rules.oldestDataDays < 0
        ? 'no oldest data are set'
        : `data are ${dataAgeDays} days old, more than ${rules.oldestDataDays}`,
    ...known({ dataAgeDays, oldestDataDays: rules.oldestDataDays }),
  });
  return [...reasons, ...alsoKeptBack];
}

/** What is not a number has no place in a document. */
function known(figures: Record<string, number>): Pick<KeptBack, 'figures'> {
  return {
    figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value))),
  };
}
