import {
  type DecisionClaims,
  NotFoundError,
  parseAs,
  type Recommendation,
  recommendationQuerySchema,
  type ServedPolicy,
  withStockLevel,
} from '../../lib/domain/index.ts';
import {
  type AnswerContext,
  claimOf,
  effectiveControl,
  type RecommendationDraft,
  recommend,
} from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import type { CustomerNames, NamesBefore } from '../../lib/runtime/customer-names.ts';
import { type HttpAnswer, jsonAnswer } from '../../lib/runtime/http-answer.ts';
import {
  callerOf,
  type HttpEvent,
  pathParameter,
  queryOf,
  requireScope,
} from '../../lib/runtime/http-event.ts';
import type { Signer } from '../../lib/runtime/signing.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { HotPathReader } from '../../lib/stores/hot-path.ts';

export type Dependencies = {
  tenants: Tenants;
  readRows: HotPathReader;
  customerNames: CustomerNames;
  /** Absent: no key but one was ever used. */
  namesBefore?: NamesBefore;
  decisions: Signer<DecisionClaims>;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/**
 * Answer what to charge and how many to reorder: one BatchGetItem and arithmetic. Writes nothing; the decision id carries
 * what was judged, signed, so that an approval or an outcome can bring it back.
 */
export const createHandler =
  ({ tenants, readRows, customerNames, namesBefore, decisions, now }: Dependencies) =>
  async (event: HttpEvent): Promise<HttpAnswer> => {
    const caller = callerOf(event);
    requireScope(caller, 'read');
    const { market } = tenants.market(caller.merchant, pathParameter(event, 'market'));
    const sku = pathParameter(event, 'sku');
    const asked = parseAs(recommendationQuerySchema, queryOf(event), 'the query', '/query');
    // from here on the customer's own code is gone: the decision id, which others keep, carries the pseudonym
    const named =
      asked.customer === undefined
        ? asked
        : { ...asked, customer: await customerNames(caller.merchant, asked.customer) };
    const before =
      asked.customer === undefined ? undefined : await namesBefore?.(caller.merchant, asked.customer);
    const asking =
      named.customer === undefined || before === undefined ? named.customer : { now: named.customer, before };

    const stockIsSaid = asked.onHand !== undefined && asked.onOrder !== undefined;
    const rows = await readRows({ merchant: caller.merchant, market, sku, customer: asking, stockIsSaid });
    const { policy, merchantControl, marketControl, customer, decision, stockLevel } = rows;
    // a buyer that is asked by the name before, and has another by now
    const query =
      before === undefined && named.customer !== undefined && customer?.customer !== undefined
        ? { ...named, customer: customer.customer }
        : named;
    if (policy === undefined) throw new NotFoundError(`there is no SKU ${sku} in the market ${market}`);

    const priceGroup = customer === undefined ? undefined : (customer.priceGroup ?? '');
    const fileAsOf = policy.kind === 'insufficientData' ? null : policy.lastKnown.stockAsOf;
    const context: AnswerContext = {
      ...{ merchantControl, marketControl, market, now: now(), guardPrice, priceGroup, decision },
      // what was said of stock since the newest file stands in the query, and so in the decision id
      query: withStockLevel(query, stockLevel, fileAsOf),
      ...(customer?.automated === false ? { optedOut: true } : {}),
      customerTrial: customer?.trial,
    };
    const draft = recommend(policy, context);
    const answer: Recommendation =
      draft.kind === 'insufficientData'
        ? draft
        : {
            ...draft,
            decisionId: await decisions.sign(claimsOf(draft, policy, context, caller.merchant)),
          };
    return jsonAnswer(200, answer);
  };

/** Claim what was judged and proposed, and all that it takes to do so again. */
function claimsOf(
  draft: Extract<RecommendationDraft, { kind: 'ready' }>,
  policy: ServedPolicy,
  { query, priceGroup, ...context }: AnswerContext,
  merchant: string,
): DecisionClaims {
  const { runId, shard } = policy.kind === 'insufficientData' ? { runId: policy.runId } : policy;
  return {
    merchant,
    query,
    issuedAt: context.now,
    market: draft.market,
    sku: draft.sku,
    ...claimOf(draft),
    runId,
    ...(shard === undefined ? {} : { shard }),
    control: effectiveControl(context),
    ...(priceGroup === undefined ? {} : { priceGroup }),
    ...(context.optedOut === true ? { optedOut: true as const } : {}),
    ...(draft.arm === 'human' ? { arm: draft.arm } : {}),
  };
}
