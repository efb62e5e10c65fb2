import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import type { Session } from '../api.ts';

/** Who signs people in, and what the console is called there. */
export type Issuer = { issuer: string; clientId: string };

/** Somebody who has signed in. */
export type SignedIn = Session;

/** What is kept while a person is at the issuer: secrets of one try, and where in the console they were. */
type Try = { verifier: string; state: string; nonce: string; hash: string };
const TRY = 'tradewind.sign-in';

/** A token is renewed as long before its end, ms. */
const SPARE_MS = 60_000;

/** Go to the issuer's page (RFC 6749 §4.1 with PKCE, RFC 7636). @throws what keeps the issuer from being asked */
export async function leaveToSignIn({ issuer, clientId }: Issuer): Promise<void> {
  const server = await discover(issuer);
  if (server.authorization_endpoint === undefined) throw new Error(`${issuer} has no page to sign in at`);
  const attempt: Try = {
    verifier: generateRandomCodeVerifier(),
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    hash: location.hash,
  };
  sessionStorage.setItem(TRY, JSON.stringify(attempt));
  const address = new URL(server.authorization_endpoint);
  const asked = {
    ...{ client_id: clientId, redirect_uri: location.origin, response_type: 'code', scope: 'openid email' },
    ...{ state: attempt.state, nonce: attempt.nonce, code_challenge_method: 'S256' },
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  location.assign(address);
}

/**
 * Finish signing in where the address says that the issuer has sent a person back; the code is taken out of the address at once.
 *
 * @returns `undefined` where nobody comes back
 * @throws what the issuer refused, or that the answer is not to this page's question
 */
export async function comeBack({ issuer, clientId }: Issuer): Promise<SignedIn | undefined> {
  const address = new URL(location.href);
  const kept = sessionStorage.getItem(TRY);
  if (!address.searchParams.has('state') || kept === null) return undefined;
  sessionStorage.removeItem(TRY);
  // what is kept was written by `leaveToSignIn` of this page
  const { verifier, state, nonce, hash } = JSON.parse(kept) as Try;
  history.replaceState(null, '', `${address.pathname}${hash}`);
  const server = await discover(issuer);
  const client: Client = { client_id: clientId };
  const answer = validateAuthResponse(server, client, address, state);
  const response = await authorizationCodeGrantRequest(
    ...([server, client, None(), answer, location.origin, verifier] as const),
    loopbackAllowed(issuer),
  );
  const tokens = await processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce });
  return sessionOf(server, client, tokens);
}

/** Keep the tokens in memory, and renew the access token before it ends where the issuer lets it. */
function sessionOf(server: AuthorizationServer, client: Client, first: TokenEndpointResponse): SignedIn {
  let tokens = first;
  let endsAt = endOf(first);
  let renewal: Promise<void> | undefined;
  const renew = async (refreshToken: string) => {
    const response = await refreshTokenGrantRequest(
      ...([server, client, None(), refreshToken] as const),
      loopbackAllowed(server.issuer),
    );
    const next = await processRefreshTokenResponse(server, client, response);
    tokens = { refresh_token: refreshToken, ...next };
    endsAt = endOf(next);
  };
  return {
    token: async () => {
      if (Date.now() > endsAt - SPARE_MS && tokens.refresh_token !== undefined) {
        renewal ??= renew(tokens.refresh_token).finally(() => {
          renewal = undefined;
        });
        // a token that could not be renewed is refused by the API, and the person signs in again
        await renewal.catch(() => undefined);
      }
      return tokens.access_token;
    },
  };
}

const endOf = ({ expires_in: seconds }: TokenEndpointResponse) =>
  seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;

async function discover(issuer: string): Promise<AuthorizationServer> {
  const address = new URL(issuer);
  const response = await discoveryRequest(address, { algorithm: 'oidc', ...loopbackAllowed(issuer) });
  return processDiscoveryResponse(address, response);
}

/** A stack on this machine speaks plain HTTP to itself; nobody else may. */
function loopbackAllowed(issuer: string): { [allowInsecureRequests]?: boolean } {
  const { hostname } = new URL(issuer);
  return { [allowInsecureRequests]: hostname === 'localhost' || hostname === '127.0.0.1' };
}
