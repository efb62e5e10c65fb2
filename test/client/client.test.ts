import { describe, expect, test } from '@jest/globals';
import { ApiError, createClient } from '../../lib/client/index.ts';

type Sent = { url: string; method: string; headers: Record<string, string>; body: string | undefined };

/** A client whose server answers these in turn; a text in the place of an answer is a connection that breaks. */
function aClient(...answers: (Response | string)[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const client = createClient({
    baseUrl: 'https://api.example.com/eu/',
    token: () => `token-${sent.length}`,
    newKey: () => 'a-key',
    retry: {
      random: () => 0.5,
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
    },
    fetch: async (url, init = {}) => {
      const { method = '', headers, body } = init;
      sent.push({
        ...{ url: String(url), method, body: typeof body === 'string' ? body : undefined },
        headers: Object.fromEntries(new Headers(headers)),
      });
      const answer = answers.shift();
      if (answer === undefined || typeof answer === 'string')
        throw new TypeError(answer ?? 'no more answers');
      return answer;
    },
  });
  return { client, sent, waits };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (code: string, status: number) =>
  json(
    { type: `urn:tradewind:problem:${code}`, title: 't', status, detail: `it is ${code}`, instance: '/v1' },
    status,
  );
const start = { path: { market: 'de' }, body: { asOf: '2026-06-30' } };

describe('a call', () => {
  test('fills the path, percent-encoded, and the query, and brings the token', async () => {
    const { client, sent } = aClient(json({}));

    await client.call('GET /v1/markets/{market}/skus/{sku}/recommendation', {
      path: { market: 'de', sku: 'D/7 ü' },
      query: { onHand: 3 },
    });

    expect(sent[0]).toMatchObject({
      ...{
        method: 'GET',
        url: 'https://api.example.com/eu/v1/markets/de/skus/D%2F7%20%C3%BC/recommendation?onHand=3',
      },
      headers: { authorization: 'Bearer token-0' },
    });
  });

  test('that writes has a key; one that reads has none', async () => {
    const { client, sent } = aClient(json({}, 202), json({ items: [] }));

    await client.call('POST /v1/markets/{market}/runs', start);
    await client.call('GET /v1/markets');

    expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual(['a-key', undefined]);
  });

  test('tells the tag that a change must bring back, and whether it is a kept answer', async () => {
    const { client, sent } = aClient(
      json({}, 200, { etag: '"3"' }),
      json({}, 200, { 'idempotency-replayed': 'true' }),
    );

    const { etag = '' } = await client.call('GET /v1/rules');
    const { replayed } = await client.call('PUT /v1/rules', { body: {}, ifMatch: etag });

    expect([sent[1]?.headers['if-match'], replayed]).toEqual(['"3"', true]);
  });
});

describe('a try that may pass', () => {
  test.each([429, 502, 503, 504])(
    'is made again after %s, under the same key, with a token of its own',
    async (status) => {
      const { client, sent } = aClient(json({ message: 'no' }, status), json({}, 202));

      await client.call('POST /v1/markets/{market}/runs', start);

      expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual(['a-key', 'a-key']);
      expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-1']);
    },
  );

  test('is made again when the connection broke, and while a twin is being answered', async () => {
    const { client, sent } = aClient('reset', problem('in-flight', 409), json({}, 202));

    const { status } = await client.call('POST /v1/markets/{market}/runs', start);

    expect([status, sent.length]).toEqual([202, 3]);
  });

  test('waits as long as the server asks, and else longer each time', async () => {
    const busy = (headers = {}) => json({ message: 'Too Many Requests' }, 429, headers);
    const { client, waits } = aClient(busy({ 'retry-after': '3' }), busy(), busy(), json({ items: [] }));

    await client.call('GET /v1/markets');

    expect(waits).toEqual([3100, 200, 400]);
  });

  test('is not waited for longer than the caller will, and not made more than five times', async () => {
    const long = aClient(json({ message: 'no' }, 503, { 'retry-after': '3600' }));
    const often = aClient(...Array.from({ length: 9 }, () => json({ message: 'no' }, 503)));

    await expect(long.client.call('GET /v1/markets')).rejects.toMatchObject({ status: 503, code: 'gateway' });
    await expect(often.client.call('GET /v1/markets')).rejects.toBeInstanceOf(ApiError);
    expect([long.sent.length, often.sent.length]).toEqual([1, 5]);
  });
});

test.each([
  ['conflict', 409],
  ['stale', 412],
  ['invalid-input', 422],
  ['internal', 500],
])('a problem is thrown as it was told, and not tried again: %s', async (code, status) => {
  const { client, sent } = aClient(problem(code, status));

  const thrown = client.call('POST /v1/markets/{market}/runs', start);

  await expect(thrown).rejects.toMatchObject({ code, status, problem: { detail: `it is ${code}` } });
  expect(sent).toHaveLength(1);
});

test('a list is walked by its links, page after page, each item once', async () => {
  const { client, sent } = aClient(
    json({ items: [{ upload: 'a' }, { upload: 'b' }] }, 200, { link: '<?limit=2&cursor=x>; rel="next"' }),
    json({ items: [{ upload: 'c' }] }),
  );

  const found: string[] = [];
  for await (const { upload } of client.items('GET /v1/uploads', { query: { limit: 2 } })) found.push(upload);

  expect(found).toEqual(['a', 'b', 'c']);
  expect(sent[1]?.url).toBe('https://api.example.com/eu/v1/uploads?limit=2&cursor=x');
});
