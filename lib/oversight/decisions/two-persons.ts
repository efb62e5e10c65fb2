import type { Approval, Draft, LifeDecision } from './decision.ts';

/** Why a person may not approve; `null` where he may. */
export type Denied = { refusal: 'ownProposal' | 'sameApprover'; detail: string } | null;

/**
 * Tell whether a person may approve: nobody approves what he proposed himself, nor twice; a deputy counts as himself and as
 * the one he stands for, so that the two are never two persons.
 */
export function mayApprove(decision: LifeDecision, approval: Approval): Denied {
  const persons = personsOf(approval);
  if (persons.includes('tradewind'))
    return { refusal: 'ownProposal', detail: 'Tradewind is no person: it approves within its rules alone' };
  if (persons.includes(decision.proposedBy))
    return { refusal: 'ownProposal', detail: `${decision.proposedBy} proposed it: another person is needed` };
  const twice = persons.find((person) => decision.approvals.some((one) => personsOf(one).includes(person)));
  if (twice !== undefined)
    return { refusal: 'sameApprover', detail: `${twice} has approved already: another person is needed` };
  return null;
}

/**
 * Tell whether a draft needs two persons; one whose amount is not a number does.
 *
 * @param twoPersonsFromMinor - amount from which two are needed; `null` for never
 */
export function needsTwoPersons({ amountMinor }: Draft, twoPersonsFromMinor: number | null): boolean {
  return twoPersonsFromMinor !== null && !(amountMinor < twoPersonsFromMinor);
}

/** Tell whether enough persons agree: one, or two from an amount on. A person who proposed or changed the draft counts as one. */
export function enoughApprovals(
  { draft, approvals }: LifeDecision,
  twoPersonsFromMinor: number | null,
): boolean {
  return approvals.length >= (needsTwoPersons(draft, twoPersonsFromMinor) ? 2 : 1);
}

const personsOf = ({ by, onBehalfOf }: Approval) => (onBehalfOf === undefined ? [by] : [by, onBehalfOf]);
