import type {
  AnalysisDocument,
  BuyerView,
  EarningsLine,
  EarningsView,
  ForecastDocument,
  MarketView,
  Recommendation,
  SegmentationDocument,
  SkuSummary,
  TargetOrder,
  TargetPage,
} from '../../../lib/domain/index.ts';

/** Where each region's API answers, as the deployment says in `config.json` beside the page. */
export type Configuration = { regions: { region: string; api: string }[] };

/** A market and the API that holds it. */
export type HomedMarket = MarketView & { api: string };

/** The markets of the regions that answer, and the regions that don't. */
export type Markets = { held: HomedMarket[]; silent: string[] };

/** Read the page's own configuration. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch('./config.json');
  if (!answer.ok) throw new Error('the page came without its configuration');
  return answer.json();
}

/**
 * Every route that the page reads, with the token that is kept in memory alone.
 *
 * @param onRefused - called when the token is not taken, or no longer
 */
export function createApi(token: string, onRefused: () => void) {
  const get = async <T>(base: string, path: string): Promise<T> => {
    const asked = fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const answer = await asked.catch((cause: unknown) => {
      throw new Error('the API does not answer', { cause });
    });
    if (answer.ok) return answer.json();
    if (answer.status === 401) onRefused();
    const problem: { detail?: string; title?: string; message?: string } = await answer
      .json()
      .catch(() => ({}));
    const said = problem.detail ?? problem.title ?? problem.message ?? answer.statusText;
    throw new Error(said);
  };
  const inMarket = (market: HomedMarket, path: string) =>
    `/v1/markets/${encodeURIComponent(market.market)}${path}`;

  return {
    /** @throws what the first region says when none answers */
    markets: async ({ regions }: Configuration): Promise<Markets> => {
      const connected = regions.filter(({ api }) => api !== '');
      const lists = await Promise.allSettled(
        connected.map(async ({ api }) => {
          const { items } = await get<{ items: MarketView[] }>(api, '/v1/markets');
          return items.map((market) => ({ ...market, api }));
        }),
      );
      const [first] = lists;
      if (first?.status === 'rejected' && lists.every(({ status }) => status === 'rejected'))
        throw first.reason;
      const silent = connected.filter((_, place) => lists[place]?.status === 'rejected');
      return {
        held: lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])),
        silent: silent.map(({ region }) => region),
      };
    },
    worklist: (market: HomedMarket, cursor?: string) =>
      get<{ items: SkuSummary[]; cursor?: string }>(
        market.api,
        inMarket(market, `/skus?${queryOf({ limit: '100', cursor })}`),
      ),
    forecast: (market: HomedMarket, sku: string) =>
      get<ForecastDocument>(market.api, inMarket(market, `/forecasts/${encodeURIComponent(sku)}`)),
    recommendation: (market: HomedMarket, sku: string) =>
      get<Recommendation>(market.api, inMarket(market, `/skus/${encodeURIComponent(sku)}/recommendation`)),
    segments: (market: HomedMarket) => get<SegmentationDocument>(market.api, inMarket(market, '/segments')),
    buyer: (market: HomedMarket, customer: string) =>
      get<BuyerView>(market.api, inMarket(market, `/customers/${encodeURIComponent(customer)}`)),
    /** Buyers to act on, of one segment where it is named. */
    targets: (
      market: HomedMarket,
      of: { order: TargetOrder; segment: string | undefined },
      cursor?: string,
    ) =>
      get<TargetPage>(market.api, inMarket(market, `/customers?${queryOf({ limit: '50', ...of, cursor })}`)),
    analysis: (market: HomedMarket) => get<AnalysisDocument>(market.api, inMarket(market, '/analysis')),
    earnings: (market: HomedMarket, month: string | undefined) =>
      get<EarningsView>(market.api, `/v1/earnings?${queryOf({ month })}`),
    earningsLines: (market: HomedMarket, month: string, cursor?: string) =>
      get<{ items: EarningsLine[]; cursor?: string }>(
        market.api,
        inMarket(market, `/earnings/lines?${queryOf({ month, cursor })}`),
      ),
  };
}

/** Write a query of what is given. */
function queryOf(given: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export type Api = ReturnType<typeof createApi>;
