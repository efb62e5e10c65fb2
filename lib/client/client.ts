import type { RouteKey } from '../domain/index.ts';
import { ApiError } from './api-error.ts';
import type { CallAnswer, CallArguments, ItemOf, ListKey } from './call-types.ts';
import { mayPass, type RetryOptions, waitMs } from './retry.ts';

export type ClientOptions = {
  /** Where the API is: `https://abc123.execute-api.eu-central-1.amazonaws.com`. A path in it is kept. */
  baseUrl: string;
  /** A bearer token, or what gives one: asked before every try, so that it may be a new one. */
  token?: string | (() => string | Promise<string>);
  retry?: RetryOptions;
  /** Makes a name for a request that is to take effect once; a UUID by default. */
  newKey?: () => string;
  fetch?: typeof globalThis.fetch;
};

/** The API as functions: what a route takes and answers is known to the compiler, by the schemas that the API itself goes by. */
export type Client = {
  /**
   * Call a route. What passes (429, 502, 503, 504, a broken connection, a twin in flight) is tried again, a POST or PATCH
   * under the key of its first try, so that it takes effect once.
   *
   * @throws ApiError for any other answer of 400 and above, and the last error of `fetch` when every try broke
   */
  call<Key extends RouteKey>(key: Key, ...parts: CallArguments<Key>): Promise<CallAnswer<Key>>;
  /** Walk through a list's items, page after page. `limit` in the query is that of a page. */
  items<Key extends ListKey>(key: Key, ...parts: CallArguments<Key>): AsyncGenerator<ItemOf<Key>, void>;
};

/** What a call may carry, whatever its route. */
type Parts = {
  path?: Record<string, string> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  ifMatch?: string;
  idempotencyKey?: string;
  signal?: AbortSignal;
};
type Answer = Omit<CallAnswer<RouteKey>, 'body'> & { body: unknown };

/** Open the API. Makes no request by itself. */
export function createClient(options: ClientOptions): Client {
  const call = (key: string, parts: Parts = {}) =>
    request(options, { ...requestOf(options, key, parts), name: key });
  async function* items(key: string, parts: Parts = {}) {
    let { url, init } = requestOf(options, key, parts);
    for (;;) {
      const page = await request(options, { url, init, name: key });
      // every list's answer has its items, by the contracts of the routes that `ListKey` names
      yield* (page.body as { items: unknown[] }).items;
      if (page.next === undefined) return;
      url = page.next;
    }
  }
  // the parts and answers of a key are those of its contract, by `CallArguments` and `CallAnswer`; a key known at run time can't be followed
  return { call, items } as unknown as Client;
}

type Request = { url: string; init: RequestInit; name: string };

function requestOf({ baseUrl, newKey }: ClientOptions, key: string, parts: Parts): Omit<Request, 'name'> {
  const [method = '', template = ''] = key.split(' ');
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parts.path?.[name] ?? ''),
  );
  const url = new URL(baseUrl.replace(/\/$/, '') + filled);
  for (const [name, value] of Object.entries(parts.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const isOnce = method === 'POST' || method === 'PATCH';
  const once = parts.idempotencyKey ?? (newKey ?? (() => crypto.randomUUID()))();
  const headers = {
    accept: 'application/json, application/problem+json, */*;q=0.1',
    ...(isOnce ? { 'idempotency-key': once } : {}),
    ...(parts.ifMatch === undefined ? {} : { 'if-match': parts.ifMatch }),
    ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return {
    url: url.href,
    init: {
      method,
      headers,
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
      ...(parts.signal === undefined ? {} : { signal: parts.signal }),
    },
  };
}

async function request(options: ClientOptions, { url, init, name }: Request): Promise<Answer> {
  const { fetch = globalThis.fetch, retry = {} } = options;
  const { tries = 5, sleep = wait } = retry;
  for (let tried = 1; ; tried++) {
    const token = await tokenOf(options);
    const headers = { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const answered = await send(fetch, url, { ...init, headers });
    if (answered.kind === 'answered' && answered.response.ok) return answerOf(answered, url);
    const passes = answered.kind === 'broken' || mayPass(answered.response.status, answered.text);
    const retryAfter = answered.kind === 'broken' ? null : answered.response.headers.get('retry-after');
    const pauseMs = passes && tried < tries ? waitMs(tried, retryAfter, retry) : undefined;
    if (pauseMs === undefined) throw failureOf(name, answered);
    await sleep(pauseMs);
  }
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function tokenOf({ token }: ClientOptions): Promise<string | undefined> {
  return typeof token === 'function' ? token() : token;
}

type Sent = { kind: 'answered'; response: Response; text: string } | { kind: 'broken'; error: unknown };

/** Send a request and read its answer whole; a connection that breaks in either is the same to the caller. */
async function send(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<Sent> {
  try {
    const response = await fetch(url, init);
    return { kind: 'answered', response, text: await response.text() };
  } catch (error) {
    // who gave up is not to wait for another try
    if (init.signal?.aborted) throw error;
    return { kind: 'broken', error };
  }
}

function failureOf(name: string, sent: Sent): unknown {
  if (sent.kind === 'broken') return sent.error;
  const { response, text } = sent;
  return new ApiError(name, { status: response.status, text, requestId: requestIdOf(response) });
}

function answerOf({ response, text }: Extract<Sent, { kind: 'answered' }>, url: string): Answer {
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json') === true;
  const [, next] = /<([^>]*)>;\s*rel="next"/.exec(headers.get('link') ?? '') ?? [];
  return {
    status,
    body: isJson ? JSON.parse(text) : text,
    etag: headers.get('etag') ?? undefined,
    requestId: requestIdOf(response),
    replayed: headers.get('idempotency-replayed') === 'true',
    next: next === undefined ? undefined : new URL(next, url).href,
  };
}

const requestIdOf = ({ headers }: Response) =>
  headers.get('x-request-id') ?? headers.get('apigw-requestid') ?? undefined;
