import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { HttpAnswer } from '../../infra/local/http-server.ts';
import { type Contract, contracts, type Route, routes } from '../../lib/domain/index.ts';
import { type FrontDoor, openFrontDoor, type Sent } from './front-door.ts';
import { type Names, sampleOf, shared } from './samples.ts';
import { ofDemo, storeAll } from './two-merchants.ts';

/**
 * Two merchants of one deployment. Both trade in `de`, and call a SKU, a buyer, an order, an upload, an export and a run by the same
 * names; `demo` has more of each, and a market of its own. The tests go in order: who is turned away comes first, and at the end
 * the owner finds everything as it was, which also shows that each request was one that its owner is answered.
 */
/** Each test is a walk of every route. */
jest.setTimeout(300_000);

let door: FrontDoor;
let tokens: Record<'demo' | 'other', string>;
beforeAll(async () => {
  door = await openFrontDoor();
  await storeAll(door.api, 'demo', ofDemo);
  await storeAll(door.api, 'demo', shared);
  await storeAll(door.api, 'other', shared);
  const scope = 'read decide ingest identify admin';
  tokens = {
    demo: await door.token({ merchant: 'demo', scope }),
    other: await door.token({ merchant: 'other', scope }),
  };
});
afterAll(() => door?.stop());

const closed: readonly Route[] = routes.filter(({ scope }) => scope !== null);
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
const isWrite = ({ method }: Route) => method !== 'GET';
const ask = (who: 'demo' | 'other', route: Route, sent: Sent) =>
  door.ask(keyOf(route), { ...sent, token: tokens[who] });
const textOf = ({ body = '' }: HttpAnswer) => body.toString();

/** What stands in every text that a merchant may choose (`two-merchants.ts`); "other" alone is a word of the API too. */
const marks = {
  demo: /demo/i,
  other: /\b(of|at) other\b|\bother (has|knows)\b|[sv]-other\b|"other"|\bother\/|\/other\b/,
};

/** What nobody has: of each kind a name as long as the one that `demo` has, so that lengths tell nothing either. */
const absent: Names = {
  ...{ market: 'de', sku: 'X/7', customer: `c1-${'8'.repeat(32)}`, order: 'XX-9', upload: 'x-9' },
  ...{
    export: 'de-q-9',
    run: 'de-2025-01-29',
    decision: 'de:X/7:de-2025-01-29-0a1b2c3d',
    request: 'erase-8',
    experiment: 'exp-8',
  },
};
const ofJapan: Names = { ...ofDemo, market: 'jp' };

/** Everything of an answer that its reader could learn from, with the names asked for blotted out. */
function seen({ status, headers = {}, body = '' }: HttpAnswer, names: Names): unknown {
  const { 'apigw-requestid': _, 'x-request-id': __, ...told } = headers;
  // the longest first: an id begins with its market
  const asked = Object.values(names)
    .flatMap((name) => [name, encodeURIComponent(name)])
    .sort((a, b) => b.length - a.length);
  const blot = (text: string) =>
    asked.reduce((left, name) => left.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), '·'), text);
  // a colon in a path may be written either way, and its digits run into the name behind it
  return { status, headers: told, body: blot(body.toString().replaceAll('%3A', ':')) };
}

/** Refused to everybody here, as a newer key of pseudonyms is not given. */
const REFUSED_TO_ALL: ReadonlySet<string> = new Set(['POST /v1/privacy-requests/rehash']);

describe('what another merchant has', () => {
  const named = closed.filter(({ path }) => path.includes('{'));
  const cases = named.flatMap((route) => [
    // a name inside the market of both, and a market that is the other's alone
    ...(/\{(?!market)/.test(route.path) ? [['its name', route, ofDemo, absent] as const] : []),
    ...(route.path.includes('{market}')
      ? [['its market', route, ofJapan, { ...ofJapan, market: 'xx' }] as const]
      : []),
  ]);

  test.each(cases.map(([what, route, theirs, none]) => [keyOf(route), what, route, theirs, none] as const))(
    '%s by %s is what does not exist, to the last byte, and nothing is written or told',
    async (_, __, route, theirs, none) => {
      const before = [await door.rows(), door.effects()];
      const sample = sampleOf(route, theirs);

      for (const headers of [sample.headers, {}, { 'if-match': '"7"' }, { 'idempotency-key': 'one' }]) {
        const refused = await ask('other', route, { ...sample, headers });
        const nothing = await ask('other', route, { ...sampleOf(route, none), headers });
        expect([keyOf(route), refused.status, textOf(refused)]).toEqual([
          keyOf(route),
          404,
          expect.stringContaining('urn:tradewind:problem:not-found'),
        ]);
        expect(seen(refused, theirs)).toEqual(seen(nothing, none));
      }
      expect([await door.rows(), door.effects()]).toEqual(before);
    },
  );
});

describe('a cursor', () => {
  const lists = closed.filter((route) => 'cursor' in (propertiesOf(route) ?? {}));

  test.each(lists.map((route) => [keyOf(route), route] as const))(
    'of %s opens its own list alone; another merchant’s is as good as one made up',
    async (key, route) => {
      const sample = sampleOf(route);
      const page = await ask('demo', route, { ...sample, query: { ...sample.query, ...shortest(route) } });
      const { cursor } = JSON.parse(textOf(page));
      const next = (who: 'demo' | 'other', given: string) =>
        ask(who, route, { ...sample, query: { ...sample.query, cursor: given } });

      const own = await next('demo', cursor);
      const theirs = await next('other', cursor);
      const madeUp = await next('other', 'made.up.cursor');
      const changed = await next('demo', `${cursor.slice(0, -3)}AAA`);

      expect([key, own.status, theirs.status, changed.status]).toEqual([key, 200, 404, 404]);
      expect(seen(theirs, shared)).toEqual(seen(madeUp, shared));
    },
  );

  test('of the changes, which is called since, is as little use to another', async () => {
    const route = routeOf('GET /v1/changes');
    const askSince = (who: 'demo' | 'other', since?: string) =>
      ask(who, route, { query: since === undefined ? {} : { since } });
    const { since } = JSON.parse(textOf(await askSince('demo')));

    const own = await askSince('demo', since);
    const theirs = await askSince('other', since);

    expect([own.status, theirs.status]).toEqual([200, 404]);
    expect(seen(theirs, shared)).toEqual(seen(await askSince('other', 'made.up.cursor'), shared));
  });

  test('of one list opens no other one of the same merchant', async () => {
    const cursors = [];
    for (const route of lists) {
      const sample = sampleOf(route);
      const page = await ask('demo', route, { ...sample, query: { ...sample.query, ...shortest(route) } });
      cursors.push([route, JSON.parse(textOf(page)).cursor] as const);
    }

    for (const route of lists)
      for (const [from, cursor] of cursors.filter(([from]) => from !== route)) {
        const sample = sampleOf(route);
        const { status } = await ask('demo', route, { ...sample, query: { ...sample.query, cursor } });
        expect([keyOf(from), keyOf(route), status]).toEqual([keyOf(from), keyOf(route), 404]);
      }
  });
});

describe('where both use the same names', () => {
  test.each(closed.filter((route) => !isWrite(route)).map((route) => [keyOf(route), route] as const))(
    '%s shows each its own, and no word of the other',
    async (key, route) => {
      for (const [who, stranger] of [
        ['other', 'demo'],
        ['demo', 'other'],
      ] as const) {
        const answer = await ask(who, route, sampleOf(route));
        expect([key, answer.status]).toEqual([key, 200]);
        expect(`${textOf(answer)} ${JSON.stringify(answer.headers)}`).not.toMatch(marks[stranger]);
      }
    },
  );

  test('a decision id of the other is as good as one made up', async () => {
    const ofPrice: Route = routeOf('GET /v1/markets/{market}/skus/{sku}/recommendation');
    const report: Route = routeOf('POST /v1/markets/{market}/outcomes');
    const { decisionId } = JSON.parse(textOf(await ask('demo', ofPrice, sampleOf(ofPrice))));
    const before = await door.rows();
    const sent = async (who: 'demo' | 'other', id: string) => {
      const outcome = {
        key: 'd-1',
        sku: 'A-1',
        from: '2025-01-20',
        to: '2025-01-26',
        unitsLost: 4,
        decisionId: id,
      };
      return JSON.parse(
        textOf(await ask(who, report, { ...sampleOf(report), body: { outcomes: [outcome] } })),
      );
    };

    const theirs = await sent('other', decisionId);

    expect(theirs.results[0]).toMatchObject({ state: 'refused', problem: { status: 404 } });
    expect(theirs).toEqual(await sent('other', 'made.up.id'));
    expect(await door.rows()).toEqual(before);
    expect(await sent('demo', decisionId)).toMatchObject({ counted: 1 });
  });

  test.each(closed.filter(isWrite).map((route) => [keyOf(route), route] as const))(
    '%s of one merchant changes nothing of the other, though the key of idempotency is the same',
    async (key, route) => {
      const headers = { ...sampleOf(route).headers, 'idempotency-key': `same ${key}`.replaceAll(' ', '-') };
      const before = await door.rows();

      const other = await ask('other', route, { ...sampleOf(route), headers });
      const between = await door.rows();
      const demo = await ask('demo', route, { ...sampleOf(route), headers });

      expect([key, other.status, textOf(other)]).toEqual([
        key,
        expect.any(Number),
        expect.not.stringMatching(/demo/),
      ]);
      expect([key, other.status < 300, demo.status]).toEqual([key, !REFUSED_TO_ALL.has(key), other.status]);
      expect(demo.headers?.['idempotency-replayed']).toBeUndefined();
      expect(rowsOf('demo', between)).toEqual(rowsOf('demo', before));
      expect(rowsOf('other', await door.rows())).toEqual(rowsOf('other', between));
    },
  );

  test('a kept answer is given again to its own merchant alone', async () => {
    const route = routeOf('POST /v1/markets/{market}/exports');
    const sent = { ...sampleOf(route), headers: { 'idempotency-key': 'kept' } };

    const first = await ask('demo', route, sent);
    const stranger = await ask('other', route, sent);
    const again = await ask('demo', route, sent);

    expect(textOf(again)).toBe(textOf(first));
    expect(again.headers?.['idempotency-replayed']).toBe('true');
    expect(stranger.headers?.['idempotency-replayed']).toBeUndefined();
    expect(textOf(stranger)).not.toBe(textOf(first));
  });
});

describe('the owner, after all that', () => {
  test.each(closed.map((route) => [keyOf(route), route] as const))('is answered: %s', async (key, route) => {
    const { status } = await ask('demo', route, sampleOf(route, ofDemo));

    // what is the merchant's as a whole, or a market's, its owner has changed above, and a stop holds every decision: 409 or 412 is an answer too
    const stopped = route.path.startsWith('/v1/decisions/{');
    const changed = isWrite(route) && (stopped || !/\{(?!market)/.test(route.path));
    expect([key, status, status < 300 || (changed && [409, 412].includes(status))]).toEqual([
      key,
      status,
      true,
    ]);
  });
});

function routeOf(key: string): Route {
  const found = routes.find((route) => keyOf(route) === key);
  if (found === undefined) throw new Error(`there is no route ${key}`);
  return found;
}

/** The names of a route's query, as its schema has them. */
function propertiesOf(route: Route): object | undefined {
  // every route has a contract, by the contracts' own type
  const { query }: Contract = contracts[keyOf(route) as keyof typeof contracts];
  return 'shape' in query.def ? (query.def.shape as object) : undefined;
}

/** Asks for as little of a list as it gives. */
const shortest = (route: Route): Record<string, string> =>
  'limit' in (propertiesOf(route) ?? {}) ? { limit: '1' } : {};

const rowsOf = (merchant: string, rows: ReadonlyMap<string, string>) =>
  [...rows].filter(([key]) => new RegExp(` ${merchant}(#| )`).test(key));
