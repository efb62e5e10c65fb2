import {
  AppError,
  ConflictError,
  type Decision,
  type DecisionClaims,
  ForbiddenError,
  type Market,
  type NewLogEntry,
  skuKey,
} from '../../lib/domain/index.ts';
import {
  advanceSkuDecision,
  lifeOf,
  type SkuChange,
  type SkuDecisionEvent,
} from '../../lib/oversight/index.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import { decisionOptions } from '../../lib/stores/index.ts';
import type { DecisionParts } from './decision-parts.ts';
import { overtaken, requireVersion } from './entity-tag.ts';
import { heldChange } from './held-change.ts';
import { keepAct } from './keep-act.ts';
import { noDecision } from './place-of-decision.ts';
import { type Decider, readStanding, requireRight } from './who-may.ts';

/** What somebody wants done with a decision. */
export type Wish =
  | { action: 'approve' }
  | { action: 'reject'; reasonCode: string }
  | {
      action: 'change';
      price?: Decision['price'] | undefined;
      orderUnits?: number | undefined;
      reasonCode: string;
    };

/** A decision of a SKU, as the caller names it. */
export type NamedDecision = {
  id: string;
  market: Market;
  sku: string;
  claims?: DecisionClaims | undefined;
  /** As the header came. */
  ifMatch: string | undefined;
};

/** A person and the night meet here; each looks again. */
const TRIES = 5;

/**
 * Do with a SKU's decision what a person wants, as `advanceDecision` judges it.
 *
 * The version that must be named is the draft's: whoever read it before a first of two approvals may give the second, and a
 * night that proposed the same again changes nothing.
 *
 * @returns the decision as it is now
 * @throws NotFoundError, ForbiddenError (scope, right, the same person twice), AppError `unversioned` or `stale`, ConflictError where its state does not allow it
 */
export async function decideSku(
  parts: DecisionParts,
  caller: Caller,
  named: NamedDecision,
  wish: Wish,
): Promise<Decision> {
  const { market, sku, id } = named;
  const key = skuKey(caller.merchant, market.market, sku);
  requireScope(caller, 'decide', market.market);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await parts.decisions.get(key, { consistent: true });
    if (stored === undefined || (named.claims === undefined && stored.value.decision !== id))
      throw noDecision(id);
    const before = stored.value;
    requireVersion(named.ifMatch, before.version ?? 1);
    if (named.claims !== undefined) requireSameDraft(named.claims, before);
    const at = parts.now();
    const standing = await readStanding(parts.controls, caller.merchant, market);
    const draft =
      wish.action === 'change'
        ? await heldChange(
            parts,
            { merchant: caller.merchant, limits: standing.limits, now: at },
            before,
            wish,
          )
        : undefined;
    const weighed = draft ?? before;
    const who = await requireRight(
      parts.rights,
      caller,
      {
        subject: weighed.subject ?? 'price',
        markets: [market.market],
        categories: [before.category ?? null],
        amount: weighed.amount ?? null,
      },
      at,
    );
    if (wish.action !== 'reject') requireApprover(wish.action, standing.rules.approvers, who, before);
    const event = eventOf(wish, { who, at, version: before.version ?? 1, draft });
    const advance = advanceSkuDecision(before, event, standing.rules);
    if (advance.kind === 'refused') throw refusalOf(advance.refusal, advance.detail);
    const options = decisionOptions(caller.merchant, advance.decision, stored.numbers?.rank ?? 0);
    const kept = await keepAct(
      parts,
      {
        ...{
          merchant: caller.merchant,
          event: wish.action,
          person: who.person,
          onBehalfOf: who.onBehalfOf,
          at,
        },
        ...{ before, after: advance.decision },
        inputs: inputsOf(standing.versions, named.claims),
        buyer: named.claims?.query.customer,
      },
      [parts.decisions.writing(key, advance.decision, stored.version, options)],
    );
    if (kept) return advance.decision;
  }
  throw overtaken();
}

function eventOf(
  wish: Wish,
  { who, at, version, draft }: { who: Decider; at: string; version: number; draft: SkuChange | undefined },
): SkuDecisionEvent {
  const by = { by: who.person, ...(who.onBehalfOf === undefined ? {} : { onBehalfOf: who.onBehalfOf }) };
  if (wish.action === 'approve') return { kind: 'approve', at, version, ...by };
  const { reasonCode } = wish;
  if (draft === undefined) return { kind: 'reject', at, version, by: who.person, reasonCode };
  return { kind: 'change', at, version, ...by, draft, reasonCode };
}

/** A signed answer's draft is approved where it is the night's: the same policy, price and order. @throws AppError `stale` */
function requireSameDraft(claims: DecisionClaims, decision: Decision): void {
  if (!isSameDraft(claims, decision))
    throw new AppError(
      'stale',
      `that answer proposed another draft than the one that stands: read the decision ${decision.decision}`,
    );
}

/** Tell whether a signed answer proposed the draft that stands. */
export const isSameDraft = (
  { policyVersion, priceMicros, orderUnits }: DecisionClaims,
  decision: Decision,
): boolean =>
  policyVersion === decision.policyVersion &&
  priceMicros === decision.price.micros &&
  orderUnits === decision.orderUnits;

/** Who is named may approve, and one who counts as somebody that agreed may not. @throws ForbiddenError */
function requireApprover(
  action: 'approve' | 'change',
  approvers: ReadonlySet<string> | null,
  { person, onBehalfOf = person, sharedWith }: Decider,
  decision: Decision,
): void {
  if (approvers !== null && !approvers.has(person) && !approvers.has(onBehalfOf))
    throw new ForbiddenError(`${person} is not among those who may approve in ${decision.market}`);
  if (action === 'change') return;
  for (const approval of lifeOf(decision).approvals) {
    const shared = sharedWith(approval);
    if (shared !== null)
      throw new ForbiddenError(`${shared} has approved already, and counts as one with ${person}`);
  }
}

/** Turn what the engine says into the error of the API. */
export function refusalOf(refusal: string, detail: string): AppError {
  if (refusal === 'stale') return new AppError('stale', detail);
  if (refusal === 'ownProposal' || refusal === 'sameApprover') return new ForbiddenError(detail);
  return new ConflictError(detail);
}

function inputsOf(
  versions: { merchantControl: number; marketControl: number },
  claims: DecisionClaims | undefined,
): NewLogEntry['inputs'] {
  if (claims === undefined) return versions;
  const { customer: _, ...query } = claims.query;
  return { ...versions, answeredAt: claims.issuedAt, claims: JSON.stringify({ ...claims, query }) };
}
