import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Contract, contracts, type Route, routes } from '../../lib/domain/index.ts';
import { type FrontDoor, openFrontDoor, type Sent } from './front-door.ts';
import { sampleOf, shared } from './samples.ts';
import { storeAll } from './two-merchants.ts';

/** Each test is a walk of every route. */
jest.setTimeout(300_000);

let door: FrontDoor;
let token: string;
beforeAll(async () => {
  door = await openFrontDoor();
  await storeAll(door.api, 'demo', shared);
  token = await door.token({ merchant: 'demo', scope: 'read decide ingest identify admin' });
});
afterAll(() => door?.stop());

const closed: readonly Route[] = routes.filter(({ scope }) => scope !== null);
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
// every route has a contract, by the contracts' own type
const contractOf = (route: Route): Contract => contracts[keyOf(route) as keyof typeof contracts];
const withBody = closed.filter((route) => contractOf(route).body !== undefined);

/** Send a request whose body is a text as it stands. */
const sendText = (route: Route, body: string, type = 'application/json') => {
  const { path, headers } = sampleOf(route);
  const sent = { path, headers: { ...headers, 'content-type': type }, token };
  return door.ask(keyOf(route), { ...sent, text: body });
};

const DEEP = 100_000;
const bodies: Record<string, string> = {
  'nested 100,000 deep in arrays': `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  'nested 100,000 deep in objects': `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  'cut off': '{"a":[1,2',
  'a number beyond all numbers': '{"a":1e999999}',
  'half a character': '{"a":"\\ud800"}',
  'a list in the place of an object': '[]',
  'the name __proto__': '{"__proto__":{"scope":"admin","polluted":true}}',
  'the name constructor': '{"constructor":{"prototype":{"polluted":true}}}',
  'a name that no contract has': '{"merchant":"other"}',
  'more than it may hold': JSON.stringify({ a: 'x'.repeat(1_048_577) }),
};

describe.each(Object.keys(bodies))('a body with %s', (what) => {
  test('is the caller’s mistake on every route that takes one, and changes nothing', async () => {
    const before = [await door.rows(), door.effects()];

    for (const route of withBody) {
      const { status, body } = await sendText(route, bodies[what] ?? '');
      expect([keyOf(route), status, [400, 413, 422].includes(status)]).toEqual([keyOf(route), status, true]);
      expect(String(body).length).toBeLessThan(8000);
    }
    expect([await door.rows(), door.effects()]).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('a name __proto__ deep in a body becomes nobody’s prototype', async () => {
  const mapping = closed.find(({ path }) => path.endsWith('/mapping'));
  if (mapping === undefined) throw new Error('there is no route that takes answers');
  const { status } = await sendText(mapping, '{"answers":{"__proto__":"dayFirst","constructor":"dayFirst"}}');

  expect(status).toBeLessThan(500);
  expect(({} as Record<string, unknown>).dayFirst).toBeUndefined();
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

/**
 * Texts on which an expression with nested repetition takes minutes: repeated beginnings that fail at their end. Whatever the API
 * holds against an expression is met, as every text of every body, query and path is one of these in turn.
 */
const pumped = ['a', '0', ' ', '-', '.', '0.', 'a-', '=', '\t', 'é', '2025-01-01', '\u{1F642}'].map(
  (piece) => (length: number) => `${piece.repeat(Math.ceil(length / piece.length))}!\n`,
);

/** The same value with every text in it, names of members apart, replaced. */
function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, text)]));
}

describe('a text made to keep an expression busy', () => {
  const answerIn = async (route: Route, sent: Sent) => {
    const startMs = process.cpuUsage().user / 1000;
    const { status } = await door.ask(keyOf(route), { ...sent, token });
    return { status, cpuMs: process.cpuUsage().user / 1000 - startMs };
  };

  test.each(closed.map((route) => [keyOf(route), route] as const))(
    'is answered at once by %s',
    async (key, route) => {
      const { path, query, body, headers } = sampleOf(route);
      const names = Object.keys(queryShapeOf(route));
      const usual = await answerIn(route, { path, query, headers, body });
      const mostMs = 2 * usual.cpuMs + 2000;
      for (const text of pumped) {
        const requests: Sent[] = [
          { path, query, headers, body: withTexts(body, text(50_000)) },
          { path, headers, body, query: Object.fromEntries(names.map((name) => [name, text(5000)])) },
          {
            path: Object.fromEntries(Object.keys(path).map((name) => [name, text(190)])),
            query,
            headers,
            body,
          },
          { path, query, body, headers: { 'if-match': text(5000), 'idempotency-key': text(5000) } },
        ];
        for (const sent of requests) {
          const { status, cpuMs } = await answerIn(route, sent);
          // what keeps an expression busy does so every time; the collection of garbage does not
          const leastMs = cpuMs < mostMs ? cpuMs : (await answerIn(route, sent)).cpuMs;
          expect([key, status < 500, leastMs < mostMs]).toEqual([key, true, true]);
        }
      }
    },
    120_000,
  );
});

function queryShapeOf(route: Route): object {
  const { query } = contractOf(route);
  return 'shape' in query.def ? (query.def.shape as object) : {};
}
