import {
  insightKeys,
  type Language,
  type Market,
  NotFoundError,
  type Target,
  type TargetIndex,
  type TargetList,
  type TargetPage,
} from '../../lib/domain/index.ts';
import { reasonedIn } from '../../lib/purchasing/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { type CustomerCodes, withCodes } from '../../lib/runtime/customer-codes.ts';
import type {
  AnalysisTable,
  CatalogTable,
  TargetIndexTable,
  TargetListTable,
} from '../../lib/stores/index.ts';
import { chooseTargets, emptyBecause, listNameOf } from './choose-targets.ts';
import { answerLack } from './never-run.ts';
import { answerPage } from './pages.ts';
import type { ApiRequest, RouteHandlers } from './request.ts';

type Dependencies = {
  targetIndexes: Pick<TargetIndexTable, 'get'>;
  targetLists: Pick<TargetListTable, 'get'>;
  analyses: Pick<AnalysisTable, 'get'>;
  catalog: CatalogTable;
  customerCodes: CustomerCodes;
  cursors: Cursors;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

const ROUTE = 'GET /v1/markets/{market}/customers';
type Request = ApiRequest<typeof ROUTE>;

/** List a market's buyers to act on, from the lists that the night made. */
export function createTargetRoutes(dependencies: Dependencies): Pick<RouteHandlers, typeof ROUTE> {
  const { targetIndexes, targetLists } = dependencies;
  return {
    [ROUTE]: async (request) => {
      const { caller, market, query } = request;
      const place = [caller.merchant, market.market] as const;
      const [index, stored] = await Promise.all([
        targetIndexes.get(insightKeys.targetIndex(...place)),
        targetLists.get(insightKeys.targetList(...place, listNameOf(query))),
      ]);
      if (index === undefined)
        return {
          body: await neverRun(dependencies, request),
          headers: languageHeaders(languageOf(query.language, request.acceptLanguage)),
        };
      if (query.segment !== undefined) requireSegment(index.value, query.segment, market);
      const list = stored?.value.version === index.value.version ? stored.value : undefined;
      return showPage(dependencies, request, index.value, list);
    },
  };
}

async function neverRun(dependencies: Dependencies, { caller, market }: Request): Promise<TargetPage> {
  const lack = await answerLack(dependencies, caller.merchant, market.market);
  const { runId, asOf, missing, detail } = lack;
  return { items: [], runId, asOf, buyers: 0, missing, detail };
}

function requireSegment({ segments }: TargetIndex, segment: string, { market }: Market): void {
  if (segments.some((one) => one.segment === segment)) return;
  throw new NotFoundError(`there is no segment ${segment} in the market ${market}`);
}

/** Cut a page out of the list. Its cursor names the version too: the next page of a list that was made anew is refused. */
async function showPage(
  { cursors, customerCodes }: Dependencies,
  { caller, market, query, acceptLanguage, requestId }: Request,
  index: TargetIndex,
  list: TargetList | undefined,
) {
  const targets = chooseTargets(list?.targets ?? [], query);
  const language = languageOf(query.language, acceptLanguage);
  const { segment = '', sku = '', order = '' } = query;
  const of = JSON.stringify([
    caller.merchant,
    'customers',
    market.market,
    segment,
    sku,
    order,
    index.version,
  ]);
  const page = await answerPage(
    { cursors, of: [of], query },
    async ({ limit = targets.length, cursor }) => {
      const from = Number(cursor?.from ?? 0);
      const next = from + limit < targets.length ? { cursor: { from: from + limit } } : {};
      const items = targets.slice(from, from + limit).map((value) => ({ sk: value.customer, value }));
      return { items, ...next };
    },
    async (items) => {
      const codes = await customerCodes(
        items.map(({ sk }) => sk),
        { caller, requestId },
      );
      const names = new Map(index.segments.map((one) => [one.segment, one.name]));
      return withCodes(
        items.map(({ value }) => {
          const segmentName = value.segment === undefined ? undefined : names.get(value.segment);
          return targetIn(segmentName === undefined ? value : { ...value, segmentName }, language);
        }),
        codes,
      );
    },
  );
  const { runId, asOf } = index;
  const detail = targets.length === 0 ? { detail: emptyBecause(query) } : {};
  // beyond the end of a SKU's list nobody knows whose segment a buyer is of
  const isPart = query.sku !== undefined && query.segment !== undefined;
  const buyers = isPart ? targets.length : (list?.buyers ?? 0);
  return {
    body: { ...page.body, runId, asOf, buyers, missing: [], ...detail },
    headers: { ...page.headers, ...languageHeaders(language) },
  };
}

/** Say why a buyer is expected to order, and why it is offered what, in a language. */
function targetIn<T extends Target>(target: T, language: Language): T {
  const { offer } = target;
  return reasonedIn(
    offer === undefined ? target : { ...target, offer: reasonedIn(offer, language) },
    language,
  );
}
