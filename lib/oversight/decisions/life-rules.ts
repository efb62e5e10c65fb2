import type { ApprovalRules, Control, Money } from '../../domain/index.ts';
import type { LifeRules } from './advance-decision.ts';

/** The control rows that hold in a market, as they are stored. */
export type StoredControls = {
  merchantControl?: Control | undefined;
  marketControl?: Control | undefined;
};

/** The same, with what they come to for an answer. */
export type MarketControls = StoredControls & {
  effective: Pick<Control, 'mode' | 'killed' | 'limits'>;
  currency: string;
};

/** What a decision in a market is judged by. */
export type MarketRules = LifeRules & {
  /** Who alone may approve; `null`: everybody with the right. */
  approvers: ReadonlySet<string> | null;
};

/**
 * Gather what decisions in a market are judged by. What is not set lets Tradewind approve nothing by itself.
 *
 * @param controls.currency - the market's: amounts are minor units of it
 */
export function marketRules({ effective, currency, ...held }: MarketControls): MarketRules {
  const { twoPersonsFrom, moneyPerDay, leastConfidence, oldestDataDays, approvers } = combinedApproval(
    held,
    currency,
  );
  return {
    killed: effective.killed,
    twoPersonsFromMinor: twoPersonsFrom?.minor ?? null,
    auto: {
      mode: effective.mode,
      largestStep: effective.limits?.largestStep ?? 0,
      moneyPerDayMinor: moneyPerDay?.minor ?? -1,
      leastConfidence: leastConfidence ?? Number.POSITIVE_INFINITY,
      oldestDataDays: oldestDataDays ?? -1,
    },
    approvers: approvers === undefined ? null : new Set(approvers),
  };
}

/**
 * Combine what merchant and market say of approving: the tighter of each. Who is named by both may approve.
 *
 * An amount in another currency than the market's can't be compared: where the market says none of its own it counts as
 * reached, an amount of 0.
 */
export function combinedApproval(
  { merchantControl, marketControl }: StoredControls,
  currency: string,
): ApprovalRules {
  const all = [merchantControl?.approval, marketControl?.approval].filter((rules) => rules !== undefined);
  const said = <T>(term: (rules: ApprovalRules) => T | undefined): T[] =>
    all.map(term).filter((value) => value !== undefined);
  const moneyPerDay = tightest(
    said((rules) => rules.moneyPerDay),
    currency,
  );
  const twoPersonsFrom = tightest(
    said((rules) => rules.twoPersonsFrom),
    currency,
  );
  const confidences = said((rules) => rules.leastConfidence);
  const days = said((rules) => rules.oldestDataDays);
  const lists = said((rules) => rules.approvers);
  return {
    ...(moneyPerDay === undefined ? {} : { moneyPerDay }),
    ...(confidences.length === 0 ? {} : { leastConfidence: Math.max(...confidences) }),
    ...(days.length === 0 ? {} : { oldestDataDays: Math.min(...days) }),
    ...(twoPersonsFrom === undefined ? {} : { twoPersonsFrom }),
    ...(lists.length === 0
      ? {}
      : { approvers: (lists[0] ?? []).filter((person) => lists.every((list) => list.includes(person))) }),
  };
}

function tightest(amounts: readonly Money[], currency: string): Money | undefined {
  if (amounts.length === 0) return undefined;
  const own = amounts.filter((amount) => amount.currency === currency);
  return { minor: own.length === 0 ? 0 : Math.min(...own.map(({ minor }) => minor)), currency };
}
