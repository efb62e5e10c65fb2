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
  getValidatedIdTokenClaims,
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

/** Where a window that came back tells the page that opened it how the issuer answered. */
const CHANNEL = 'tradewind.sign-in';

/** Go to the issuer's page (RFC 6749 §4.1 with PKCE, RFC 7636). @throws what keeps the issuer from being asked */
export async function leaveToSignIn(issuer: Issuer): Promise<void> {
  const { address, attempt } = await begin(issuer);
  sessionStorage.setItem(TRY, JSON.stringify(attempt));
  location.assign(address);
}

/**
 * Sign in once more in a window beside this page, which keeps what it shows and what was typed.
 *
 * @throws what the issuer refused, or that the browser opened no window
 */
export async function signInBeside(issuer: Issuer): Promise<SignedIn> {
  // while the press of the button lasts: later the browser would take it for an advertisement
  const beside = open('', CHANNEL, 'popup,width=520,height=680');
  if (beside === null) throw new Error('the browser opened no window: let this page open one');
  const { server, address, attempt } = await begin(issuer);
  beside.location.assign(address);
  return finish(server, issuer, { attempt, answered: await answerFor(attempt.state) });
}

/** Begin a try: its secrets, and the address of the issuer's page for it. */
async function begin({ issuer, clientId }: Issuer) {
  const server = await discover(issuer);
  if (server.authorization_endpoint === undefined) throw new Error(`${issuer} has no page to sign in at`);
  const attempt: Try = {
    verifier: generateRandomCodeVerifier(),
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    hash: location.hash,
  };
  const address = new URL(server.authorization_endpoint);
  const asked = {
    ...{ client_id: clientId, redirect_uri: location.origin, response_type: 'code', scope: 'openid email' },
    ...{ state: attempt.state, nonce: attempt.nonce, code_challenge_method: 'S256' },
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return { server, address, attempt };
}

/** Wait for the window that has the answer to a try. Whatever it says is held against the try's secrets, which this page alone has. */
function answerFor(state: string): Promise<URL> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      const answered = new URL(String(data), location.origin);
      if (answered.searchParams.get('state') !== state) return;
      channel.close();
      resolve(answered);
    };
  });
}

/**
 * Finish signing in where the address says that the issuer has sent a person back; the code is taken out of the address at once. A window
 * that was opened beside a page hands its answer to that page and closes.
 *
 * @returns `undefined` where nobody comes back
 * @throws what the issuer refused, or that the answer is not to this page's question
 */
export async function comeBack(issuer: Issuer): Promise<SignedIn | undefined> {
  const answered = new URL(location.href);
  if (!answered.searchParams.has('state')) return undefined;
  const kept = sessionStorage.getItem(TRY);
  if (kept === null) {
    new BroadcastChannel(CHANNEL).postMessage(answered.search);
    close();
    return undefined;
  }
  sessionStorage.removeItem(TRY);
  // what is kept was written by `leaveToSignIn` of this page
  const attempt = JSON.parse(kept) as Try;
  history.replaceState(null, '', `${answered.pathname}${attempt.hash}`);
  return finish(await discover(issuer.issuer), issuer, { attempt, answered });
}

/** Change the issuer's answer to a try for tokens. */
async function finish(
  server: AuthorizationServer,
  { clientId }: Issuer,
  { attempt: { verifier, state, nonce }, answered }: { attempt: Try; answered: URL },
): Promise<SignedIn> {
  const client: Client = { client_id: clientId };
  const answer = validateAuthResponse(server, client, answered, state);
  const response = await authorizationCodeGrantRequest(
    ...([server, client, None(), answer, location.origin, verifier] as const),
    loopbackAllowed(server.issuer),
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
    subject: getValidatedIdTokenClaims(first)?.sub,
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
