import {
  AppError,
  type BulkItem,
  type Decision,
  type DecisionView,
  type Language,
  type LimitsDecision,
  limitsKey,
  skuKey,
} from '../../lib/domain/index.ts';
import { createExplain } from '../../lib/oversight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import { problemOf } from '../../lib/runtime/problem.ts';
import { inBatches } from '../../lib/stores/in-batches.ts';
import { decideLimits } from './decide-limits.ts';
import { decideSku, isSameDraft, type Wish } from './decide-sku.ts';
import type { DecisionParts } from './decision-parts.ts';
import { entityTag } from './entity-tag.ts';
import { createKeptBackInWords } from './in-words.ts';
import { listDecisions, viewOf } from './list-decisions.ts';
import { noDecision, placeOfDecision } from './place-of-decision.ts';
import type { RouteHandlers } from './request.ts';

type DecisionRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/decisions'
  | 'GET /v1/decisions/{decision}'
  | 'POST /v1/decisions/{decision}/approve'
  | 'POST /v1/decisions/{decision}/reject'
  | 'PATCH /v1/decisions/{decision}'
  | 'POST /v1/decisions/bulk'
>;

/** Decisions of a request that are on their way at a time. */
const AT_ONCE = 8;

/** Show decisions, and let a person approve, change or reject them, one or many. */
export function createDecisionRoutes(parts: DecisionParts): DecisionRoutes {
  const one = async (caller: Caller, id: string, ifMatch: string | undefined, wish: Wish) => {
    const body = await decide(parts, caller, { id, ifMatch }, wish);
    return { body, headers: { etag: entityTag(body.version) } };
  };
  return {
    'GET /v1/decisions': async ({ caller, query, acceptLanguage }) => {
      const language = languageOf(query.language, acceptLanguage);
      const { body, headers } = await listDecisions(parts, caller.merchant, query);
      const items = explained(body.items, language);
      return { body: { ...body, items }, headers: { ...headers, ...languageHeaders(language) } };
    },
    'GET /v1/decisions/{decision}': async ({ caller, path, query, acceptLanguage }) => {
      const language = languageOf(query.language, acceptLanguage);
      const found = await readDecision(parts, caller.merchant, path.decision);
      const [body = found] = explained([found], language);
      return { body, headers: { etag: entityTag(body.version), ...languageHeaders(language) } };
    },
    'POST /v1/decisions/{decision}/approve': ({ caller, path, ifMatch }) =>
      one(caller, path.decision, ifMatch, { action: 'approve' }),
    'POST /v1/decisions/{decision}/reject': ({ caller, path, ifMatch, body }) =>
      one(caller, path.decision, ifMatch, { action: 'reject', ...body }),
    'PATCH /v1/decisions/{decision}': ({ caller, path, ifMatch, body }) =>
      one(caller, path.decision, ifMatch, { action: 'change', ...body }),
    'POST /v1/decisions/bulk': async ({ caller, body, requestId }) => {
      const items = [];
      const take = (item: BulkItem) => decideItem(parts, caller, item, requestId);
      for await (const done of inBatches(body.items, AT_ONCE, take)) items.push(...done);
      const refused = items.filter(({ problem }) => problem !== undefined).length;
      return { body: { done: items.length - refused, refused, items } };
    },
  };
}

/** Say of each decision of a SKU why it was drafted, and what kept it for a person. */
function explained(decisions: readonly DecisionView[], language: Language): DecisionView[] {
  const explain = createExplain(language);
  const keptBack = createKeptBackInWords(language);
  return decisions.map((decision) =>
    'sku' in decision ? { ...keptBack(decision), why: explain(decision) } : decision,
  );
}

async function decide(
  parts: DecisionParts,
  caller: Caller,
  { id, ifMatch }: { id: string; ifMatch: string | undefined },
  wish: Wish,
): Promise<DecisionView> {
  const place = await placeOfDecision(parts, caller.merchant, id);
  return place.kind === 'limits'
    ? decideLimits(parts, caller, { id, market: place.market, ifMatch }, wish)
    : viewOf(await decideSku(parts, caller, { ...place, id, ifMatch }, wish));
}

/** Do with one of many what is wished; what keeps it is the item's own problem and stops no other. */
async function decideItem(parts: DecisionParts, caller: Caller, item: BulkItem, requestId: string) {
  const { decision: id, version } = item;
  try {
    const ifMatch = version === undefined ? undefined : entityTag(version);
    return { decision: id, result: await decide(parts, caller, { id, ifMatch }, wishOf(item)) };
  } catch (error) {
    // what is no fault of the item is the request's: it can be sent again as a whole
    if (!(error instanceof AppError) || error.code === 'upstream') throw error;
    return { decision: id, problem: problemOf(error, { requestId, path: `/v1/decisions/${id}` }) };
  }
}

function wishOf({ action, price, orderUnits, reasonCode }: BulkItem): Wish {
  if (action === 'approve') return { action };
  if (reasonCode === undefined)
    throw new AppError('invalid-input', `a reasonCode is needed to ${action} a decision`);
  if (action === 'reject') return { action, reasonCode };
  if (price === undefined && orderUnits === undefined)
    throw new AppError('invalid-input', 'a change must have a price, orderUnits or both');
  return { action, price, orderUnits, reasonCode };
}

async function readDecision(parts: DecisionParts, merchant: string, id: string): Promise<DecisionView> {
  const place = await placeOfDecision(parts, merchant, id);
  if (place.kind === 'limits') {
    const key = limitsKey(merchant, place.market?.market ?? null);
    return named(id, await parts.limitsDecisions.get(key, { consistent: true })).value;
  }
  const { claims, market, sku } = place;
  const key = skuKey(merchant, market.market, sku);
  const stored = await parts.decisions.get(key, { consistent: true });
  if (claims === undefined) return viewOf(named(id, stored).value);
  if (stored === undefined) throw noDecision(id);
  const { policyVersion, priceMicros, orderUnits } = claims;
  const price = { micros: priceMicros, currency: stored.value.price.currency };
  const sameDraft = isSameDraft(claims, stored.value);
  return { ...viewOf(stored.value), signed: { policyVersion, price, orderUnits, sameDraft } };
}

/** Only under its own id: the one before it in the same place is over. @throws NotFoundError */
function named<T extends Decision | LimitsDecision>(id: string, stored: { value: T } | undefined) {
  if (stored === undefined || stored.value.decision !== id) throw noDecision(id);
  return stored;
}
