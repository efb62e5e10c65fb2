import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Post, postJson } from '../../lib/runtime/index.ts';
import { kindOfAddress } from '../../lib/runtime/reachable-address.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, settle));
  // a server that listens on a TCP port has an AddressInfo
  return (server.address() as AddressInfo).port;
}

const aPost = (url: string, changes: Partial<Post> = {}): Post => ({
  ...{ url, headers: {}, body: '{}', timeoutMs: 2000, privateNetwork: false },
  ...changes,
});

describe('postJson', () => {
  test('posts the text with its headers, and answers with the status', async () => {
    const got: string[] = [];
    const port = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, headers } = request;
      got.push(`${method} ${headers['content-type']} ${headers['webhook-id']} ${Buffer.concat(chunks)}`);
      response.writeHead(202).end('x'.repeat(1_000_000));
    });

    const answer = await postJson(
      aPost(`http://127.0.0.1:${port}/in`, { headers: { 'webhook-id': 'e1' }, body: '{"name":"Zürich"}' }),
    );

    expect(answer).toEqual({ kind: 'answered', status: 202 });
    expect(got).toEqual(['POST application/json e1 {"name":"Zürich"}']);
  });

  test('follows no redirect, and hears how long to wait', async () => {
    const paths: string[] = [];
    const port = await serve((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere', 'retry-after': '120' }).end();
    });

    const answer = await postJson(aPost(`http://localhost:${port}/in`));

    expect(answer).toEqual({ kind: 'answered', status: 307, retryAfterSeconds: 120 });
    expect(paths).toEqual(['/in']);
  });

  test('gives up on a server that says nothing, one that is not there, and a name that nobody has', async () => {
    const silent = await serve(() => undefined);
    const free = await serve(() => undefined);
    servers.pop()?.close();

    const answers = await Promise.all([
      postJson(aPost(`http://127.0.0.1:${silent}/`, { timeoutMs: 100 })),
      postJson(aPost(`http://127.0.0.1:${free}/`)),
      postJson(aPost('https://nobody.invalid/')),
    ]);

    expect(answers).toEqual([
      { kind: 'unanswered', reason: 'no answer within 100 ms' },
      { kind: 'unanswered', reason: expect.stringContaining('ECONNREFUSED') },
      { kind: 'unanswered', reason: expect.stringMatching(/nobody\.invalid/) },
    ]);
  });

  test('calls no address of a private network unless it is told to, nor the cloud’s metadata even then', async () => {
    const open = { privateNetwork: true, timeoutMs: 50 };

    const refused = await Promise.all([
      postJson(aPost('https://10.0.0.1/')),
      postJson(aPost('https://[::ffff:10.0.0.1]/')),
      postJson(aPost('https://0x0a000001/')),
      postJson(aPost('http://169.254.169.254/latest/meta-data', open)),
      postJson(aPost('https://[fd00:ec2::254]/', open)),
    ]);

    for (const answer of refused)
      expect(answer).toMatchObject({ reason: expect.stringContaining('is no address of the internet') });
    expect(await postJson(aPost('https://10.255.255.1/', open))).not.toMatchObject({
      reason: expect.stringContaining('no address of the internet'),
    });
  });

  test('calls no address of this machine by another name', async () => {
    let calls = 0;
    const port = await serve((_request, response) => {
      calls += 1;
      response.end();
    });

    const answer = await postJson(aPost(`http://${hostname()}:${port}/`));

    // the machine’s own name stands for an address of the loopback or of its network, or for none
    expect(answer.kind).toBe('unanswered');
    expect(calls).toBe(0);
  });
});

describe('kindOfAddress', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.8.8.8', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['::ffff:192.168.1.1', 'private'],
    ['169.254.169.254', 'reserved'],
    ['::ffff:169.254.169.254', 'reserved'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['fe80::1', 'reserved'],
    ['64:ff9b::a00:1', 'reserved'],
    ['::7f00:1', 'reserved'],
    ['::ffff:0:10.0.0.1', 'reserved'],
    ['4000::1', 'reserved'],
    ['::ffff:8.8.8.8', 'public'],
    ['2002:a00:1::', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['not an address', 'reserved'],
  ])('of %s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });
});
