import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a stack answers that a test gives its answers to. */
export type AnsweringStack = { api: string; close(): Promise<void> };

/** Answer on the loopback in place of a stack. */
export async function startAnswering(answer: RequestListener): Promise<AnsweringStack> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    api: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
