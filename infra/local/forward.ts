import { Agent, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { UpstreamError } from '../../lib/domain/index.ts';

/** Where a request is passed on to. */
export type Target = {
  port: number;
  path: string;
  body: Buffer;
  /** In place of what the request says of its body. */
  contentType?: string | undefined;
  /** Called with the backend's status before the caller hears of it; gives the status that the caller hears. */
  beforeAnswer?: (status: number) => Promise<number>;
  /** Is told the whole answer of a call that succeeded. */
  heard?: (answer: Buffer) => void;
  /** Further headers of the answer. */
  headers?: { [name: string]: string };
};

/** fauxqs takes bodies up to 11 MiB; a larger object is stored in parts behind the caller's back. */
export const largestBodyBytes = 10 * 1024 * 1024;

const agent = new Agent({ keepAlive: true });

/** Pass a request on to a service on the loopback and stream its answer back. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
): Promise<void> {
  const type = target.contentType === undefined ? {} : { 'content-type': target.contentType };
  const headers = { ...request.headers, ...type, host: `127.0.0.1:${target.port}` };
  const answer = await send(request.method ?? 'GET', headers, target);
  const status = (await target.beforeAnswer?.(answer.statusCode ?? 500)) ?? answer.statusCode ?? 500;
  if (status === 403 && answer.statusCode === 404) {
    answer.resume();
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
    return;
  }
  response.writeHead(status, { ...answer.headers, ...target.headers });
  if (target.heard !== undefined && status < 300) {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('end', () => target.heard?.(Buffer.concat(chunks)));
  }
  await new Promise<void>((settle) => {
    answer.pipe(response);
    response.once('close', settle);
  });
}

function send(
  method: string,
  headers: { [name: string]: string | string[] | undefined },
  { port, path, body }: Target,
): Promise<IncomingMessage> {
  const length = body.length > 0 || method !== 'GET' ? { 'content-length': String(body.length) } : {};
  const { 'transfer-encoding': _, expect: __, ...kept } = headers;
  const options = { host: '127.0.0.1', port, method, path, agent, headers: { ...kept, ...length } };
  return new Promise((settle, fail) => {
    const attempt = () => {
      const passed = openRequest(options, settle);
      passed.once('error', (cause: NodeJS.ErrnoException) => {
        // the service closed its idle connection just as this request came: it has seen nothing of it
        if (passed.reusedSocket && cause.code === 'ECONNRESET') attempt();
        else fail(new UpstreamError('a local service does not answer', { cause }));
      });
      passed.end(body);
    };
    attempt();
  });
}

/** Store an object that is larger than fauxqs takes at once: as a multipart upload; its ETag then has that form. */
export async function forwardLargeObject(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
): Promise<void> {
  const isChunked = String(request.headers['content-encoding'] ?? '').includes('aws-chunked');
  const body = isChunked ? decodeChunks(target.body) : target.body;
  const path = target.path.split('?')[0] ?? '';
  const host = { host: `127.0.0.1:${target.port}` };
  const described = Object.entries(request.headers).filter(
    ([name]) => name === 'content-type' || name.startsWith('x-amz-meta-') || name === 'cache-control',
  );
  const step = async (method: string, query: string, part: Buffer, headers = {}) => {
    const answer = await send(
      method,
      { ...host, ...headers },
      { ...target, path: `${path}?${query}`, body: part },
    );
    return { status: answer.statusCode ?? 500, headers: answer.headers, text: await textOf(answer) };
  };
  const opened = await step('POST', 'uploads', Buffer.alloc(0), Object.fromEntries(described));
  const uploadId = encodeURIComponent(/<UploadId>([^<]+)</.exec(opened.text)?.[1] ?? '');
  const parts: string[] = [];
  for (let start = 0; start < body.length; start += largestBodyBytes) {
    const number = parts.length + 1;
    const piece = body.subarray(start, start + largestBodyBytes);
    const { headers } = await step('PUT', `partNumber=${number}&uploadId=${uploadId}`, piece);
    parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${headers.etag ?? ''}</ETag></Part>`);
  }
  const list = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
  const closed = await step('POST', `uploadId=${uploadId}`, list);
  const status = (await target.beforeAnswer?.(closed.status)) ?? closed.status;
  const eTag = /<ETag>([^<]+)</.exec(closed.text)?.[1]?.replaceAll('&quot;', '"') ?? '';
  response.writeHead(status, { ...target.headers, ...(status < 300 ? { etag: eTag } : {}) });
  response.end(status < 300 ? '' : closed.text);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // an answer without an encoding yields buffers
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Undo the `aws-chunked` encoding with which the SDK streams bodies: `{size in hex};…\r\n{bytes}\r\n` … `0\r\n`. */
function decodeChunks(encoded: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = encoded.indexOf('\r\n', position);
    if (lineEnd < 0) break;
    const size = Number.parseInt(encoded.toString('latin1', position, lineEnd), 16);
    if (!(size > 0)) break;
    pieces.push(encoded.subarray(lineEnd + 2, lineEnd + 2 + size));
    position = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
