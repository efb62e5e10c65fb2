import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { verifyDeployed } from '../../../infra/commands/verify-deployed.ts';

const TODAY = '2026-05-01';
const SOON = { limitMs: 200, everyMs: 1 };
const TOKEN = { TRADEWIND_TOKEN: 'a-token' };

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

type Seen = { method: string; path: string; token: string | undefined; body: string };

/** A stand-in for a deployed stack: answers by method and path, and keeps what it was asked. */
async function aStack(answers: Record<string, (call: number) => object | number>) {
  const seen: Seen[] = [];
  const calls = new Map<string, number>();
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const key = `${request.method} ${request.url}`;
    seen.push({
      method: String(request.method),
      path: String(request.url),
      token: request.headers.authorization,
      body,
    });
    const count = (calls.get(key) ?? 0) + 1;
    calls.set(key, count);
    const answer = answers[key]?.(count) ?? 404;
    if (typeof answer === 'number') response.writeHead(answer).end('{}');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen };
}

describe('verifyDeployed', () => {
  test.each([
    [[], /which API/],
    [['--api', 'nowhere', '--market', 'de'], /which API/],
    [['--api', 'https://example.com'], /which market/],
    [['--api', 'https://example.com', '--market', 'de', '--fast'], /Unknown option '--fast'/],
  ])('explains itself on %j', async (words, message) => {
    const trial = verifyDeployed(words, TOKEN, TODAY, SOON);

    await expect(trial).rejects.toThrow(message);
    await expect(trial).rejects.toThrow(/verify:deployed/);
  });

  test('says that nobody answers', async () => {
    const trial = verifyDeployed(['--api', 'http://127.0.0.1:1', '--market', 'de'], TOKEN, TODAY, SOON);

    await expect(trial).rejects.toThrow('http://127.0.0.1:1 does not answer');
  });

  test('asks for a token or a client', async () => {
    const { url } = await aStack({ 'GET /v1/health': () => ({ status: 'ok' }) });

    await expect(verifyDeployed(['--api', url, '--market', 'de'], {}, TODAY, SOON)).rejects.toThrow(
      /no token, and no client/,
    );
  });

  test('gets a token for a client, and stops at what the API refuses', async () => {
    const { url, seen } = await aStack({
      'GET /v1/health': () => ({ status: 'ok' }),
      'POST /oauth2/token': () => ({ access_token: 'fresh' }),
      'POST /v1/uploads': () => 403,
    });
    const words = ['--api', url, '--market', 'de', '--token-url', `${url}/oauth2/token`, '--client', 'app'];

    const trial = verifyDeployed(words, { TRADEWIND_CLIENT_SECRET: 's' }, TODAY, SOON);

    await expect(trial).rejects.toThrow('/v1/uploads answered 403');
    expect(seen.find(({ path }) => path === '/v1/uploads')?.token).toBe('Bearer fresh');
  });
});
