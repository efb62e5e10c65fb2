import {
  ALL_MARKETS,
  DEFAULT_PAGE_ITEMS,
  type Decision,
  type DecisionState,
  type DecisionView,
} from '../../lib/domain/index.ts';
import type { AnyDecision, DocumentCursor } from '../../lib/stores/index.ts';
import type { DecisionParts } from './decision-parts.ts';
import { type ListAnswer, nextPage } from './pages.ts';

type Asked = {
  status?: DecisionState | undefined;
  market?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};

/**
 * List decisions by where they stand, a page that is full as long as there are more.
 *
 * Without a market they come market after market, the merchant's own first: money of two currencies has no order.
 */
export async function listDecisions(
  { lists, cursors, tenants, now }: Pick<DecisionParts, 'lists' | 'cursors' | 'tenants' | 'now'>,
  merchant: string,
  query: Asked,
): Promise<ListAnswer<DecisionView>> {
  const { status: state = 'proposed', limit = DEFAULT_PAGE_ITEMS } = query;
  const all = tenants.markets(merchant).map(({ market }) => market);
  const markets =
    query.market === undefined ? [ALL_MARKETS, ...all] : [tenants.market(merchant, query.market).market];
  const of = [merchant, 'decisions', state, query.market ?? ''];
  let [place, cursor] = await startOf(cursors, of.join(' '), query.cursor);
  const items: DecisionView[] = [];
  for (let market = markets[place]; market !== undefined; market = markets[place]) {
    const wanted = limit - items.length;
    const page = await lists.inState({ merchant, market, state }, { limit: wanted, cursor });
    const at = now();
    items.push(...page.decisions.filter((decision) => isShown(decision, at)).map(viewOfAny));
    cursor = page.cursor;
    if (cursor === undefined) place++;
    if (items.length === limit) break;
  }
  if (place >= markets.length) return { body: { items }, headers: {} };
  return nextPage({ cursors, of, query }, items, { place, ...(cursor ?? {}) });
}

/** Where a page starts: a market's place in the order, and a place in its list. */
async function startOf(
  cursors: DecisionParts['cursors'],
  list: string,
  given: string | undefined,
): Promise<[place: number, cursor: DocumentCursor | undefined]> {
  if (given === undefined) return [0, undefined];
  const { place, ...cursor } = await cursors.read(list, given);
  return [Number(place), Object.keys(cursor).length === 0 ? undefined : cursor];
}

/** A change of limits that nobody approved in time waits for nobody. */
const isShown = (decision: AnyDecision, now: string): boolean =>
  'sku' in decision || decision.state !== 'proposed' || now < decision.validUntil;

export const viewOfAny = (decision: AnyDecision): DecisionView =>
  'sku' in decision ? viewOf(decision) : decision;

/** A row of before is a draft of version 1. */
export const viewOf = (decision: Decision) => ({ ...decision, version: decision.version ?? 1 });
