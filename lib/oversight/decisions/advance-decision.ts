import { hasCome, type KeptBack } from '../../domain/index.ts';
import { type AutoRules, type Circumstances, whyNotAutomatic } from './auto-approval.ts';
import type { Approval, Draft, LifeDecision, LifeState } from './decision.ts';
import { enoughApprovals, mayApprove, needsTwoPersons } from './two-persons.ts';

/** What happens to a decision. Instants are RFC 3339 in UTC, ending in `Z`. */
export type DecisionEvent =
  | { kind: 'propose'; at: string; draft: Draft; validUntil: string }
  | { kind: 'approve'; at: string; by: string; onBehalfOf?: string; version: number }
  | {
      kind: 'change';
      at: string;
      by: string;
      onBehalfOf?: string;
      version: number;
      draft: Draft;
      reasonCode: string;
    }
  | { kind: 'reject'; at: string; by: string; version: number; reasonCode: string }
  | { kind: 'approveAutomatically'; at: string; version: number; circumstances: Circumstances }
  | { kind: 'expire'; at: string }
  | { kind: 'apply'; at: string; version: number }
  | { kind: 'observe'; at: string; outcome: string };

/** What holds in the market while the event is judged. */
export type LifeRules = {
  /** From this amount on two persons are needed; `null` for never. Limits always need another person. */
  twoPersonsFromMinor: number | null;
  auto: AutoRules;
  /** Kill switch of market or merchant. */
  killed: boolean;
};

/** Why an event does not move a decision; `stale` is answered by 412, the others by 409 or 403. */
export type Refusal =
  | 'stale'
  | 'state'
  | 'expired'
  | 'killed'
  | 'ownProposal'
  | 'sameApprover'
  | 'reason'
  | 'notAutomatic';

/** The decision after the event, or why it stays as it was. */
export type Advance = { kind: 'moved'; decision: LifeDecision } | Refused;

/** Why nothing was moved; with everything that kept Tradewind from approving by itself, where that was asked. */
export type Refused = { kind: 'refused'; refusal: Refusal; detail: string; keptBack?: readonly KeptBack[] };

/**
 * Move a decision by an event: `proposed → approved | changed | rejected | expired → applied → observed`.
 *
 * A run's new proposal replaces an open draft of Tradewind's own, which voids its approvals; a person's draft is never replaced. A decision that a person has agreed to keeps until it is applied or expires. Approve,
 * change, reject and apply name the version that was read, and are refused as stale where the draft changed after.
 * The kill switch stops approving and applying, not rejecting.
 */
export function advanceDecision(decision: LifeDecision, event: DecisionEvent, rules: LifeRules): Advance {
  const barred = whatBars(decision, event, rules);
  if (barred !== null) return barred;
  switch (event.kind) {
    case 'propose':
      return propose(decision, event);
    case 'approve':
      return approve(decision, event, rules);
    case 'change':
      return change(decision, event, rules);
    case 'reject':
      return moved({ ...decision, state: 'rejected', reasonCode: event.reasonCode });
    case 'approveAutomatically':
      return approveAutomatically(decision, event, rules);
    case 'expire':
      return moved({ ...decision, state: 'expired' });
    case 'apply':
      return moved({ ...decision, state: 'applied', appliedAt: event.at });
    case 'observe':
      return moved({ ...decision, state: 'observed', observed: { at: event.at, outcome: event.outcome } });
  }
}

/** The states that each event may find. */
const FROM: Readonly<Record<DecisionEvent['kind'], readonly LifeState[]>> = {
  propose: ['proposed'],
  approve: ['proposed'],
  change: ['proposed'],
  reject: ['proposed', 'approved', 'changed'],
  approveAutomatically: ['proposed'],
  expire: ['proposed', 'approved', 'changed'],
  apply: ['approved', 'changed'],
  observe: ['applied'],
};

/** Events that bring a decision nearer to being done: refused once it is over, and while the kill switch is on. */
const ACTING: ReadonlySet<DecisionEvent['kind']> = new Set([
  'approve',
  'change',
  'approveAutomatically',
  'apply',
]);

/** Reasons that hold for every event alike: its state, its version, its time, the kill switch, a missing reason. */
function whatBars(decision: LifeDecision, event: DecisionEvent, { killed }: LifeRules): Advance | null {
  if (!FROM[event.kind].includes(decision.state))
    return refused('state', `a decision that is ${decision.state} can't take ${event.kind}`);
  if (event.kind === 'propose' && decision.proposedBy !== 'tradewind')
    return refused('state', `${decision.proposedBy} proposed it: another draft is another decision`);
  if (event.kind === 'propose' && decision.original !== undefined)
    return refused('state', "a person's change waits for a second approval: it is kept until it expires");
  if ('version' in event && event.version !== decision.version)
    return refused(
      'stale',
      `version ${event.version} was read, the draft is at ${decision.version}: read it again`,
    );
  const over = hasCome(decision.validUntil, event.at);
  if (event.kind === 'expire' && !over) return refused('state', `valid until ${decision.validUntil}`);
  if (over && ACTING.has(event.kind)) return refused('expired', `it was valid until ${decision.validUntil}`);
  if (killed && ACTING.has(event.kind)) return refused('killed', 'the kill switch is on');
  if ('reasonCode' in event && event.reasonCode === '')
    return refused('reason', 'a change or a rejection needs a reason code');
  return null;
}

function propose(
  decision: LifeDecision,
  { draft, validUntil }: DecisionEvent & { kind: 'propose' },
): Advance {
  const same = sameDraft(draft, decision.draft);
  const version = same ? decision.version : decision.version + 1;
  const approvals = same ? decision.approvals : [];
  return moved({ ...decision, draft, version, approvals, validUntil });
}

function approve(
  decision: LifeDecision,
  event: DecisionEvent & { kind: 'approve' },
  rules: LifeRules,
): Advance {
  const approval = approvalOf(event);
  const denied = mayApprove(decision, approval);
  if (denied !== null) return refused(denied.refusal, denied.detail);
  return agree({ ...decision, approvals: [...decision.approvals, approval] }, rules);
}

/** A changed draft is a new one, to which the person who changed it has agreed already. */
function change(
  decision: LifeDecision,
  event: DecisionEvent & { kind: 'change' },
  rules: LifeRules,
): Advance {
  if (decision.subject === 'limits')
    return refused('state', 'limits are not changed in approving: propose other ones');
  const changed = {
    ...decision,
    draft: event.draft,
    reasonCode: event.reasonCode,
    original: decision.original ?? decision.draft,
    version: decision.version + 1,
    approvals: [approvalOf(event)],
  };
  return agree(changed, rules);
}

function agree(decision: LifeDecision, { twoPersonsFromMinor }: LifeRules): Advance {
  if (!enoughApprovals(decision, twoPersonsFromMinor)) return moved(decision);
  return moved({ ...decision, state: decision.original === undefined ? 'approved' : 'changed' });
}

function approveAutomatically(
  decision: LifeDecision,
  { at, circumstances }: DecisionEvent & { kind: 'approveAutomatically' },
  { auto, twoPersonsFromMinor }: LifeRules,
): Advance {
  const reasons = whyNotAutomatic(decision, circumstances, auto);
  if (needsTwoPersons(decision.draft, twoPersonsFromMinor))
    reasons.push({ code: 'twoPersons', text: 'the amount needs two persons' });
  if (reasons.length > 0)
    return {
      ...refused('notAutomatic', reasons.map(({ text }) => text).join('; ')),
      keptBack: reasons,
    };
  return moved({ ...decision, state: 'approved', approvals: [{ by: 'tradewind', at }] });
}

function approvalOf({ by, onBehalfOf, at }: DecisionEvent & { kind: 'approve' | 'change' }): Approval {
  return { by, at, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

function sameDraft(one: Draft, other: Draft): boolean {
  return one.value === other.value && one.amountMinor === other.amountMinor;
}

const moved = (decision: LifeDecision): Advance => ({ kind: 'moved', decision });
const refused = (refusal: Refusal, detail: string): Refused => ({ kind: 'refused', refusal, detail });
