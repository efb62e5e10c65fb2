import { type InsufficientData, insightKeys, type Market, NotFoundError } from '../../lib/domain/index.ts';
import type {
  AdviceTable,
  AnalysisTable,
  BuyerTable,
  CatalogTable,
  SegmentationTable,
} from '../../lib/stores/index.ts';
import type { CustomerCodes } from './customer-codes.ts';
import { newestOrderDate } from './order-dates.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  segmentations: SegmentationTable;
  analyses: AnalysisTable;
  buyers: BuyerTable;
  advice: AdviceTable;
  catalog: CatalogTable;
  customerCodes: CustomerCodes;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Show what the night found of a market: its segments, its buyers, its analysis. */
export function createInsightRoutes({
  segmentations,
  analyses,
  buyers,
  advice,
  catalog,
  customerCodes,
  now,
}: Dependencies): Pick<
  RouteHandlers,
  | 'GET /v1/markets/{market}/segments'
  | 'GET /v1/markets/{market}/customers/{customer}'
  | 'GET /v1/markets/{market}/analysis'
> {
  const neverRun = async (merchant: string, market: Market) =>
    answerNeverRun(market, await newestOrderDate(catalog, merchant, market.market), now());
  return {
    'GET /v1/markets/{market}/segments': async ({ caller: { merchant }, market }) => {
      const stored = await segmentations.get(insightKeys.segmentation(merchant, market.market));
      return { body: stored?.value ?? (await neverRun(merchant, market)) };
    },
    'GET /v1/markets/{market}/analysis': async ({ caller: { merchant }, market }) => {
      const stored = await analyses.get(insightKeys.analysis(merchant, market.market));
      return { body: stored?.value ?? (await neverRun(merchant, market)) };
    },
    'GET /v1/markets/{market}/customers/{customer}': async ({ caller, market, path, requestId }) => {
      const { merchant, client, scopes } = caller;
      const [stored, advised] = await Promise.all([
        buyers.get(insightKeys.buyer(merchant, market.market, path.customer)),
        advice.get(insightKeys.advice(merchant, market.market, path.customer)),
      ]);
      if (stored === undefined)
        throw new NotFoundError(`there is no customer ${path.customer} in the market ${market.market}`);
      if ('kind' in stored.value)
        throw new NotFoundError(`the customer ${path.customer} is in no segment of ${market.market} yet`);
      const customerCode = scopes.has('identify')
        ? await customerCodes(path.customer, { merchant, client, requestId })
        : undefined;
      const { prediction, offers = [] } = advised?.value ?? {};
      return {
        body: {
          ...stored.value,
          ...(customerCode === undefined ? {} : { customerCode }),
          ...(prediction === undefined ? {} : { prediction }),
          offers,
        },
      };
    },
  };
}

/**
 * Say what a market lacks that has never been run: orders, or with orders just the run. No run made it, so `runId` is
 * empty and `asOf` is the newest order's date, else today's in UTC.
 */
function answerNeverRun({ market }: Market, newest: string | undefined, now: string): InsufficientData {
  const empty = { kind: 'insufficientData', runId: '', asOf: newest ?? now.slice(0, 10) } as const;
  return newest === undefined
    ? { ...empty, missing: ['orders'], detail: `the market ${market} has no orders: upload some` }
    : { ...empty, missing: ['run'], detail: `the market ${market} has orders and waits for its first run` };
}
