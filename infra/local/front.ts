import { ForbiddenError, InputError } from '../../lib/domain/index.ts';
import type { ConsoleFiles } from './console-files.ts';
import { decodePercent } from './decode-percent.ts';
import type { Functions } from './functions.ts';
import { answerApi } from './http-api.ts';
import type { HttpInterface } from './http-routes.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from './http-server.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createThrottle } from './throttle.ts';
import { tokenRequest, type UserPools } from './user-pools.ts';

export type FrontOptions = {
  interfaces: readonly HttpInterface[];
  /** The region that holds the user pool: it answers what names no market. */
  homeRegion: string;
  /** Market → its home region. */
  marketRegions: { [market: string]: string };
  pools: UserPools;
  files: ConsoleFiles;
  functions: Functions;
  /** Whether the rates that the templates allow are held. */
  throttled: boolean;
  /** Where the front is. */
  url: string;
};

/**
 * Answer the one port: `/{poolId}/…` is the token issuer, `/{region}/…` a region's HTTP API, `/v1/…` the API of the
 * region that the named market is at home in, and everything else the console.
 */
export function createFront(options: FrontOptions): HttpHandler {
  const throttles = new Map(
    options.interfaces.map((api) => [api, createThrottle(api.limits, () => performance.now())]),
  );
  const answer = (api: HttpInterface, request: HttpRequest, path: string) =>
    answerApi(api, request, path, options.functions, options.throttled ? throttles.get(api) : undefined);
  const signIn = createSignIn(options.pools, options.url);
  return async (request) => {
    const issuer = await answerIssuer(options.pools, signIn, request);
    if (issuer) return issuer;
    const [, first = ''] = request.path.split('/');
    const regional = options.interfaces.find(({ region }) => region === first);
    if (regional) {
      const path = request.path.slice(first.length + 1) || '/';
      return await answer(regional, request, path);
    }
    if (first === 'v1') {
      const region = regionOf(request.path, options);
      const api = options.interfaces.find((each) => each.region === region);
      if (api) return await answer(api, request, request.path);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound;
    return (await options.files.answer(request.path)) ?? notFound;
  };
}

const notFound: HttpAnswer = { status: 404, body: '{"message":"Not Found"}' };

/**
 * The home region of what a path names: `/v1/markets/{market}/…`, and the ids of runs and exports, which begin with their market.
 * An unknown market is for the home stack to refuse.
 */
function regionOf(path: string, { homeRegion, marketRegions }: FrontOptions): string {
  const [, list = '', named = ''] = /^\/v1\/(markets|runs|exports)\/([^/]+)/.exec(path) ?? [];
  const name = decodePercent(named);
  const markets = Object.keys(marketRegions)
    .filter((market) => name === market || (list !== 'markets' && name.startsWith(`${market}-`)))
    // `de-at` before `de`
    .sort((a, b) => b.length - a.length);
  return marketRegions[markets[0] ?? ''] ?? homeRegion;
}

async function answerIssuer(
  pools: UserPools,
  signIn: SignIn,
  request: HttpRequest,
): Promise<HttpAnswer | undefined> {
  const [, first = '', ...rest] = request.path.split('/');
  const poolId = first === 'login' ? pools.poolOfDomain(rest.shift() ?? '') : first;
  if (poolId === undefined || !pools.ids().includes(poolId)) return undefined;
  // keys and tokens are public to any page, as Cognito's are
  const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
  const json = (status: number, value: object): HttpAnswer => ({
    status,
    headers,
    body: JSON.stringify(value),
  });
  switch (`${request.method} /${rest.join('/')}`) {
    case 'GET /.well-known/openid-configuration':
      return json(200, pools.openIdConfiguration(poolId));
    case 'GET /.well-known/jwks.json':
      return json(200, pools.keys(poolId));
    case 'GET /oauth2/authorize':
    case 'POST /oauth2/authorize':
      return signIn.authorize(poolId, request);
    case 'POST /oauth2/token':
      return await issueToken({ pools, signIn, poolId }, request, json);
    default:
      return json(404, { message: 'Not Found' });
  }
}

async function issueToken(
  { pools, signIn, poolId }: { pools: UserPools; signIn: SignIn; poolId: string },
  request: HttpRequest,
  json: (status: number, value: object) => HttpAnswer,
): Promise<HttpAnswer> {
  const form = new URLSearchParams(request.body.toString('utf8'));
  try {
    if (form.get('grant_type') === 'authorization_code' || form.get('grant_type') === 'refresh_token') {
      const { accessToken, idToken, refreshToken, expiresInSeconds } = await signIn.redeem(poolId, form);
      return json(200, {
        ...{
          access_token: accessToken,
          id_token: idToken,
          expires_in: expiresInSeconds,
          token_type: 'Bearer',
        },
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      });
    }
    const asked = tokenRequest(form, request.headers.authorization);
    const { accessToken, expiresInSeconds } = await pools.issue(poolId, asked);
    return json(200, { access_token: accessToken, expires_in: expiresInSeconds, token_type: 'Bearer' });
  } catch (error) {
    if (error instanceof ForbiddenError) return json(400, { error: 'invalid_client' });
    if (!(error instanceof InputError)) throw error;
    const [code] = error.message.split(':');
    return json(400, {
      error: code?.startsWith('invalid_') || code?.startsWith('unsupported_') ? code : 'invalid_request',
    });
  }
}
