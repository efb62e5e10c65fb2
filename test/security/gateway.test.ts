import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { HttpAnswer } from '../../infra/local/http-server.ts';
import { textsAt } from '../../infra/local/json.ts';
import { createThrottle } from '../../infra/local/throttle.ts';
import { type Route, type RouteKey, requestsPerSecond, routes } from '../../lib/domain/index.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { sampleOf } from './samples.ts';

/** Each test is a walk of every route. */
jest.setTimeout(300_000);

let door: FrontDoor;
beforeAll(async () => {
  door = await openFrontDoor();
});
afterAll(() => door?.stop());

const all: readonly Route[] = routes;
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
// every route's key is one, by the list of routes
const limitOf = (route: Route) => requestsPerSecond[keyOf(route) as RouteKey];
const safety = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

describe('a page of another origin', () => {
  const preflight = (method: string, origin: string) =>
    door.send('OPTIONS', '/v1/markets', { origin, 'access-control-request-method': method });
  const corsOf = ({ headers = {} }: HttpAnswer) =>
    Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  const own = () => textsAt(door.gateway.cors?.AllowOrigins, 'AllowOrigins')[0] ?? '';

  test.each([...new Set(all.map(({ method }) => method))])(
    'is let in by no preflight of %s; the console’s own is',
    async (method) => {
      const allowed = await preflight(method, own());

      expect(allowed).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': own() } });
      expect(String(allowed.headers?.['access-control-allow-methods']).split(',')).toContain(method);
      for (const origin of ['https://evil.example', `${own()}.evil.example`, 'null', `${own()}:444`])
        expect(corsOf(await preflight(method, origin))).toEqual([]);
    },
  );

  test('is met by no wildcard, neither of origin nor of method nor of header, and by no credentials', () => {
    const { AllowOrigins, AllowMethods, AllowHeaders, AllowCredentials } = door.gateway.cors ?? {};

    expect(own()).toMatch(/^https?:\/\/[^*]+$/);
    expect(JSON.stringify([AllowOrigins, AllowMethods, AllowHeaders])).not.toContain('*');
    expect(AllowMethods).toEqual([...new Set(all.map(({ method }) => method))]);
    expect(AllowCredentials).toBeUndefined();
  });

  test('finds no header of CORS on an answer either, and the console’s finds those that it reads', async () => {
    const read = (origin: string) => door.send('GET', '/v1/health', { origin });

    expect(corsOf(await read('https://evil.example'))).toEqual([]);
    expect((await read(own())).headers).toMatchObject({
      vary: 'origin',
      'access-control-expose-headers': 'etag,link,location,x-request-id,idempotency-replayed',
    });
  });
});

describe('HSTS and nosniff', () => {
  test('stand on every answer of a function, whatever it says', async () => {
    const token = await door.token({ merchant: 'demo', scope: 'read decide ingest identify admin' });
    const statuses = new Set<number>();

    for (const route of all)
      for (const sent of [sampleOf(route), { ...sampleOf(route), body: 7, query: { no: 'such' } }]) {
        const { status, headers } = await door.ask(keyOf(route), { ...sent, token });
        statuses.add(status);
        expect([keyOf(route), status, headers]).toMatchObject([keyOf(route), status, safety]);
        if (route.scope !== null) expect(headers?.['cache-control']).toBe('no-store');
      }

    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 404, 422]));
  });

  // API Gateway lets nobody add a header to what an HTTP API answers itself: docs/security.md says what that leaves
  test('are not on what the gateway says itself, which is JSON and tells nothing', async () => {
    const answers = [
      await door.send('GET', '/v1/markets'),
      await door.send('GET', '/v1/nowhere'),
      await door.send('GET', '/v1/markets', {}, () => false),
    ];

    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [401, '{"message":"Unauthorized"}'],
      [404, '{"message":"Not Found"}'],
      [429, '{"message":"Too Many Requests"}'],
    ]);
  });
});

describe('requests that come too fast', () => {
  const limits = () => door.gateway.limits;
  /** How many of a burst come through, on a clock that stands still and then goes on by a second. */
  const through = (key: string, count: number) => {
    let now = 0;
    const throttle = createThrottle(limits(), () => now);
    const burst = () => Array.from({ length: count }, () => throttle(key)).filter(Boolean).length;
    const first = burst();
    now += 1000;
    return [first, burst()];
  };

  test('are turned away at once on every route, and let in again as time goes by', () => {
    for (const route of all) {
      const perSecond = limitOf(route);
      const expected = perSecond === undefined ? [200, 100] : [perSecond, perSecond];
      expect([keyOf(route), ...through(keyOf(route), 1000)]).toEqual([keyOf(route), ...expected]);
    }
  });

  test('of a dear route hold up no other one', () => {
    const throttle = createThrottle(limits(), () => 0);
    const dear = 'POST /v1/markets/{market}/runs';
    for (let request = 0; request < 1000; request++) throttle(dear);

    expect([throttle(dear), throttle('GET /v1/markets')]).toEqual([false, true]);
  });

  test('reach no function: the gateway answers 429', async () => {
    const before = door.heard.length;

    const { status } = await door.send('GET', '/v1/health', {}, () => false);

    expect([status, door.heard.length]).toEqual([429, before]);
  });

  test('cost least where a request starts the most work', () => {
    const dear = all.filter(({ method, path }) => method !== 'GET' && /\/(runs|exports|erase)$/.test(path));

    expect(dear.length).toBeGreaterThanOrEqual(2);
    for (const route of dear)
      expect([keyOf(route), (limitOf(route) ?? 100) <= 5]).toEqual([keyOf(route), true]);
  });
});
