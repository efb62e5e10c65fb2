import {
  type DecisionClaims,
  NotFoundError,
  type Recommendation,
  type RecommendationQuery,
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
import type { Signer } from '../../lib/runtime/signing.ts';
import type { HotPathReader } from '../../lib/stores/hot-path.ts';

export type AnswerParts = {
  readRows: HotPathReader;
  customerNames: CustomerNames;
  /** Absent: no key but one was ever used. */
  namesBefore?: NamesBefore;
  decisions: Signer<DecisionClaims>;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** One question: a SKU of a merchant's market, and what is said of it. */
export type Question = { merchant: string; market: string; sku: string; asked: RecommendationQuery };

/**
 * Answer what to charge and how many to reorder of one SKU: one BatchGetItem and arithmetic. Writes nothing; the decision id carries
 * what was judged, signed, so that an approval or an outcome can bring it back.
 *
 * @throws NotFoundError where the market has no such SKU
 */
export const createAnswerOne =
  ({ readRows, customerNames, namesBefore, decisions, now }: AnswerParts) =>
  async ({ merchant, market, sku, asked }: Question): Promise<Recommendation> => {
    // from here on the customer's own code is gone: the decision id, which others keep, carries the pseudonym
    const named =
      asked.customer === undefined
        ? asked
        : { ...asked, customer: await customerNames(merchant, asked.customer) };
    const before = asked.customer === undefined ? undefined : await namesBefore?.(merchant, asked.customer);
    const asking =
      named.customer === undefined || before === undefined ? named.customer : { now: named.customer, before };

    const stockIsSaid = asked.onHand !== undefined && asked.onOrder !== undefined;
    const rows = await readRows({ merchant, market, sku, customer: asking, stockIsSaid });
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
    return draft.kind === 'insufficientData'
      ? draft
      : {
          ...draft,
          decisionId: await decisions.sign(claimsOf(draft, policy, context, merchant)),
        };
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
