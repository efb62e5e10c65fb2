import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, NotFoundError } from '../../lib/domain/index.ts';
import { forward, forwardLargeObject, largestBodyBytes } from './forward.ts';
import { isObject, type JsonObject } from './json.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { EventName, Notifications } from './notifications.ts';
import { type CorsRules, preflight } from './object-cors.ts';
import { type Call, readCall, rightsOf } from './requests.ts';
import { type Caller, type Roles, refusal } from './roles.ts';
import { isSignedWith } from './signature.ts';
import type { CallMeter } from './usage.ts';

/** What answers behind the gateway. */
export type Backends = {
  roles: Roles;
  tablePort(region: string): number | undefined;
  storagePort: number;
  notifications: Notifications;
  moveTasks: MoveTasks;
  secrets(operation: string, input: JsonObject): Promise<JsonObject>;
  stepFunctions(operation: string, input: JsonObject): Promise<JsonObject>;
  eventBridge(operation: string, input: JsonObject, region: string): Promise<JsonObject>;
  /** Answers in XML. */
  topics(operation: string, input: JsonObject): Promise<string>;
  /** Called with the handle of a message that a function itself hides or shows. */
  onHidden(receiptHandle: string): void;
  cors: CorsRules;
  meter: CallMeter;
};

/** The one endpoint of all AWS services: checks every call against the caller's role, then passes it on. */
export type Gateway = {
  url: string;
  /** Begin to answer; until then every call is told to wait (503). */
  open(backends: Backends): void;
  close(): Promise<void>;
};

/** Listen on the loopback, on a port of the system's choice. */
export async function startGateway(): Promise<Gateway> {
  let backends: Backends | undefined;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(backends, request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  // a server that listens on a TCP port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    open: (given) => {
      backends = given;
    },
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((settle) => {
    server.close(() => settle());
    server.closeAllConnections();
  });
}

async function answer(
  backends: Backends | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!backends) return sendJson(response, 503, { __type: 'ServiceUnavailable', message: 'starting' });
  if (request.method === 'OPTIONS') return preflight(backends.cors, request, response);
  const call = readCall(request, await bodyOf(request));
  if ('kind' in call)
    return sendJson(response, 400, { __type: 'UnrecognizedClientException', message: call.reason });
  const caller = backends.roles.callerOf(call.accessKeyId);
  if (!caller) return refuse(response, call, 'The security token included in the request is invalid.');
  // a presigned address shows a key's id to whoever gets it: the signature alone proves who calls, and for what
  if (!isSignedWith(backends.roles.secretOf(call.accessKeyId) ?? '', request, call.body))
    return refuse(response, call, 'The request signature does not match.', 'SignatureDoesNotMatch');
  const expired = expiry(call);
  if (expired) return refuse(response, call, expired);
  const reason = firstRefusal(backends.roles, caller, call, request);
  if (reason) return refuse(response, call, reason);
  const body = backends.meter.count(caller, call);
  switch (call.service) {
    case 'dynamodb': {
      const heard = (answer: Buffer) => backends.meter.consumed(caller, call, answer);
      return forward(request, response, { port: tablePortOf(backends, call), path: '/', body, heard });
    }
    case 'sqs': {
      noteHidden(backends, caller, call);
      const moved = await backends.moveTasks.answer(call.operation, call.input);
      if (moved !== undefined) return sendJson(response, 200, moved);
      return forward(request, response, { port: backends.storagePort, path: '/', body: call.body });
    }
    case 's3':
      return await answerObject(backends, caller, call, request, response);
    case 'secretsmanager':
      return sendJson(response, 200, await backends.secrets(call.operation, call.input));
    case 'states':
      return sendJson(response, 200, await backends.stepFunctions(call.operation, call.input));
    case 'sns':
      return sendXml(response, 200, await backends.topics(call.operation, call.input));
    case 'events':
      return sendJson(response, 200, await backends.eventBridge(call.operation, call.input, call.region));
  }
}

function firstRefusal(
  roles: Roles,
  caller: Caller,
  call: Call,
  request: IncomingMessage,
): string | undefined {
  if (caller.kind === 'administrator') return undefined;
  const source = request.headers['x-amz-copy-source'];
  for (const right of rightsOf(call, typeof source === 'string' ? source : undefined)) {
    const decision = roles.decide(caller, right);
    if (decision !== 'allow') return refusal(caller, right, decision);
    roles.note(caller, right);
  }
  return undefined;
}

/** A function may say itself when a message comes again; what carries messages to functions then leaves it alone. */
function noteHidden(backends: Backends, caller: Caller, { operation, input }: Call): void {
  if (operation !== 'ChangeMessageVisibility' || caller.kind !== 'role' || caller.session === 'event-source')
    return;
  if (typeof input.ReceiptHandle === 'string') backends.onHidden(input.ReceiptHandle);
}

function tablePortOf(backends: Backends, call: Call): number {
  const port = backends.tablePort(call.region);
  if (port === undefined) throw new NotFoundError(`no stack has tables in ${call.region}`);
  return port;
}

const created: { [operation: string]: EventName } = {
  PutObject: 'ObjectCreated:Put',
  CopyObject: 'ObjectCreated:Copy',
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
};

/** Pass an S3 call on; a write that succeeds is told to the bucket's queues before its caller hears of it. */
async function answerObject(
  backends: Backends,
  caller: Caller,
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { bucket, key, operation, body } = call;
  const contentType = asBytes(request.headers['content-type']);
  const target = { port: backends.storagePort, path: pathOf(call, request), body, contentType };
  const eventName = created[operation];
  const announcement = eventName && (await backends.notifications.announce(bucket, key, eventName));
  const beforeAnswer = async (status: number): Promise<number> => {
    if (announcement !== undefined) {
      const written = status < 300 ? await findObject(backends.storagePort, bucket, key) : undefined;
      if (written) await backends.notifications.confirm(announcement, written);
      else await backends.notifications.withdraw(announcement);
    }
    // S3 tells only those who may list a bucket that an object is missing
    return status === 404 && key !== '' && !mayList(backends.roles, caller, bucket) ? 403 : status;
  };
  const origin = backends.cors.headersFor(bucket, request.headers.origin);
  if (operation === 'PutObject' && body.length > largestBodyBytes) {
    return await forwardLargeObject(request, response, { ...target, beforeAnswer, headers: origin });
  }
  return await forward(request, response, { ...target, beforeAnswer, headers: origin });
}

/**
 * fauxqs takes bodies of these types, which S3 takes like any other, for calls of SNS and SQS, and parses them: an object's are
 * called bytes.
 */
function asBytes(contentType = ''): string | undefined {
  const isParsed = /x-www-form-urlencoded|x-amz-json/.test(contentType);
  return isParsed ? 'application/octet-stream' : undefined;
}

function mayList(roles: Roles, caller: Caller, bucket: string): boolean {
  const context = { 's3:prefix': '' };
  return (
    roles.decide(caller, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context }) === 'allow'
  );
}

/** The path with the bucket in it, whichever way the request named it. */
function pathOf({ bucket }: Call, request: IncomingMessage): string {
  const path = request.url ?? '/';
  return /^[a-z0-9.-]+\.localhost/.test(request.headers.host ?? '') ? `/${bucket}${path}` : path;
}

/** Ask S3 itself what it holds under a key. */
export async function findObject(
  storagePort: number,
  bucket: string,
  key: string,
): Promise<{ bucket: string; key: string; sizeBytes: number; eTag: string } | undefined> {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const response = await fetch(`http://127.0.0.1:${storagePort}/${bucket}/${path}`, { method: 'HEAD' });
  if (!response.ok) return undefined;
  const eTag = (response.headers.get('etag') ?? '').replaceAll('"', '');
  return { bucket, key, sizeBytes: Number(response.headers.get('content-length') ?? 0), eTag };
}

/** A presigned address says how long it is good for. */
function expiry({ query }: Call): string | undefined {
  const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  if (!signed) return undefined;
  const [, year, month, day, hour, minute, second] = signed.map(Number);
  const from = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const until = from + Number(query.get('X-Amz-Expires') ?? 0) * 1000;
  return Date.now() > until ? 'Request has expired' : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // a request without an encoding yields buffers
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Refuse a call in the form that the service's clients know. */
function refuse(response: ServerResponse, call: Call, message: string, code = 'AccessDenied'): void {
  if (call.service === 'sns') {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    sendXml(response, 403, `<ErrorResponse>${error}</ErrorResponse>`);
    return;
  }
  if (call.service !== 's3') {
    sendJson(response, 400, { __type: `${code}Exception`, message, Message: message });
    return;
  }
  sendXml(response, 403, `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`);
}

/** An error of the house is the caller's to read; any other is a fault of the runner. */
function fail(response: ServerResponse, error: unknown): void {
  const known = error instanceof AppError;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const code =
    known && isObject(error.cause) && typeof error.cause.code === 'string' ? error.cause.code : undefined;
  const type = code ?? (error instanceof NotFoundError ? 'ResourceNotFoundException' : 'ValidationException');
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, known ? 400 : 500, { __type: known ? type : 'InternalFailure', message });
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function sendXml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?>${body}`);
}

function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
