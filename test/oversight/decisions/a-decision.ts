import type { Draft, LifeDecision, LifeRules } from '../../../lib/oversight/index.ts';

/** A price that Tradewind proposes, within what it may approve alone. */
export const aDraft = (change: Partial<Draft> = {}): Draft => ({
  ...{ value: 10_500_000, amountMinor: 20_000, step: 0.05, confidence: 0.9 },
  ...change,
});

/** That draft as it stands in the night it was proposed, open until the next one. */
export const aDecision = (change: Partial<LifeDecision> = {}): LifeDecision => ({
  ...{
    decision: 'd1',
    subject: 'price',
    state: 'proposed',
    version: 1,
    draft: aDraft(),
    proposedBy: 'tradewind',
  },
  ...{ validUntil: '2026-03-03T03:30:00Z', approvals: [] },
  ...change,
});

/** Two persons from 1,000.00 on; automatic within a tenth and 500.00 a day. */
export const rules: LifeRules = {
  twoPersonsFromMinor: 100_000,
  auto: {
    mode: 'automatic',
    largestStep: 0.1,
    moneyPerDayMinor: 50_000,
    leastConfidence: 0.8,
    oldestDataDays: 3,
  },
  killed: false,
};

/** A moment at which it is still valid. */
export const at = '2026-03-02T08:00:00Z';
/** Circumstances that keep nothing from being approved automatically. */
export const fine = { spentTodayMinor: 0, drifted: false, dataAgeDays: 1 };
