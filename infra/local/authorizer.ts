import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { objectAt, textAt, textsAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** How a JWT authorizer of API Gateway decides about a request's token. */
export type Verdict =
  | { kind: 'allowed'; claims: { [name: string]: string }; scopes: string[] | null }
  | { kind: 'unauthorized'; challenge: string }
  | { kind: 'forbidden'; challenge: string };

/** Decide about an `Authorization` header for a route that wants one of these scopes (none: any valid token). */
export type Authorizer = (authorization: string | undefined, scopes: readonly string[]) => Promise<Verdict>;

/** The algorithms that API Gateway's JWT authorizers take: RSA alone, so neither `none` nor a shared secret. */
const algorithms = ['RS256', 'RS384', 'RS512'];

/**
 * Make a JWT authorizer from its resource: the signature is verified with the issuer's published keys, found by its
 * OpenID configuration; `iss`, `exp`, `nbf` and `iat` are checked, and `aud`, or `client_id` where there is no `aud`,
 * must be one of the audience.
 *
 * Source: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers".
 */
export function createAuthorizer(resource: Resource): Authorizer {
  const configuration = objectAt(resource.properties.JwtConfiguration, resource.id);
  const issuer = textAt(configuration.Issuer, resource.id);
  const audience = textsAt(configuration.Audience, resource.id);
  const keys = createKeyFinder(issuer);
  return async (authorization, scopes) => {
    const token = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1] ?? authorization;
    if (token === undefined || token === '') return { kind: 'unauthorized', challenge: 'Bearer' };
    const claims = await verify(token, issuer, keys).catch(() => undefined);
    if (!claims || !isMeantFor(claims, audience)) {
      const description = 'error="invalid_token" error_description="the token is not valid"';
      return { kind: 'unauthorized', challenge: `Bearer ${description}` };
    }
    const held = scopesOf(claims);
    const met = scopes.filter((scope) => held.includes(scope));
    if (scopes.length > 0 && met.length === 0) {
      return {
        kind: 'forbidden',
        challenge: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope" error_description="the token does not have the required scope"`,
      };
    }
    return { kind: 'allowed', claims: textClaims(claims), scopes: scopes.length > 0 ? met : null };
  };
}

type KeyFinder = () => Promise<ReturnType<typeof createRemoteJWKSet>>;

/** Find the issuer's keys once it is asked: at the start the issuer (this same process) does not answer yet. */
function createKeyFinder(issuer: string): KeyFinder {
  let found: ReturnType<KeyFinder> | undefined;
  return () => {
    found ??= findKeys(issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function findKeys(issuer: string): ReturnType<KeyFinder> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const configuration: unknown = await response.json();
  // jose checks what lies at the address; a wrong one fails there
  const { jwks_uri: address } = configuration as { jwks_uri: string };
  return createRemoteJWKSet(new URL(address));
}

async function verify(token: string, issuer: string, keys: KeyFinder): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, await keys(), {
    issuer,
    algorithms,
    requiredClaims: ['exp'],
  });
  return payload;
}

function isMeantFor(claims: JWTPayload, audience: readonly string[]): boolean {
  const named = claims.aud ?? claims.client_id;
  const all = Array.isArray(named) ? named : [named];
  return all.some((name) => typeof name === 'string' && audience.includes(name));
}

function scopesOf(claims: JWTPayload): string[] {
  const scope = claims.scope ?? claims.scp;
  if (Array.isArray(scope)) return scope.map(String);
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** API Gateway hands every claim over as text; a list becomes `[a b]`. */
function textClaims(claims: JWTPayload): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (Array.isArray(value)) return [name, `[${value.join(' ')}]`];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
