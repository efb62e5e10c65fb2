import type {
  AnalysisDocument,
  ForecastDocument,
  MarketView,
  Recommendation,
  SegmentationDocument,
  SkuSummary,
} from '../../../lib/domain/index.ts';

/** Where each region's API answers, as the deployment says in `config.json` beside the page. */
export type Configuration = { regions: { region: string; api: string }[] };

/** A market and the API that holds it. */
export type HomedMarket = MarketView & { api: string };

/** What the API said instead of an answer: RFC 9457. */
export class ProblemError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Read the page's own configuration. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch('./config.json');
  if (!answer.ok) throw new ProblemError(answer.status, 'The page came without its configuration.');
  return answer.json();
}

/** Every route that the page reads, with the token that is kept in memory alone. */
export function createApi(token: string) {
  const get = async <T>(base: string, path: string): Promise<T> => {
    const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.ok) return answer.json();
    const problem: { detail?: string; title?: string; message?: string } = await answer
      .json()
      .catch(() => ({}));
    const said = problem.detail ?? problem.title ?? problem.message ?? answer.statusText;
    throw new ProblemError(answer.status, said);
  };
  const inMarket = (market: HomedMarket, path: string) =>
    `/v1/markets/${encodeURIComponent(market.market)}${path}`;
  const ofSku = encodeURIComponent;

  return {
    markets: async ({ regions }: Configuration): Promise<HomedMarket[]> => {
      const lists = await Promise.all(
        regions
          .filter(({ api }) => api !== '')
          .map(async ({ api }) => {
            const { items } = await get<{ items: MarketView[] }>(api, '/v1/markets');
            return items.map((market) => ({ ...market, api }));
          }),
      );
      return lists.flat();
    },
    worklist: (market: HomedMarket, cursor?: string) =>
      get<{ items: SkuSummary[]; cursor?: string }>(
        market.api,
        inMarket(
          market,
          `/skus?limit=100${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        ),
      ),
    forecast: (market: HomedMarket, sku: string) =>
      get<ForecastDocument>(market.api, inMarket(market, `/forecasts/${ofSku(sku)}`)),
    recommendation: (market: HomedMarket, sku: string) =>
      get<Recommendation>(market.api, inMarket(market, `/skus/${ofSku(sku)}/recommendation`)),
    segments: (market: HomedMarket) => get<SegmentationDocument>(market.api, inMarket(market, '/segments')),
    analysis: (market: HomedMarket) => get<AnalysisDocument>(market.api, inMarket(market, '/analysis')),
  };
}

export type Api = ReturnType<typeof createApi>;
