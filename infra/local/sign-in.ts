import { createHash, randomBytes } from 'node:crypto';
import { InputError } from '../../lib/domain/index.ts';
import type { HttpAnswer, HttpRequest } from './http-server.ts';
import type { Person, PublicClient } from './people.ts';
import { signInPage } from './sign-in-page.ts';
import type { PersonTokens, UserPools } from './user-pools.ts';

/** What people sign in by: Cognito's page and its token route for the authorization code flow with PKCE. */
export type SignIn = {
  /** Show who may sign in, or send whoever was chosen back to the page with a code. */
  authorize(poolId: string, request: HttpRequest): HttpAnswer;
  /**
   * Turn a code, or a refresh token, into tokens.
   *
   * @throws InputError whose message begins with an OAuth error code (RFC 6749 §5.2)
   */
  redeem(poolId: string, form: URLSearchParams): Promise<PersonTokens & { refreshToken?: string }>;
};

type Asked = {
  clientId: string;
  redirectUri: string;
  state: string;
  challenge: string;
  nonce: string | null;
};
type Grant = Asked & { person: Person; expiresAt: number };

/** A code is good for as long, ms, and once. */
const CODE_MS = 5 * 60_000;

/**
 * Let people sign in. Codes and refresh tokens are kept in memory: a start anew asks everybody to sign in again.
 *
 * @param url - of the local stack: its own page may be come back to, beside the addresses that the template names
 */
export function createSignIn(
  pools: Pick<UserPools, 'people' | 'publicClients' | 'issueToPerson'>,
  url: string,
  now: () => number = Date.now,
): SignIn {
  const codes = new Map<string, Grant>();
  const refreshing = new Map<string, Grant>();
  return {
    authorize: (poolId, request) => {
      const asked = askedOf(new URLSearchParams(request.query), pools.publicClients(poolId), url);
      if (typeof asked === 'string')
        return { status: 400, headers: html, body: signInPage({ problem: asked }) };
      const people = pools.people(poolId);
      const chosen = new URLSearchParams(request.body.toString('utf8')).get('person');
      const person = people.find(({ sub }) => sub === chosen);
      if (request.method !== 'POST' || person === undefined)
        return { status: 200, headers: html, body: signInPage({ people }) };
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { ...asked, person, expiresAt: now() + CODE_MS });
      const back = new URL(asked.redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.state);
      return { status: 302, headers: { location: back.href, 'cache-control': 'no-store' }, body: '' };
    },
    redeem: async (poolId, form) => {
      const isFirst = form.get('grant_type') === 'authorization_code';
      const grant = isFirst ? takeCode(codes, form, now()) : refreshing.get(form.get('refresh_token') ?? '');
      if (grant === undefined || grant.clientId !== form.get('client_id'))
        throw new InputError('invalid_grant: the code or refresh token is not good here, or no longer');
      const { clientId, person, nonce } = grant;
      const tokens = await pools.issueToPerson(poolId, { clientId, person, nonce: isFirst ? nonce : null });
      if (!isFirst) return tokens;
      const refreshToken = randomBytes(32).toString('base64url');
      refreshing.set(refreshToken, grant);
      return { ...tokens, refreshToken };
    },
  };
}

const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/** Read what a page asks for; a text says why it can't be trusted with an answer. */
function askedOf(query: URLSearchParams, clients: readonly PublicClient[], url: string): Asked | string {
  const client = clients.find(({ clientId }) => clientId === query.get('client_id'));
  if (client === undefined) return 'No page of this name signs people in here.';
  const redirectUri = query.get('redirect_uri') ?? '';
  const allowed = [...client.callbackUrls, url, url.replace('localhost', '127.0.0.1')];
  if (!allowed.includes(redirectUri))
    return 'The page asks to come back to an address that it does not have.';
  if (query.get('response_type') !== 'code') return 'The page must ask for a code.';
  const challenge = query.get('code_challenge');
  if (challenge === null || query.get('code_challenge_method') !== 'S256')
    return 'The page must send a code challenge (PKCE, S256).';
  const { clientId } = client;
  return { clientId, redirectUri, state: query.get('state') ?? '', challenge, nonce: query.get('nonce') };
}

/** Take a code, whose secret half the page must show (RFC 7636 §4.6); whoever tries it with another has spoilt it. */
function takeCode(codes: Map<string, Grant>, form: URLSearchParams, now: number): Grant | undefined {
  const code = form.get('code') ?? '';
  const grant = codes.get(code);
  codes.delete(code);
  const shown = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const isGood =
    grant !== undefined &&
    now < grant.expiresAt &&
    grant.challenge === shown &&
    grant.redirectUri === form.get('redirect_uri');
  return isGood ? grant : undefined;
}
