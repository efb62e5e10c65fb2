import { matchRoute } from '../../infra/local/http-routes.ts';
import { misfitsOf } from '../functions/api/openapi-check.ts';
import { type FrontDoor, openFrontDoor } from '../security/front-door.ts';
import { shared } from '../security/samples.ts';
import { storeAll } from '../security/two-merchants.ts';
import type { Asker, FuzzedRequest } from './requests.ts';

/** The API with one of everything stored, asked by fuzzed requests; each answer is held against the OpenAPI document. */
export type FuzzedDoor = {
  /** @returns what is wrong with the answer, in words: nothing where it is one of the document */
  judge(request: FuzzedRequest): Promise<string[]>;
  /** Store everything as it was. */
  restore(): Promise<void>;
  /** How often each status was answered, by route. */
  counts(): ReadonlyMap<string, ReadonlyMap<number, number>>;
  stop(): Promise<void>;
};

/** Words of the inside that no answer may hold. */
const INSIDE = /\bat .+\.(ts|js):\d+|node_modules|arn:aws|ValidationException|\bdynamo/i;

const ROUTELESS = 'no route';

export async function openFuzzedDoor(): Promise<FuzzedDoor> {
  const door = await openFrontDoor();
  const tokens = await tokensOf(door);
  const counts = new Map<string, Map<number, number>>();
  const restore = () => storeAll(door.api, 'demo', shared);
  await restore();
  return {
    restore,
    counts: () => counts,
    stop: door.stop,
    judge: async ({ asker, method, path, query, headers, body, encoding }) => {
      const token = tokens[asker];
      const answer = await door.answer({
        ...{ method, path, query, remoteAddress: '127.0.0.1', body: Buffer.from(body, encoding) },
        headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      });
      const key = matchRoute(door.gateway.routes, method, path)?.route.routeKey ?? ROUTELESS;
      const ofRoute = counts.get(key) ?? new Map<number, number>();
      counts.set(key, ofRoute.set(answer.status, (ofRoute.get(answer.status) ?? 0) + 1));
      return wrongsOf(key, method, answer);
    },
  };
}

async function tokensOf(door: FrontDoor): Promise<Record<Asker, string | undefined>> {
  const scope = 'read decide ingest identify admin';
  return {
    all: await door.token({ merchant: 'demo', scope, sub: 'anna' }),
    reader: await door.token({ merchant: 'demo', scope: 'read' }),
    forger: 'a.b.c',
    nobody: undefined,
  };
}

type Answer = Awaited<ReturnType<FrontDoor['answer']>>;

function wrongsOf(key: string, method: string, { status, headers = {}, body = '' }: Answer): string[] {
  const text = body.toString();
  if (key === ROUTELESS) return wrongsWithoutRoute(method, status, text);
  // the server names the type of what the gateway itself says
  const shown = { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
  const byFunction = headers['x-request-id'] !== undefined;
  const wrongs = [
    [status >= 500, `${status}`],
    [status >= 400 && INSIDE.test(text), 'tells of the inside'],
    [headers['x-request-id'] === undefined && headers['apigw-requestid'] === undefined, 'has no request id'],
    [byFunction && headers['x-content-type-options'] !== 'nosniff', 'lacks nosniff'],
    [byFunction && headers['strict-transport-security'] === undefined, 'lacks HSTS'],
    [byFunction && status >= 400 && JSON.parse(text).status !== status, 'has another status in its problem'],
  ] as const;
  return [
    ...wrongs.filter(([is]) => is).map(([, what]) => `${key}: ${what} ${text.slice(0, 300)}`),
    ...misfitsOf(key, shown),
  ];
}

/** What the document doesn't have is not found, whatever it is; a preflight is answered for every path. */
function wrongsWithoutRoute(method: string, status: number, text: string): string[] {
  const isRefused = status === 404 && text === '{"message":"Not Found"}';
  return isRefused || (method === 'OPTIONS' && status === 204) ? [] : [`no route: ${status} ${text}`];
}
