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
};

/**
 * Say everything that keeps a draft from being approved without a person; nothing where all holds.
 *
 * A figure that is not a number keeps it too: each rule asks for what must hold, not for what must not.
 */
export function whyNotAutomatic(
  { subject, draft }: LifeDecision,
  { spentTodayMinor, drifted, dataAgeDays }: Circumstances,
  rules: AutoRules,
): string[] {
  const reasons: string[] = [];
  const need = (holds: boolean, reason: string) => {
    if (!holds) reasons.push(reason);
  };
  need(subject !== 'limits', 'limits are changed by people alone');
  need(rules.mode === 'automatic', `the mode is ${rules.mode}`);
  need(
    draft.step >= 0 && draft.step <= rules.largestStep,
    `a step of ${draft.step} is above ${rules.largestStep}`,
  );
  const spent = spentTodayMinor + draft.amountMinor;
  need(
    draft.amountMinor >= 0 && spent <= rules.moneyPerDayMinor,
    `${spent} a day is above ${rules.moneyPerDayMinor}`,
  );
  need(
    draft.confidence >= rules.leastConfidence,
    `a confidence of ${draft.confidence} is below ${rules.leastConfidence}`,
  );
  need(!drifted, 'the series has drifted');
  need(
    dataAgeDays <= rules.oldestDataDays,
    `data are ${dataAgeDays} days old, more than ${rules.oldestDataDays}`,
  );
  return reasons;
}
