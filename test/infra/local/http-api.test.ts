import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, importPKCS8, SignJWT, UnsecuredJWT } from 'jose';
import type { LocalCloud } from '../../../infra/local/index.ts';
import { type MiniApp, startMiniCloud, synthesiseMiniApp } from './mini-cloud.ts';

let app: MiniApp;
let cloud: LocalCloud;
const output = (name: string): string => cloud.outputs('eu-central-1')[name] ?? '';

beforeAll(async () => {
  app = await synthesiseMiniApp();
  cloud = await startMiniCloud(app);
}, 60_000);

afterAll(async () => {
  await cloud.close();
  await app.remove();
});

describe('the HTTP API', () => {
  const call = async (path: string, token?: string, method = 'GET') => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return await fetch(`${cloud.url}${path}`, { method, headers });
  };
  const path = '/v1/markets/de/skus/A%2F1';

  test('hands the function a verified token’s claims and the decoded parameters', async () => {
    const { accessToken } = await cloud.token({ client: 'Machine-acme', scopes: ['mini/read'] });

    const response = await call(path, accessToken);

    expect(response.headers.get('x-region')).toBe('eu-central-1');
    expect(await response.json()).toMatchObject({
      version: '2.0',
      rawPath: path,
      pathParameters: { market: 'de', sku: 'A/1' },
      requestContext: {
        authorizer: { jwt: { claims: { merchant: 'acme', scope: 'read', client_id: output('ClientId') } } },
      },
    });
  });

  test('sends a market’s requests to its home region, whose stack trusts the same issuer', async () => {
    const { accessToken } = await cloud.token();

    const home = await call('/v1/markets/us/skus/1', accessToken);
    const prefixed = await call('/us-east-1/v1/markets/us/skus/1', accessToken);
    const encoded = await call('/v1/markets/%75s/skus/1', accessToken);

    for (const answer of [home, prefixed, encoded]) expect(answer.headers.get('x-region')).toBe('us-east-1');
  });

  test('issues tokens at the address that the issuer publishes, to the right client alone', async () => {
    const configuration = (await fetch(`${output('Issuer')}/.well-known/openid-configuration`).then(
      (response) => response.json(),
    )) as { token_endpoint: string };
    const [client] = cloud.machineClients();
    const ask = (secret: string) =>
      fetch(configuration.token_endpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${client?.clientId}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'mini/admin' }),
      });

    const good = await ask(client?.clientSecret ?? '');
    const bad = await ask('guess');

    expect(await good.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect([bad.status, await bad.json()]).toEqual([400, { error: 'invalid_client' }]);
  });

  test('refuses every token that its issuer did not sign for this audience and this time', async () => {
    const folder = join(app.state, 'user-pools');
    const file = (await readdir(folder)).find((name) => name.startsWith('key')) ?? '';
    const key = await importPKCS8(JSON.parse(await readFile(join(folder, file), 'utf8')), 'RS256');
    const { privateKey: strange } = await generateKeyPair('RS256');
    const claims = { client_id: output('ClientId'), scope: 'read', token_use: 'access' };
    const sign = (changes: object, signer = key, issuer = output('Issuer'), lifetime = '1h') =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(signer);
    const tokens = {
      good: await sign({}),
      expired: await sign({}, key, output('Issuer'), '-1s'),
      'not yet': await sign({ nbf: Math.floor(Date.now() / 1000) + 60 }),
      'another issuer': await sign({}, key, 'http://localhost:1/other'),
      'another key': await sign({}, strange),
      'another audience': await sign({ client_id: 'someone' }),
      unsigned: new UnsecuredJWT(claims).setIssuer(output('Issuer')).setExpirationTime('1h').encode(),
      garbage: 'a.b.c',
    };

    const statuses = await Promise.all(
      Object.entries(tokens).map(async ([name, token]) => [name, (await call(path, token)).status]),
    );

    const refused = Object.keys(tokens)
      .slice(1)
      .map((name) => [name, 401]);
    expect(statuses).toEqual([['good', 200], ...refused]);
  });

  test('tells a caller without a token how to come in, and one without the scope what is missing', async () => {
    const { accessToken } = await cloud.token({ scopes: ['mini/read'] });

    const bare = await call(path);
    const narrow = await call('/v1/markets/de/runs', accessToken, 'POST');

    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await bare.json()).toEqual({ message: 'Unauthorized' });
    expect([narrow.status, narrow.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('insufficient_scope'),
    ]);
  });

  test('refuses a body above 10 MB, and a path that no route fits', async () => {
    const large = await fetch(`${cloud.url}/v1/health`, {
      method: 'POST',
      body: 'x'.repeat(10 * 1024 * 1024 + 1),
    });
    const lost = await call('/v1/nowhere');

    expect([large.status, lost.status]).toEqual([413, 404]);
  });

  test('refuses a body that is more than a function takes', async () => {
    const { accessToken } = await cloud.token();
    const large = await fetch(`${cloud.url}/v1/markets/de/runs`, {
      method: 'POST',
      body: 'x'.repeat(6 * 1024 * 1024),
      headers: { authorization: `Bearer ${accessToken}` },
    });

    expect([large.status, await large.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  test('finds nothing under a path that is not well encoded', async () => {
    expect((await call('/%')).status).toBe(404);
    expect((await call('/..%2f..%2fetc/passwd')).status).toBe(404);
  });
});

test('a taken port is said in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  await expect(startMiniCloud({ ...app, state: `${app.state}-other` }, { port })).rejects.toThrow(
    `port ${port} is taken: stop what uses it, or choose another with --port`,
  );
  server.close();
});

test('a state directory that another cloud uses is said in one line', async () => {
  await expect(startMiniCloud(app)).rejects.toThrow(`another process uses ${app.state}: stop it`);
});
