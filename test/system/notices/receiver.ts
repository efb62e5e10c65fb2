import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a webhook's server got it. */
export type Received = { name: string; headers: Record<string, string>; body: string };

/** A server of webhooks: what it got, in order, and its port. */
export type Receiver = { port: number; received: Received[]; of(name: string): Received[]; close(): void };

/** @param answer - status by the name in the path and how often it was called, this time included */
export async function startReceiver(answer: (name: string, times: number) => number): Promise<Receiver> {
  const received: Received[] = [];
  const of = (name: string) => received.filter((each) => each.name === name);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const name = (request.url ?? '').slice(1);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([header, value]) => [header, String(value)]),
    );
    received.push({ name, headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(answer(name, of(name).length)).end();
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return { port, received, of, close: () => server.close().closeAllConnections() };
}
