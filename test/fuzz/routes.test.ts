import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type Route, routes } from '../../lib/domain/index.ts';
import { type FuzzedDoor, openFuzzedDoor } from './fuzzed-door.ts';
import { RAW_SEGMENTS } from './hostile.ts';
import { type FuzzedRequest, requestsTo, usualRequestTo } from './requests.ts';

/**
 * Every route is asked by requests made from its own description: such as fit it, such as almost do, and such as no client would send.
 * `npm run test:fuzz` asks at least 20,000 times; FUZZ_SEED draws others.
 */
const isFull = process.env.TRADEWIND_FULL !== undefined;
const REQUESTS_A_ROUTE = isFull ? 260 : 18;
const REQUESTS_ELSEWHERE = isFull ? 2000 : 150;
/** What was erased, stopped or rolled back is put in its place after so many requests. */
const RESTORED_AFTER = 30;
const seed = Number(process.env.FUZZ_SEED ?? 1);
jest.setTimeout(isFull ? 1_200_000 : 120_000);

let door: FuzzedDoor;
beforeAll(async () => {
  door = await openFuzzedDoor();
});
afterAll(async () => {
  if (isFull && door !== undefined) process.stdout.write(told(door.counts()));
  await door?.stop();
});

const all: readonly Route[] = routes;
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
/** Refused to everybody here, as a newer key of pseudonyms is not given. */
const REFUSED_TO_ALL: ReadonlySet<string> = new Set(['POST /v1/privacy-requests/rehash']);

describe('whatever is sent to a route', () => {
  test.each(all.map((route) => [keyOf(route), route] as const))(
    '%s answers as its description says, and never fails',
    async (_, route) => {
      let asked = 0;
      const answersAsDescribed = async (request: FuzzedRequest) => {
        if (asked % RESTORED_AFTER === 0) await door.restore();
        asked += 1;
        expect(await door.judge(request)).toEqual([]);
      };

      await fc.assert(fc.asyncProperty(requestsTo(route), answersAsDescribed), {
        seed,
        numRuns: REQUESTS_A_ROUTE,
        examples: [[usualRequestTo(route)]],
      });
    },
  );

  test('was good enough for each route to be answered well too', () => {
    const well = all.filter((route) =>
      [...(door.counts().get(keyOf(route))?.keys() ?? [])].some((status) => status < 300),
    );

    const others = all.filter((route) => !well.includes(route)).map(keyOf);
    expect(others).toEqual([...REFUSED_TO_ALL]);
  });
});

describe('whatever is sent elsewhere', () => {
  const methods = [
    ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    ...['TRACE', 'get', 'constructor'],
  ];
  const filled = all.map(({ path }) => path.replaceAll(/\{\w+\}/g, 'x'));
  const paths = fc.oneof(
    fc.constantFrom(...filled),
    fc
      .tuple(fc.constantFrom(...filled), fc.constantFrom('/', '//', '/x', '?', ...RAW_SEGMENTS))
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom('v1', 'V1', 'v2', 'markets', ...RAW_SEGMENTS), { maxLength: 5 })
      .map((parts) => `/${parts.join('/')}`),
  );

  test('is not found, or answered by the route that it names after all', async () => {
    const requests = fc.record({ method: fc.constantFrom(...methods), path: paths });
    const bare = { ...{ query: '', headers: {}, body: '' }, asker: 'all', encoding: 'utf8' } as const;

    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(await door.judge({ ...bare, ...request })).toEqual([]);
      }),
      { seed, numRuns: REQUESTS_ELSEWHERE },
    );
  });
});

/** Say how many requests there were, and what they were answered. */
function told(counts: ReadonlyMap<string, ReadonlyMap<number, number>>): string {
  const byStatus = new Map<number, number>();
  for (const ofRoute of counts.values())
    for (const [status, count] of ofRoute) byStatus.set(status, (byStatus.get(status) ?? 0) + count);
  const sum = [...byStatus.values()].reduce((all, one) => all + one, 0);
  const parts = [...byStatus].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return `seed ${seed}: ${sum} requests to ${all.length} routes and elsewhere: ${parts.join(', ')}\n`;
}
