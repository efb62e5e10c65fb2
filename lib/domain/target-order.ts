import { dayNumber } from './calendar.ts';
import type { Target, TargetOrder } from './target-list.ts';

/**
 * Tell what an order ranks a buyer by, the greater the sooner.
 *
 * @returns undefined where the buyer is not in a list of this order: nothing is known of it, or nothing is to be had
 */
export function targetRank(order: TargetOrder, target: Target): number | undefined {
  switch (order) {
    case 'spend':
      return positive(target.expectedSpend90Days?.minor);
    case 'chance':
      return target.chanceWithin30Days;
    case 'due':
      return target.nextOrder?.median === undefined ? undefined : -dayNumber(target.nextOrder.median);
    case 'risk':
      return positive(target.valueAtRisk?.minor);
  }
}

const positive = (minor: number | undefined) => (minor !== undefined && minor > 0 ? minor : undefined);

/** Compare buyers within an order, those without a rank last; a tie goes to the greater expected spend, then to the lesser pseudonym. */
export const compareTargets = (order: TargetOrder) => (a: Target, b: Target) =>
  // two that have no rank differ by NaN, which is a tie as 0 is
  (targetRank(order, b) ?? -Infinity) - (targetRank(order, a) ?? -Infinity) || compareSpend(a, b);

/** The greater expected spend comes first, then the lesser pseudonym: never 0 for two buyers. */
export const compareSpend = (a: Target, b: Target) =>
  (b.expectedSpend90Days?.minor ?? 0) - (a.expectedSpend90Days?.minor ?? 0) ||
  (a.customer < b.customer ? -1 : 1);
