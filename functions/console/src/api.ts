import { ApiError, type Client, createClient } from '../../../lib/client/index.ts';
import type { MarketView } from '../../../lib/domain/index.ts';

/** Where each region's API answers and who signs people in, as the deployment says in `config.json` beside the page. */
export type Configuration = {
  regions: { region: string; api: string }[];
  /** Absent where there is nobody to sign in with: then the page asks for a token. */
  issuer?: string;
  clientId?: string;
};

/** A region's API, with the token of whoever is signed in. */
export type Region = { region: string; client: Client };

/** A market and the region that holds it. */
export type HomedMarket = MarketView & { region: Region };

/** The markets of the regions that answer, and the regions that don't. */
export type Markets = { held: HomedMarket[]; silent: string[] };

/** Gives the token of whoever is signed in, a new one where the last has ended. */
export type Session = { token: () => string | Promise<string> };

/** Read the page's own configuration. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch('./config.json');
  if (!answer.ok) throw new Error('the page came without its configuration');
  return answer.json();
}

/**
 * Open the regions that are connected.
 *
 * @param onRefused - called when the token is not taken, or no longer
 */
export function openRegions(
  { regions }: Configuration,
  session: Session,
  onRefused: () => void,
): readonly Region[] {
  const asking: typeof fetch = async (address, request) => {
    const answer = await fetch(address, request);
    if (answer.status === 401) onRefused();
    return answer;
  };
  return regions
    .filter(({ api }) => api !== '')
    .map(({ region, api }) => ({
      region,
      client: createClient({ baseUrl: api, token: session.token, fetch: asking, retry: { tries: TRIES } }),
    }));
}

/** A person waits: after as many the page says what is wrong, and tries again when asked. */
const TRIES = 2;

/** @throws what the first region says when none answers */
export async function readMarkets(regions: readonly Region[]): Promise<Markets> {
  const lists = await Promise.allSettled(
    regions.map(async (region) => {
      const { body } = await region.client.call('GET /v1/markets');
      return body.items.map((market) => ({ ...market, region }));
    }),
  );
  const [first] = lists;
  if (first?.status === 'rejected' && lists.every(({ status }) => status === 'rejected')) throw first.reason;
  const silent = regions.filter((_, place) => lists[place]?.status === 'rejected');
  return {
    held: lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])),
    silent: silent.map(({ region }) => region),
  };
}

/** Each region once, of the markets given. */
export const regionsOf = (markets: readonly HomedMarket[]): Region[] => [
  ...new Set(markets.map(({ region }) => region)),
];

/** What a page says where nobody else does: the API does not answer, or the gateway before it refused. */
export type Refusals = { silent: string; noRight: string; tooMany: string };

/** Say in words why something did not come: what the API tells, or that it does not answer. */
export function reasonOf(error: unknown, words: Refusals): string {
  if (error instanceof ApiError) return error.problem?.detail ?? gatewayReason(error, words);
  // `fetch` says no more than that it failed
  if (error instanceof TypeError) return words.silent;
  return error instanceof Error ? error.message : String(error);
}

/** The gateway refuses without words. */
function gatewayReason({ status, message }: ApiError, { noRight, tooMany }: Refusals): string {
  switch (status) {
    case 403:
      return noRight;
    case 429:
      return tooMany;
    default:
      return message;
  }
}
