import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { HttpAnswer } from '../../../infra/local/http-server.ts';
import { type Contract, contracts, type Route, routes } from '../../../lib/domain/index.ts';
import { openApiDocument } from '../../../lib/runtime/openapi.ts';
import { valuesOf } from '../../fuzz/schema-values.ts';
import { KNOWN_WORDS } from '../../fuzz/words.ts';
import { type FrontDoor, openFrontDoor, type Sent } from '../../security/front-door.ts';
import { type Sample, sampleOf, shared } from '../../security/samples.ts';
import { ofDemo, storeAll } from '../../security/two-merchants.ts';

/**
 * How every route behaves, whatever it is about: what a caller learns once holds everywhere. Tokens and scopes, CORS, rates and
 * headers of safety are walked in `test/security`.
 */
jest.setTimeout(300_000);

let door: FrontDoor;
let token: string;
beforeAll(async () => {
  door = await openFrontDoor();
  token = await door.token({ merchant: 'demo', scope: 'read decide ingest identify admin', sub: 'anna' });
  await storeAll(door.api, 'demo', ofDemo);
  await restore();
});
afterAll(() => door?.stop());
/** Put in its place what a test before has changed. */
const restore = () => storeAll(door.api, 'demo', shared);

const closed: readonly Route[] = routes.filter(({ scope }) => scope !== null);
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
// every route has a contract, by the contracts' own type
const contractOf = (route: Route): Contract => contracts[keyOf(route) as keyof typeof contracts];
const ask = (key: string, sent: Sent) => door.ask(key, { ...sent, token });
const textOf = ({ body = '' }: HttpAnswer) => body.toString();
const problemOf = (answer: HttpAnswer) => {
  expect(answer.headers?.['content-type']).toBe('application/problem+json');
  return JSON.parse(textOf(answer));
};
/** Refused to everybody here, as a newer key of pseudonyms is not given. */
const REFUSED_TO_ALL: ReadonlySet<string> = new Set(['POST /v1/privacy-requests/rehash']);
/** Written as a POST for its body alone: it writes nothing, so that nothing is kept. */
const WRITES_NOTHING: ReadonlySet<string> = new Set(['POST /v1/markets/{market}/recommendations']);
const walk = (some: readonly Route[]) => some.map((route) => [keyOf(route), route] as const);
const takeBody = closed.filter((route) => contractOf(route).body !== undefined);

describe('a request that is sent again under its Idempotency-Key', () => {
  beforeEach(restore);
  const once = takeBody.filter(
    (route) =>
      route.method !== 'PUT' && !REFUSED_TO_ALL.has(keyOf(route)) && !WRITES_NOTHING.has(keyOf(route)),
  );

  test.each(walk(once))(
    '%s gets the kept answer, and nothing happens twice; another request under it is refused',
    async (key, route) => {
      const sample = withKey(sampleOf(route), 'the-same');
      const first = await ask(key, sample);
      const between = [await door.rows(), door.effects()];

      const again = await ask(key, sample);
      const other = await ask(key, anotherThan(route, sample));

      expect([first.status < 300, first.headers?.['idempotency-replayed']]).toEqual([true, undefined]);
      expect([again.status, textOf(again)]).toEqual([first.status, textOf(first)]);
      expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
      expect([other.status, problemOf(other).detail]).toEqual([
        422,
        'this Idempotency-Key was used for another request',
      ]);
      expect([await door.rows(), door.effects()]).toEqual(between);
    },
  );
});

describe('a thing that persons edit', () => {
  beforeEach(restore);
  const edits = takeBody.filter((route) => contractOf(route).versioned === true);
  /** Where the thing itself is read. */
  const readOf = ({ path }: Route) => `GET ${path}`;

  test.each(walk(edits))('%s wants the version that was read, and takes no older one', async (key, route) => {
    const sample = sampleOf(route);
    const before = [await door.rows(), door.effects()];

    const unversioned = await ask(key, { ...sample, headers: {} });
    const stale = await ask(key, { ...sample, headers: { 'if-match': '"999"' } });

    expect([unversioned.status, problemOf(unversioned).type]).toEqual([
      428,
      'urn:tradewind:problem:unversioned',
    ]);
    expect([stale.status, problemOf(stale).type]).toEqual([412, 'urn:tradewind:problem:stale']);
    expect([await door.rows(), door.effects()]).toEqual(before);
  });

  // to approve or reject a draft changes where it stands, not what it says: its ETag stays
  const changes = edits.filter(({ method }) => method !== 'POST');
  test.each(walk(changes))('%s takes the ETag of a reading once, and tells the next', async (key, route) => {
    const { path, body } = sampleOf(route);
    const read = async () => (await ask(readOf(route), { path })).headers?.etag;
    const etag = String(await read());

    const changed = await ask(key, { path, body, headers: { 'if-match': etag } });
    const late = await ask(key, { path, body, headers: { 'if-match': etag } });

    expect([changed.status, late.status]).toEqual([200, 412]);
    expect(changed.headers?.etag).not.toBe(etag);
    expect(await read()).toBe(changed.headers?.etag);
  });
});

describe('a list', () => {
  beforeAll(restore);
  const lists = closed.filter((route) => 'cursor' in shapeOf(contractOf(route)));
  const limited = lists.filter((route) => 'limit' in shapeOf(contractOf(route)));
  const itemsOf = (answer: HttpAnswer): unknown[] => JSON.parse(textOf(answer)).items;

  test.each(walk(limited))('%s is walked by its links, one by one, to the same items', async (key, route) => {
    const sample = sampleOf(route);
    const whole = await ask(key, { ...sample, query: { ...sample.query, limit: '200' } });

    const items: unknown[] = [];
    const sizes = new Set<number>();
    let next: Record<string, string> | undefined = { ...sample.query, limit: '1' };
    while (next !== undefined) {
      const page = await ask(key, { ...sample, query: next });
      sizes.add(itemsOf(page).length);
      items.push(...itemsOf(page));
      const link = /^<\?(.*)>; rel="next"$/.exec(String(page.headers?.link ?? ''))?.[1];
      expect(JSON.parse(textOf(page)).cursor !== undefined).toBe(link !== undefined);
      next = link === undefined ? undefined : Object.fromEntries(new URLSearchParams(link));
    }

    expect(items.length).toBeGreaterThan(1);
    expect(items).toEqual(itemsOf(whole));
    expect(Math.max(...sizes)).toBe(1);
  });

  test.each(walk(limited))('%s refuses a limit that is none, and points to it', async (key, route) => {
    const sample = sampleOf(route);

    for (const limit of ['0', '201', '-1', '1.5', 'ten', '', ' 1']) {
      const answer = await ask(key, { ...sample, query: { ...sample.query, limit } });
      expect([limit, answer.status]).toEqual([limit, 422]);
      expect(problemOf(answer).errors[0].pointer).toBe('/query/limit');
    }
  });

  test.each(walk(lists))('%s knows no cursor that it did not give', async (key, route) => {
    const sample = sampleOf(route);

    for (const cursor of ['x', 'a.b.c', '__proto__']) {
      const answer = await ask(key, { ...sample, query: { ...sample.query, cursor } });
      expect([cursor, answer.status, problemOf(answer).type]).toEqual([
        cursor,
        404,
        'urn:tradewind:problem:not-found',
      ]);
    }
  });
});

describe('a body', () => {
  test.each(walk(takeBody))('%s takes it as JSON alone, by whatever name', async (key, route) => {
    const sample = sampleOf(route);
    const sentAs = (type: string) =>
      ask(key, { ...sample, headers: { ...sample.headers, 'content-type': type } });
    const before = [await door.rows(), door.effects()];

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'json',
      'text/json',
    ]) {
      const answer = await sentAs(type);
      expect([type, answer.status, problemOf(answer).title]).toEqual([type, 415, 'Unsupported Media Type']);
    }
    expect([await door.rows(), door.effects()]).toEqual(before);
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON',
      'application/merge-patch+json',
      '',
    ])
      expect([type, (await sentAs(type)).status === 415]).toEqual([type, false]);
  });

  test.each(walk(takeBody))('%s says of broken JSON that it is broken', async (key, route) => {
    const { path, headers } = sampleOf(route);

    const answer = await ask(key, { path, headers, text: '{"a":' });

    expect([answer.status, problemOf(answer).type]).toEqual([400, 'urn:tradewind:problem:malformed']);
  });
});

describe('every answer', () => {
  test.each(walk(routes))('%s has a name in the logs, well or not', async (key, route) => {
    const sample = sampleOf(route);

    for (const sent of [sample, { ...sample, query: { no: 'such' } }, { ...sample, text: '{' }])
      expect((await ask(key, sent)).headers?.['x-request-id']).toMatch(/./);
  });

  test('that failed tells its name and nothing else', async () => {
    // the state machine of the tests fails on this day
    const failed = await ask('POST /v1/markets/{market}/runs', {
      path: { market: 'jp' },
      body: { asOf: '2025-01-15' },
    });

    const { detail, title } = problemOf(failed);
    expect([failed.status, title]).toEqual([500, 'Internal Server Error']);
    expect(detail).toBe(`request ${failed.headers?.['x-request-id']} failed`);
  });

  test('of the gateway itself has a name too', async () => {
    const answers = [await door.send('GET', '/v1/markets'), await door.send('GET', '/v1/nowhere')];

    for (const { headers } of answers) expect(headers?.['apigw-requestid']).toMatch(/./);
  });
});

const withKey = (sample: Sample, key: string): Sample => ({
  ...sample,
  headers: { ...sample.headers, 'idempotency-key': key },
});

/** Another good body; where only `{}` is one, the same of another thing. */
function anotherThan(route: Route, sample: Sample): Sample {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
  const { schema } = paths[route.path][route.method.toLowerCase()].requestBody.content['application/json'];
  const { body: contract } = contractOf(route);
  const [body] = fc
    .sample(valuesOf(schema, KNOWN_WORDS), { seed: 1, numRuns: 500 })
    .filter((one) => contract?.safeParse(one).success && JSON.stringify(one) !== JSON.stringify(sample.body));
  if (body !== undefined && JSON.stringify(body) !== '{}') return { ...sample, body };
  const last = Object.keys(sample.path).at(-1) ?? '';
  return { ...sample, path: { ...sample.path, [last]: `${sample.path[last]}-9` } };
}

function shapeOf({ query }: Contract): object {
  return 'shape' in query.def ? (query.def.shape as object) : {};
}
