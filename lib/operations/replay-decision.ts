import {
  DEFAULT_CONTROL,
  type DecisionClaims,
  type GuardPrice,
  InputError,
  type ServedPolicy,
} from '../domain/index.ts';
import { type RecommendationDraft, recommend } from './answer.ts';

/** What a decision proposes, as its token carries it. */
export type DecisionClaim = Pick<DecisionClaims, 'policyVersion' | 'orderUnits' | 'priceMicros'>;

/** An answer made again, and whether it proposes what was signed. */
export type DecisionReplay = {
  kind: 'same' | 'different';
  claimed: DecisionClaim;
  replayed: DecisionClaim;
  answer: RecommendationDraft;
};

/** Claim what is proposed; where nothing may be proposed, that the price is kept and nothing is ordered. */
export function claimOf(draft: Extract<RecommendationDraft, { kind: 'ready' }>): DecisionClaim {
  return {
    policyVersion: draft.policyVersion,
    orderUnits: draft.proposal?.orderUnits ?? 0,
    priceMicros: draft.proposal?.price.micros ?? draft.state.price.micros,
  };
}

/**
 * Answer once more what a signed decision answered, from its claims and the policy it names: same policy, query, moment,
 * controls and price group, so the same answer.
 *
 * @param policy - of the version that the claims name: today's row, or the one that the run's audit keeps
 * @returns kind `different` when the proposal is another than the one signed: the rules of answering have changed since
 * @throws InputError when the policy is of another SKU or version, or none was learnt
 */
export function replayDecision(
  claims: DecisionClaims,
  policy: ServedPolicy,
  guardPrice: GuardPrice,
): DecisionReplay {
  const { sku, policyVersion, orderUnits, priceMicros, market, query, issuedAt, priceGroup } = claims;
  const { arm = 'ai' } = claims;
  if (policy.kind === 'insufficientData' || policy.sku !== sku || policy.policyVersion !== policyVersion)
    throw new InputError(`the decision was made from ${policyVersion} of ${sku}, which this policy is not`);
  const answer = recommend(policy, {
    market,
    query,
    guardPrice,
    now: issuedAt,
    arm,
    marketControl: claims.control ?? DEFAULT_CONTROL,
    ...(priceGroup === undefined ? {} : { priceGroup }),
    ...(claims.optedOut === true ? { optedOut: true } : {}),
  });
  if (answer.kind !== 'ready') throw new InputError(`the policy ${policyVersion} of ${sku} proposes nothing`);
  const replayed = claimOf(answer);
  const same = replayed.orderUnits === orderUnits && replayed.priceMicros === priceMicros;
  return {
    kind: same ? 'same' : 'different',
    claimed: { policyVersion, orderUnits, priceMicros },
    replayed,
    answer,
  };
}
