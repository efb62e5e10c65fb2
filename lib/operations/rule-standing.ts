import type { RuleStanding } from '../domain/index.ts';

/** Nights with the lower bound above zero until a withdrawn rule may act again. */
const NIGHTS_TO_RETURN = 7;

/**
 * Withdraw a rule's automation on the night on which the lower bound of its realised gain falls below zero, and give it
 * back when the bound has stayed above zero for seven nights in a row: a gain near zero doesn't switch it on and off.
 *
 * @param previous - of the newest proof before; `null` for the first
 * @param lower - the gain's lower bound; `null` where nothing was measured, which changes nothing
 */
export function ruleStanding(previous: RuleStanding | null, lower: number | null): RuleStanding {
  const before = previous ?? { withdrawn: false, nightsAboveZero: 0 };
  if (lower === null) return { withdrawn: before.withdrawn, nightsAboveZero: before.nightsAboveZero };
  if (lower < 0) return { withdrawn: true, nightsAboveZero: 0 };
  const nightsAboveZero = lower > 0 ? before.nightsAboveZero + 1 : 0;
  return { withdrawn: before.withdrawn && nightsAboveZero < NIGHTS_TO_RETURN, nightsAboveZero };
}
