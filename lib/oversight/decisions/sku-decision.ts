import type { Decision } from '../../domain/index.ts';
import { advanceDecision, type DecisionEvent, type LifeRules, type Refused } from './advance-decision.ts';
import type { Draft, LifeDecision } from './decision.ts';

/** What a person makes of a draft: another price, another order, and what they weigh. */
export type SkuChange = Pick<Decision, 'subject' | 'price' | 'orderUnits' | 'amount' | 'step'>;

/** What happens to the decision of a SKU: as of any decision, but that a draft is a document. */
export type SkuDecisionEvent =
  | Exclude<DecisionEvent, { kind: 'propose' | 'change' }>
  | { kind: 'propose'; at: string; draft: Decision }
  | (Omit<DecisionEvent & { kind: 'change' }, 'draft'> & { draft: SkuChange });

/** The SKU's decision after the event, or why it stays as it was. */
export type SkuAdvance = { kind: 'moved'; decision: Decision } | Refused;

/**
 * Move a SKU's stored decision by an event, as `advanceDecision` judges it.
 *
 * The document of a new draft replaces the one before but for its id, so that a decision keeps its name from the first draft
 * to its end. `changedAt` moves with state, draft and approvals alone.
 */
export function advanceSkuDecision(
  decision: Decision,
  event: SkuDecisionEvent,
  rules: LifeRules,
): SkuAdvance {
  const advance = advanceDecision(lifeOf(decision), lifeEvent(event), rules);
  if (advance.kind === 'refused') return advance;
  const before = lifeOf(decision);
  const after = advance.decision;
  const drafted = event.kind === 'propose' ? { ...event.draft, decision: decision.decision } : decision;
  const changed = event.kind === 'change' ? { ...event.draft, original: originalOf(decision) } : {};
  const moved =
    before.state !== after.state ||
    before.version !== after.version ||
    before.approvals.length !== after.approvals.length;
  const { state, version, validUntil, approvals, reasonCode, appliedAt, observed, proposedBy } = after;
  const changedAt = moved ? event.at : decision.changedAt;
  return {
    kind: 'moved',
    decision: {
      ...drafted,
      ...changed,
      ...{ state, version, validUntil, proposedBy, approvals: [...approvals] },
      ...(changedAt === undefined ? {} : { changedAt }),
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(appliedAt === undefined ? {} : { appliedAt }),
      ...(observed === undefined ? {} : { observed }),
    },
  };
}

/**
 * Open the life of a night's draft.
 *
 * @param at - instant of the proposal
 * @param validUntil - instant from which it can no longer be approved
 */
export function openSkuDecision(draft: Decision, at: string, validUntil: string): Decision {
  return {
    ...draft,
    ...{ state: 'proposed', version: 1, proposedBy: 'tradewind', approvals: [], validUntil, changedAt: at },
  };
}

/** A stored decision as the engine judges it; what rows of older runs lack is what a fresh draft has. */
export function lifeOf(decision: Decision): LifeDecision {
  const { version = 1, proposedBy = 'tradewind', approvals = [], original, reasonCode } = decision;
  const { appliedAt, observed, subject = 'price', asOf, validUntil = `${asOf}T00:00:00Z` } = decision;
  return {
    decision: decision.decision,
    ...{ subject, state: decision.state, version, proposedBy, approvals, validUntil },
    draft: draftOf(decision),
    ...(original === undefined ? {} : { original: draftOf(original) }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(appliedAt === undefined ? {} : { appliedAt }),
    ...(observed === undefined ? {} : { observed }),
  };
}

/** What a draft weighs; where its row does not say, nothing is believed of it. */
function draftOf({
  price,
  orderUnits,
  amount,
  step,
  confidence,
}: Pick<Decision, 'price' | 'orderUnits' | 'amount' | 'step' | 'confidence'>): Draft {
  return {
    value: `${price.micros}/${orderUnits}`,
    amountMinor: amount?.minor ?? Number.NaN,
    step: step ?? Number.NaN,
    confidence: confidence ?? Number.NaN,
  };
}

function lifeEvent(event: SkuDecisionEvent): DecisionEvent {
  switch (event.kind) {
    case 'propose': {
      const { validUntil = event.at } = event.draft;
      return { kind: 'propose', at: event.at, draft: draftOf(event.draft), validUntil };
    }
    case 'change':
      return { ...event, draft: draftOf(event.draft) };
    default:
      return event;
  }
}

/** Tradewind's own draft, the first where a draft was changed twice. */
function originalOf({ original, price, orderUnits, amount, step, confidence }: Decision) {
  return (
    original ?? {
      ...{ price, orderUnits },
      ...(amount === undefined ? {} : { amount }),
      ...(step === undefined ? {} : { step }),
      ...(confidence === undefined ? {} : { confidence }),
    }
  );
}
