import {
  type Attention,
  DEFAULT_PAGE_ITEMS,
  type Market,
  type PolicyDocument,
  skuKey,
} from '../../lib/domain/index.ts';
import { summariseSku } from '../../lib/operations/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type {
  ControlTable,
  DecisionTable,
  ForecastTable,
  Page,
  PolicyTable,
  QueryOptions,
} from '../../lib/stores/index.ts';
import { answerPage } from './pages.ts';
import { answerContextOf } from './sku-context.ts';

type Dependencies = {
  policies: PolicyTable;
  forecasts: ForecastTable;
  decisions: DecisionTable;
  controls: ControlTable;
  cursors: Cursors;
  now: () => string;
};

type Asked = {
  order?: 'risk' | 'sku' | undefined;
  filter?: Attention | undefined;
  prefix?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};

type Summary = ReturnType<typeof summariseSku>;

/** Reads of one answer to a filter: one that little fits comes in short pages rather than late. */
const MOST_READS = 5;

/** A page of a market's SKUs. A code's beginning goes by the order of codes, in which those that share it are neighbours. */
export async function listSkus(
  { policies, forecasts, decisions, controls, cursors, now }: Dependencies,
  merchant: string,
  { market }: Market,
  query: Asked,
) {
  const { filter, prefix } = query;
  const order = prefix === undefined ? (query.order ?? 'risk') : 'sku';
  const { pk } = skuKey(merchant, market, '');
  const among =
    order === 'risk' ? { index: 'byRisk', descending: true } : prefix === undefined ? {} : { prefix };
  const context = await answerContextOf(controls, merchant, market, now());
  const summarise = async (items: Page<PolicyDocument>['items']): Promise<Summary[]> => {
    const skus = items.map(({ sk }) => sk);
    const [joined, decided] = await Promise.all([forecasts.getAll(pk, skus), decisions.getAll(pk, skus)]);
    return items.map(({ sk, value, numbers }) =>
      summariseSku(
        sk,
        { policy: value, forecast: joined.get(sk), riskMinor: numbers?.risk },
        { ...context, decision: decided.get(sk) },
      ),
    );
  };
  const read = (page: PageAsked) => policies.query(pk, { ...page, ...among });
  const list = [merchant, 'skus', market, order, ...((filter ?? prefix) ? [filter ?? '', prefix ?? ''] : [])];
  if (filter === undefined)
    return answerPage<PolicyDocument, Summary>({ cursors, of: list, query }, read, summarise);
  const fitting = new Map<string, Summary>();
  return answerPage<PolicyDocument, Summary>(
    { cursors, of: list, query },
    (page) =>
      readFitting(page, read, async (items) => {
        const summaries = await summarise(items);
        for (const summary of summaries)
          if (summary.attention.includes(filter)) fitting.set(summary.sku, summary);
        return items.filter(({ sk }) => fitting.has(sk));
      }),
    (items) => items.flatMap(({ sk }) => fitting.get(sk) ?? []),
  );
}

type PageAsked = Pick<QueryOptions, 'limit' | 'cursor'>;

/** Read on until the page is full of what fits, the list ends, or it has taken long enough. Never more than is lacking is read, so that nothing is skipped. */
async function readFitting(
  { limit = DEFAULT_PAGE_ITEMS, ...from }: PageAsked,
  read: (page: PageAsked) => Promise<Page<PolicyDocument>>,
  fittingOf: (items: Page<PolicyDocument>['items']) => Promise<Page<PolicyDocument>['items']>,
): Promise<Page<PolicyDocument>> {
  const items: Page<PolicyDocument>['items'] = [];
  let start: Pick<QueryOptions, 'cursor'> = from;
  for (let reads = 0; reads < MOST_READS && items.length < limit; reads++) {
    const page = await read({ limit: limit - items.length, ...start });
    items.push(...(await fittingOf(page.items)));
    if (page.cursor === undefined) return { items };
    start = { cursor: page.cursor };
  }
  return { items, ...start };
}
