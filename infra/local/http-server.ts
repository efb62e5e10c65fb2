import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../../lib/domain/index.ts';

/** An answer to a browser or a program. */
export type HttpAnswer = {
  status: number;
  headers?: { [name: string]: string | string[] };
  body?: string | Buffer;
};

/** A request with its whole body. */
export type HttpRequest = {
  method: string;
  /** As it came, still percent-encoded, without the query. */
  path: string;
  query: string;
  headers: { [name: string]: string };
  body: Buffer;
  remoteAddress: string;
};

export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/** The port that users see. */
export type HttpServer = {
  url: string;
  /** Begin to answer; until then everyone is told to wait (503). */
  open(handler: HttpHandler): void;
  close(): Promise<void>;
};

/** API Gateway's limit for a request's body, bytes. */
const largestBodyBytes = 10 * 1024 * 1024;

/**
 * Listen on the loopback.
 *
 * @param port - 0 takes any free port
 * @throws InputError when the port is taken
 */
export async function startHttpServer(port: number): Promise<HttpServer> {
  let handler: HttpHandler | undefined;
  // a caller that comes back after a while, to a machine that is busy, must not find its connection just closing
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(handler, request, response).catch(() => {
      if (!response.headersSent) send(response, { status: 500, body: '{"message":"Internal Server Error"}' });
      else response.destroy();
    });
  });
  await new Promise<void>((settle, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.code})`;
      fail(
        new InputError(`port ${port} ${reason}: stop what uses it, or choose another with --port`, { cause }),
      );
    });
    server.listen(port, '127.0.0.1', settle);
  });
  // a server that listens on a TCP port has an AddressInfo
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}`,
    open: (given) => {
      handler = given;
    },
    close: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  handler: HttpHandler | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!handler) return send(response, { status: 503, body: '{"message":"Service Unavailable"}' });
  const body = await readBody(request);
  if (body === undefined) {
    send(response, {
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
      headers: { connection: 'close' },
    });
    request.destroy();
    return;
  }
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const answer = await handler({
    method: request.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: joined(request),
    body,
    remoteAddress: request.socket.remoteAddress ?? '',
  });
  send(response, answer);
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: HttpAnswer): void {
  const type = typeof body === 'string' && body.startsWith('{') ? { 'content-type': 'application/json' } : {};
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Read a request's body; `undefined` when it is larger than API Gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largestBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // a request without an encoding yields buffers
    const piece = chunk as Buffer;
    size += piece.length;
    if (size > largestBodyBytes) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

/** Headers by lower-case name; one that came more than once is joined by commas, as API Gateway does. */
function joined(request: IncomingMessage): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
}
