import { randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import { ForbiddenError, InputError, NotFoundError } from '../../lib/domain/index.ts';
import type { Functions } from './functions.ts';
import { type Journal, keepOnce } from './journal.ts';
import { type JsonObject, listAt, objectAt, textAt, textsAt } from './json.ts';
import { type Person, type PublicClient, peopleOf, publicClientsOf } from './people.ts';
import { checkPermissions } from './permissions.ts';
import type { Resource } from './stacks.ts';
import { machineClaims, personClaims } from './token-claims.ts';

/** Cognito: user pools as token issuers, for machines (client credentials) and for the people of `people.ts` (authorization code). */
export type UserPools = {
  /** Every pool's id. */
  ids(): string[];
  /** Turn the prefix of a pool's domain into the pool's id. */
  poolOfDomain(domain: string): string | undefined;
  openIdConfiguration(poolId: string): JsonObject;
  keys(poolId: string): JsonObject;
  /** Issue an access token. @throws ForbiddenError on unknown clients and wrong secrets, InputError on foreign scopes */
  issue(poolId: string, request: TokenRequest): Promise<IssuedToken>;
  /** Issue the tokens of a person who has signed in at a public client. */
  issueToPerson(
    poolId: string,
    signedIn: { clientId: string; person: Person; nonce: string | null },
  ): Promise<PersonTokens>;
  /** Whom a pool knows, and the clients that they may sign in at. */
  people(poolId: string): readonly Person[];
  publicClients(poolId: string): readonly PublicClient[];
  /** The machine clients with their secrets. */
  clients(): MachineClient[];
};

export type TokenRequest = { clientId: string; clientSecret: string; scopes: string[] };
export type IssuedToken = { accessToken: string; expiresInSeconds: number };
export type PersonTokens = IssuedToken & { idToken: string };
export type MachineClient = {
  /** Logical id in the template. */
  id: string;
  poolId: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
};

export type UserPoolsOptions = {
  resources: readonly Resource[];
  /** Keys and client secrets, mode 0600. */
  journal: Journal;
  functions: Functions;
  url: string;
};

type SigningKey = Awaited<ReturnType<typeof importPKCS8>>;
type Pool = {
  id: string;
  region: string;
  /** ARN of the pre-token-generation function. */
  trigger: string | undefined;
  key: SigningKey;
  publicKey: JWK;
  kid: string;
};

/** A machine token's lifetime, seconds: Cognito's default. */
const lifetimeSeconds = 3600;

/** Provide every user pool with its signing key and clients; both are made once and kept. */
export async function provideUserPools(options: UserPoolsOptions): Promise<UserPools> {
  const { resources, journal } = options;
  const pools = new Map<string, Pool>();
  for (const resource of resources.filter(({ type }) => type === 'AWS::Cognito::UserPool')) {
    pools.set(resource.ref, await poolOf(resource, journal));
  }
  const triggers = [...pools.values()].flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger]));
  checkPermissions(resources, 'cognito-idp.amazonaws.com', triggers);
  const domains = new Map(
    resources
      .filter(({ type }) => type === 'AWS::Cognito::UserPoolDomain')
      .map((domain) => [domain.ref, textAt(domain.properties.UserPoolId, domain.id)]),
  );
  const clients = await machineClients(resources, journal);
  const find = (poolId: string): Pool => {
    const pool = pools.get(poolId);
    if (!pool) throw new NotFoundError(`no user pool ${poolId}`);
    return pool;
  };
  const issuerOf = (poolId: string) => `${options.url}/${poolId}`;
  return {
    ids: () => [...pools.keys()],
    poolOfDomain: (domain) => domains.get(domain),
    clients: () => clients,
    keys: (poolId) => {
      const { publicKey, kid } = find(poolId);
      // a JWK of an RSA key holds texts alone
      return { keys: [{ ...(publicKey as JsonObject), kid, alg: 'RS256', use: 'sig' }] };
    },
    people: (poolId) => peopleOf(resources, find(poolId).id),
    publicClients: (poolId) => publicClientsOf(resources, poolId),
    openIdConfiguration: (poolId) => ({
      issuer: issuerOf(find(poolId).id),
      authorization_endpoint: `${issuerOf(poolId)}/oauth2/authorize`,
      jwks_uri: `${issuerOf(poolId)}/.well-known/jwks.json`,
      token_endpoint: `${issuerOf(poolId)}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'token'],
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['public'],
    }),
    issue: async (poolId, request) => {
      const pool = find(poolId);
      const client = clients.find((each) => each.poolId === poolId && each.clientId === request.clientId);
      if (!client || client.clientSecret !== request.clientSecret) throw new ForbiddenError('invalid_client');
      const scopes = request.scopes.length > 0 ? request.scopes : client.scopes;
      const foreign = scopes.find((scope) => !client.scopes.includes(scope));
      if (foreign !== undefined) throw new InputError(`invalid_scope: ${foreign}`);
      const claims = await machineClaims(pool, client.clientId, scopes, options.functions);
      const accessToken = await sign(pool, issuerOf(poolId), claims);
      return { accessToken, expiresInSeconds: lifetimeSeconds };
    },
    issueToPerson: async (poolId, { clientId, person, nonce }) => {
      const pool = find(poolId);
      const issuer = issuerOf(poolId);
      const accessToken = await sign(
        pool,
        issuer,
        await personClaims(pool, clientId, person, options.functions),
      );
      const { sub, email } = person;
      const claims = { sub, email, token_use: 'id', ...(nonce === null ? {} : { nonce }) };
      const idToken = await sign(pool, issuer, { ...claims, aud: clientId });
      return { accessToken, idToken, expiresInSeconds: lifetimeSeconds };
    },
  };
}

async function poolOf(resource: Resource, journal: Journal): Promise<Pool> {
  const pem = await keepOnce(journal, `key ${resource.ref}`, async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    return await exportPKCS8(privateKey);
  });
  const key = await importPKCS8(textAt(pem, resource.ref), 'RS256', { extractable: true });
  const { kty = 'RSA', n = '', e = '' } = await exportJWK(key);
  const trigger = objectAt(
    objectAt(resource.properties.LambdaConfig, resource.id).PreTokenGenerationConfig,
    resource.id,
  );
  return {
    id: resource.ref,
    region: resource.region,
    key,
    publicKey: { kty, n, e },
    kid: n.slice(0, 16),
    trigger: typeof trigger.LambdaArn === 'string' ? trigger.LambdaArn : undefined,
  };
}

async function machineClients(resources: readonly Resource[], journal: Journal): Promise<MachineClient[]> {
  const clients: MachineClient[] = [];
  for (const { id, ref, type, properties } of resources) {
    if (type !== 'AWS::Cognito::UserPoolClient') continue;
    if (!listAt(properties.AllowedOAuthFlows).includes('client_credentials')) continue;
    const secret = await keepOnce(journal, `client ${ref}`, () => randomBytes(32).toString('hex'));
    const poolId = textAt(properties.UserPoolId, id);
    const scopes = textsAt(properties.AllowedOAuthScopes, id);
    clients.push({ id, poolId, clientId: ref, clientSecret: textAt(secret, ref), scopes });
  }
  return clients;
}

async function sign(pool: Pool, issuer: string, claims: JsonObject): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return await new SignJWT({ ...claims, auth_time: nowSeconds })
    .setProtectedHeader({ alg: 'RS256', kid: pool.kid })
    .setIssuer(issuer)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(pool.key);
}

/** Read a machine's token request: client in the `Authorization` header or in the form. @throws InputError */
export function tokenRequest(form: URLSearchParams, authorization: string | undefined): TokenRequest {
  if (form.get('grant_type') !== 'client_credentials') throw new InputError('unsupported_grant_type');
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) {
    return { clientId: form.get('client_id') ?? '', clientSecret: form.get('client_secret') ?? '', scopes };
  }
  const [clientId = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { clientId, clientSecret: secret.join(':'), scopes };
}
