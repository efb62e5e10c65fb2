import { ApiError, type Client, createClient } from '../../../lib/client/index.ts';
import type { MarketView } from '../../../lib/domain/index.ts';
import { say } from './language/words.ts';
import type { Line } from './line.ts';

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
export type Session = {
  token: () => string | Promise<string>;
  /** Whose it is, by the issuer; absent where a token was given. */
  subject?: string | undefined;
};

/** Read the page's own configuration. */
export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch('./config.json');
  if (!answer.ok) throw new Error('the page came without its configuration');
  return answer.json();
}

/**
 * Open the regions that are connected.
 *
 * @param line - notes which of them answer
 * @param onRefused - called when the token is not taken, or no longer
 */
export function openRegions(
  { regions }: Configuration,
  { session, line, onRefused }: { session: Session; line: Line; onRefused: () => void },
): readonly Region[] {
  return regions
    .filter(({ api }) => api !== '')
    .map(({ region, api }) => {
      const call = line.fetchOf(region, `${api.replace(/\/$/, '')}/v1/health`);
      const asking: typeof fetch = async (address, request) => {
        const answer = await call(address, request);
        if (answer.status === 401) onRefused();
        return answer;
      };
      const options = { baseUrl: api, token: session.token, fetch: asking, retry: { tries: TRIES } };
      return { region, client: createClient(options) };
    });
}

/** A person waits: after as many the page says what is wrong, and tries again when asked. */
const TRIES = 2;

/** @throws what the first region says when none answers */
export async function readMarkets(regions: readonly Region[]): Promise<Markets> {
  const { came, silent } = await askRegions(regions, async (region) => {
    const { body } = await region.client.call('GET /v1/markets');
    return body.items.map((market) => ({ ...market, region }));
  });
  return { held: came.flat(), silent };
}

/** Each region once, of the markets given. */
export const regionsOf = (markets: readonly HomedMarket[]): Region[] => [
  ...new Set(markets.map(({ region }) => region)),
];

/** What regions answered, and the names of those that did not. */
export type Answers<T> = { came: T[]; silent: string[] };

/** Ask several regions the same: one that is silent hides nothing of the others. @throws what the first says when none answers */
export async function askRegions<T>(
  regions: readonly Region[],
  ask: (region: Region) => Promise<T>,
): Promise<Answers<T>> {
  const answers = await Promise.allSettled(regions.map(ask));
  const [first] = answers;
  if (first?.status === 'rejected' && answers.every(({ status }) => status === 'rejected'))
    throw first.reason;
  return {
    came: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    silent: regions.flatMap(({ region }, place) => (answers[place]?.status === 'rejected' ? [region] : [])),
  };
}

/** What a page says where nobody else does: the API does not answer, or the gateway before it refused. */
export type Refusals = {
  silent: string;
  offline: string;
  signedOut: string;
  noRight: string;
  tooMany: string;
  broken: string;
};

/** Say in words why something did not come: what the API tells, or that it does not answer. */
export function reasonOf(error: unknown, words: Refusals): string {
  if (error instanceof ApiError) return error.problem?.detail ?? gatewayReason(error, words);
  // `fetch` says no more than that it failed
  if (error instanceof TypeError) return navigator.onLine ? words.silent : words.offline;
  return error instanceof Error ? error.message : String(error);
}

/** The gateway refuses without words. */
function gatewayReason({ status, message }: ApiError, words: Refusals): string {
  switch (status) {
    case 401:
      return words.signedOut;
    case 403:
      return words.noRight;
    case 429:
      return words.tooMany;
    default:
      return status < 500 ? message : say(words.broken, { status });
  }
}
