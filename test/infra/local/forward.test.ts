import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { forward } from '../../../infra/local/forward.ts';

const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  // a server that listens on a TCP port has an AddressInfo
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A service that answers with the body that it got, and resets a connection when it is used a second time. */
function forgetfulService(): Server {
  const used = new WeakSet<Socket>();
  return createServer((request, response) => {
    if (used.has(request.socket)) {
      request.socket.resetAndDestroy();
      return;
    }
    used.add(request.socket);
    request.pipe(response);
  });
}

async function doorTo(port: number): Promise<string> {
  const door = createServer((request, response) => {
    const sent = forward(request, response, { port, path: '/', body: Buffer.from('asked') });
    sent.catch(() => response.writeHead(502).end());
  });
  return `http://127.0.0.1:${await listen(door)}`;
}

test('asks again on a new connection where the service had closed the idle one', async () => {
  const door = await doorTo(await listen(forgetfulService()));

  const answers = [];
  for (let call = 0; call < 3; call++) {
    const answer = await fetch(door, { method: 'POST' });
    answers.push([answer.status, await answer.text()]);
  }

  expect(answers).toEqual(Array(3).fill([200, 'asked']));
});

test('does not ask twice where a new connection is reset', async () => {
  let asked = 0;
  const service = createServer((request) => {
    asked++;
    request.socket.resetAndDestroy();
  });
  const door = await doorTo(await listen(service));

  expect((await fetch(door, { method: 'POST' })).status).toBe(502);
  expect(asked).toBe(1);
});
