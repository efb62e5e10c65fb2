import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Person, peopleOf, publicClientsOf } from '../../../infra/local/people.ts';
import { createSignIn } from '../../../infra/local/sign-in.ts';
import type { Resource } from '../../../infra/local/stacks.ts';
import type { UserPools } from '../../../infra/local/user-pools.ts';

const resource = (type: string, ref: string, properties: Resource['properties']): Resource => ({
  ...{ id: ref, ref, type: `AWS::Cognito::${type}`, region: 'eu-central-1', properties, assets: new Map() },
  ...{ stack: 'S', arn: ref, assetPath: undefined },
});
const server = (Identifier: string) =>
  resource('UserPoolResourceServer', Identifier, {
    ...{ UserPoolId: 'pool', Identifier },
    Scopes: ['read', 'decide', 'admin'].map((ScopeName) => ({ ScopeName })),
  });
const resources = [
  server('tradewind-demo'),
  server('tradewind-other'),
  resource('UserPoolClient', 'page', {
    ...{ UserPoolId: 'pool', AllowedOAuthFlows: ['code'], CallbackURLs: ['https://console.example'] },
  }),
  resource('UserPoolClient', 'machine', { UserPoolId: 'pool', AllowedOAuthFlows: ['client_credentials'] }),
];
const people = peopleOf(resources, 'pool');
const anna = people[0] as Person;

const VERIFIER = 'a-verifier-of-the-page-that-nobody-else-knows-0123456789';
const asked = {
  ...{
    client_id: 'page',
    redirect_uri: 'http://localhost:4000',
    response_type: 'code',
    state: 's',
    nonce: 'n',
  },
  code_challenge_method: 'S256',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
};
const issued: { clientId: string; person: Person; nonce: string | null }[] = [];
const pools: Pick<UserPools, 'people' | 'publicClients' | 'issueToPerson'> = {
  people: () => people,
  publicClients: (poolId) => publicClientsOf(resources, poolId),
  issueToPerson: async (_poolId, signedIn) => {
    issued.push(signedIn);
    return { accessToken: `access ${issued.length}`, idToken: 'id', expiresInSeconds: 3600 };
  },
};

let nowMs = 0;
const open = () => createSignIn(pools, 'http://localhost:4000', () => nowMs);
const request = (method: string, query: Record<string, string>, form: Record<string, string> = {}) => ({
  ...{ method, path: '/pool/oauth2/authorize', query: new URLSearchParams(query).toString(), headers: {} },
  ...{ body: Buffer.from(new URLSearchParams(form).toString()), remoteAddress: '127.0.0.1' },
});
const codeOf = (signIn: ReturnType<typeof open>) => {
  const { headers } = signIn.authorize('pool', request('POST', asked, { person: anna.sub }));
  return new URL(String(headers?.location)).searchParams.get('code') ?? '';
};
const redeeming = (code: string, given: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ grant_type: 'authorization_code', client_id: 'page', redirect_uri: asked.redirect_uri },
    ...{ code, code_verifier: VERIFIER, ...given },
  });

describe('the people of a local stack', () => {
  test('are of each merchant two who may do everything and one who may look, the same in every start', () => {
    expect(people.map(({ email, groups }) => `${email} ${groups.join()}`)).toEqual([
      'anna@demo.example read,decide,admin',
      'ben@demo.example read,decide,admin',
      'vera@demo.example read',
      'anna@other.example read,decide,admin',
      'ben@other.example read,decide,admin',
      'vera@other.example read',
    ]);
    expect(new Set(people.map(({ sub }) => sub)).size).toBe(6);
    expect(peopleOf(resources, 'pool')).toEqual(people);
    expect(peopleOf(resources, 'another')).toEqual([]);
  });
});

describe('signing in', () => {
  test('asks who it is, sends the chosen person back with a code, and turns that into tokens', async () => {
    const signIn = open();

    const page = signIn.authorize('pool', request('GET', asked));
    expect(page.status).toBe(200);
    expect(String(page.body)).toContain('anna@demo.example');
    const back = signIn.authorize('pool', request('POST', asked, { person: anna.sub }));
    expect([back.status, String(back.headers?.location)]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/localhost:4000\/\?code=[\w-]+&state=s$/),
    ]);
    const code = new URL(String(back.headers?.location)).searchParams.get('code') ?? '';
    const tokens = await signIn.redeem('pool', redeeming(code));

    expect(tokens).toMatchObject({ accessToken: expect.stringContaining('access'), idToken: 'id' });
    expect(issued.at(-1)).toEqual({ clientId: 'page', person: anna, nonce: 'n' });
  });

  test('renews tokens by a refresh token', async () => {
    const signIn = open();
    const { refreshToken = '' } = await signIn.redeem('pool', redeeming(codeOf(signIn)));

    const renewing = { grant_type: 'refresh_token', client_id: 'page', refresh_token: refreshToken };
    const { accessToken } = await signIn.redeem('pool', new URLSearchParams(renewing));

    expect(accessToken).toBe(`access ${issued.length}`);
  });

  test.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: 'a guess' }],
    ['another page to come back to', { redirect_uri: 'https://evil.example' }],
    ['another client', { client_id: 'machine' }],
  ])('gives nothing for a code with %s, nor for the same code afterwards', async (_what, wrong) => {
    const signIn = open();
    const code = codeOf(signIn);

    await expect(signIn.redeem('pool', redeeming(code, wrong))).rejects.toThrow(/^invalid_grant/);
    await expect(signIn.redeem('pool', redeeming(code))).rejects.toThrow(/^invalid_grant/);
  });

  test('takes a code once, and not after five minutes', async () => {
    const signIn = open();
    const [once, late] = [codeOf(signIn), codeOf(signIn)];
    await signIn.redeem('pool', redeeming(once));

    await expect(signIn.redeem('pool', redeeming(once))).rejects.toThrow(/^invalid_grant/);
    nowMs = 5 * 60_000;
    await expect(signIn.redeem('pool', redeeming(late))).rejects.toThrow(/^invalid_grant/);
  });

  test.each<[string, Record<string, string>]>([
    ['a client that signs nobody in', { client_id: 'machine' }],
    ['an address that the page does not have', { redirect_uri: 'https://evil.example' }],
    ['a token in the address', { response_type: 'token' }],
    ['no challenge', { code_challenge: '', code_challenge_method: 'plain' }],
  ])('sends nobody anywhere for %s', (_what, wrong) => {
    const { status, headers } = open().authorize(
      'pool',
      request('POST', { ...asked, ...wrong }, { person: anna.sub }),
    );

    expect([status, headers?.location]).toEqual([400, undefined]);
  });
});
