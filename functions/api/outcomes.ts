import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  armOf,
  ConflictError,
  type DecisionClaims,
  InputError,
  NotFoundError,
  type Outcome,
  type OutcomesAnswer,
  outcomeKey,
  type PolicyDocument,
  type StoredOutcome,
  skuKey,
} from '../../lib/domain/index.ts';
import { implausible } from '../../lib/operations/index.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import { problemOf } from '../../lib/runtime/problem.ts';
import type { Signer } from '../../lib/runtime/signing.ts';
import {
  type ControlTable,
  experimentsInForce,
  inBatches,
  type OutcomeTable,
  type PolicyTable,
} from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  outcomes: OutcomeTable;
  policies: PolicyTable;
  controls: Pick<ControlTable, 'get'>;
  decisions: Signer<DecisionClaims>;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};
/** Where outcomes are reported, and the day that it is there. */
type Place = {
  merchant: string;
  market: string;
  currency: string;
  today: string;
  /** Experiments whose arms have force. */
  running: readonly string[];
};
type Result = OutcomesAnswer['results'][number];

/** Writes under way at once: 500 in one burst would meet the table's throttle. */
const AT_ONCE = 25;

/** Take reports of what orders can't tell; each is an item of its own, counted once, refused alone. */
export function createOutcomeRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'POST /v1/markets/{market}/outcomes'> {
  return {
    'POST /v1/markets/{market}/outcomes': async ({ caller, market, body, requestId }) => {
      const place = {
        merchant: caller.merchant,
        market: market.market,
        currency: market.currency,
        today: todayIn(market.timeZone, dependencies.now()),
        running: await experimentsInForce(dependencies.controls, {
          merchant: caller.merchant,
          market: market.market,
        }),
      };
      const { pk } = skuKey(place.merchant, place.market, '');
      const skus = body.outcomes.map(({ sku }) => sku);
      const known = await dependencies.policies.getAll(pk, skus);

      const results: Result[] = [];
      const take = (outcome: Outcome, index: number) =>
        takeOne(dependencies, place, known.get(outcome.sku), outcome).catch((error: unknown) =>
          refused(outcome, error, { requestId, path: `/outcomes/${index}` }),
        );
      for await (const taken of inBatches(body.outcomes, AT_ONCE, take)) results.push(...taken);
      return { body: { ...totalsOf(results), results } };
    },
  };
}

/** Check one outcome and count it. @throws AppError when it can't be counted, for a reason that is the item's own */
async function takeOne(
  { outcomes, decisions }: Dependencies,
  place: Place,
  policy: PolicyDocument | undefined,
  outcome: Outcome,
): Promise<Result> {
  const { key, sku, decisionId, corrects } = outcome;
  if (policy === undefined) throw new NotFoundError(`there is no SKU ${sku} in the market ${place.market}`);
  checkSaid(outcome, place);
  checkBelieved(outcome, policy, place);
  if (corrects !== undefined) await checkCorrected(outcomes, place, { key, sku, corrects });
  const claims = decisionId === undefined ? undefined : await readDecision(decisions, decisionId, place, sku);

  const address = outcomeKey(place.merchant, place.market, sku, key);
  const kept: StoredOutcome = {
    ...(claims === undefined ? outcome : { ...withoutBuyer(outcome, claims), decided: decidedBy(claims) }),
    ...(policy.trial === undefined ? {} : { arm: armOf(policy.trial, place.running) }),
  };
  const superseded = claims !== undefined && isSuperseded(claims, policy) ? { superseded: true } : {};
  if (await outcomes.putNew(address, kept, { attempt: randomUUID() }))
    return { key, sku, state: 'counted', ...superseded };
  const twin = await outcomes.get(address, { consistent: true });
  if (!isSame(saidIn(twin?.value), outcome))
    throw new ConflictError(
      `the key ${key} was used for another outcome of this SKU: to change it, send a new key that corrects it`,
    );
  return { key, sku, state: 'alreadyCounted', ...superseded };
}

/** What a decision proposed: enough to tell at night whether it was followed. */
const decidedBy = ({ policyVersion, priceMicros, orderUnits }: DecisionClaims) => ({
  policyVersion,
  priceMicros,
  orderUnits,
});

/** An id that names a buyer is not kept: its pseudonym would outlive a change of its key, and what was decided stands beside it. */
function withoutBuyer(outcome: Outcome, { query }: DecisionClaims): Outcome {
  if (query.customer === undefined) return outcome;
  const { decisionId: _, ...rest } = outcome;
  return rest;
}

/** Whether the same was said before; an id that was not kept, or was taken out since, is no difference. */
const isSame = (before: Outcome | undefined, now: Outcome): boolean => {
  const { decisionId: _, ...rest } = now;
  return isDeepStrictEqual(before, now) || isDeepStrictEqual(before, rest);
};

const isSuperseded = ({ policyVersion }: DecisionClaims, policy: PolicyDocument) =>
  policy.kind !== 'ready' || policy.policyVersion !== policyVersion;

/** The caller's own part of a stored outcome. */
function saidIn(stored: StoredOutcome | undefined): Outcome | undefined {
  if (stored === undefined) return undefined;
  const { decided, arm, ...said } = stored;
  return said;
}

/** What is said must be of days that were there and in the money of the market. @throws InputError */
function checkSaid({ from, to, priceShown }: Outcome, { market, currency, today }: Place): void {
  if (to < from) throw new InputError(`the period ends on ${to}, before it starts on ${from}`);
  if (to > today)
    throw new InputError(
      `the period ends on ${to}, and in ${market} it is ${today}: report days when they are there`,
    );
  if (priceShown !== undefined && priceShown.currency !== currency)
    throw new InputError(
      `the price shown is in ${priceShown.currency}, the market ${market} trades in ${currency}`,
    );
}

/** Units and price must be of the SKU's own size, as far as the last night knew it. @throws InputError */
function checkBelieved(outcome: Outcome, policy: PolicyDocument, { currency }: Place): void {
  const known = policy.kind === 'ready' && policy.demand.largestDayUnits !== undefined;
  const doubt = implausible(outcome, {
    // of a SKU without a policy only the night, which has its orders, can tell
    largestDayUnits: known ? (policy.demand.largestDayUnits ?? 0) : Number.POSITIVE_INFINITY,
    packSize: policy.kind === 'ready' ? policy.replenishment.packSize : 1,
    priceMicros: policy.currency === currency ? policy.lastKnown.unitPriceMicros : null,
    currency,
  });
  if (doubt !== null) throw new InputError(doubt);
}

/** A correction must name an outcome that is there. @throws InputError, NotFoundError */
async function checkCorrected(
  outcomes: OutcomeTable,
  { merchant, market }: Place,
  { key, sku, corrects }: { key: string; sku: string; corrects: string },
): Promise<void> {
  if (corrects === key)
    throw new InputError(`the outcome ${key} corrects itself: give the correction a key of its own`);
  const there = await outcomes.get(outcomeKey(merchant, market, sku, corrects), { consistent: true });
  if (there === undefined)
    throw new NotFoundError(
      `there is no outcome ${corrects} of the SKU ${sku} to correct: send that one first`,
    );
}

/**
 * Read what a decision id carries.
 *
 * @throws NotFoundError, in the same words, when it was not made here or is of another merchant, market or SKU
 */
async function readDecision(
  decisions: Signer<DecisionClaims>,
  decisionId: string,
  { merchant, market }: Place,
  sku: string,
): Promise<DecisionClaims> {
  const absent = new NotFoundError(`there is no decision of this id for the SKU ${sku}`);
  const claims = await decisions.verify(decisionId).catch((error: unknown) => {
    throw error instanceof InputError ? absent : error;
  });
  if (claims.merchant !== merchant || claims.market !== market || claims.sku !== sku) throw absent;
  return claims;
}

/** Refuse one item where the fault is its own; anything else fails the whole request, which may be sent again. */
function refused({ key, sku }: Outcome, error: unknown, item: { requestId: string; path: string }): Result {
  if (!(error instanceof AppError) || error.code === 'upstream') throw error;
  return { key, sku, state: 'refused', problem: problemOf(error, item) };
}

function totalsOf(results: readonly Result[]) {
  const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
  return { counted: count('counted'), alreadyCounted: count('alreadyCounted'), refused: count('refused') };
}
