import type { IncomingMessage } from 'node:http';
import { InputError } from '../../lib/domain/index.ts';
import { decodePercent } from './decode-percent.ts';
import { busArn } from './event-buses.ts';
import { isObject, type Json, type JsonObject, listAt, parseJson, textAt } from './json.ts';
import { account } from './names.ts';
import type { Request } from './policy.ts';
import { transactionParts } from './transactions.ts';

/** A call of an AWS service, read from its HTTP request. */
export type Call = {
  service: Service;
  region: string;
  accessKeyId: string;
  /** The name of the operation: `GetItem`, `PutObject`. */
  operation: string;
  /** The body as JSON; empty for S3. */
  input: JsonObject;
  /** Bucket and key, for S3 alone. */
  bucket: string;
  key: string;
  query: URLSearchParams;
  body: Buffer;
};

/** The services that the gateway stands for, as SigV4 scopes name them. */
export type Service = 'dynamodb' | 's3' | 'sqs' | 'states' | 'secretsmanager' | 'events' | 'sns';

const services: ReadonlySet<string> = new Set([
  'dynamodb',
  's3',
  'sqs',
  'states',
  'secretsmanager',
  'events',
  'sns',
]);

/** The call is for a service that the gateway does not stand for, or is not signed. */
export type Unreadable = { kind: 'unreadable'; reason: string };

/**
 * Read which operation of which service a request means, and who signed it: header or presigned query.
 *
 * S3 requests may name the bucket in the host (`bucket.localhost`) or in the path.
 */
export function readCall(request: IncomingMessage, body: Buffer): Call | Unreadable {
  const url = new URL(request.url ?? '/', 'http://local');
  const credential = credentialOf(request, url.searchParams);
  if (!credential) return { kind: 'unreadable', reason: 'the request is not signed' };
  const [accessKeyId = '', , region = '', service = ''] = credential;
  if (!isService(service)) {
    return { kind: 'unreadable', reason: `the local cloud has no service "${service}"` };
  }
  const common = { service, region, accessKeyId, query: url.searchParams, body };
  if (service === 's3') {
    const place = bucketAndKey(request, url);
    return { ...common, ...place, input: {}, operation: s3Operation(request, url.searchParams, place.key) };
  }
  if (service === 'sns') {
    // its protocol is a form: the operation is a field among the others
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    return { ...common, bucket: '', key: '', operation: Action, input };
  }
  const operation =
    String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  const parsed = body.length > 0 ? parseJson(body.toString('utf8'), `the body of ${operation}`) : {};
  return { ...common, bucket: '', key: '', operation, input: isObject(parsed) ? parsed : {} };
}

function isService(name: string): name is Service {
  return services.has(name);
}

/** The parts of `AKID/20260131/eu-central-1/s3/aws4_request`. */
function credentialOf(request: IncomingMessage, query: URLSearchParams): string[] | undefined {
  const signed = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  return (signed ?? query.get('X-Amz-Credential') ?? undefined)?.split('/');
}

function bucketAndKey(request: IncomingMessage, url: URL): { bucket: string; key: string } {
  const virtual = /^([a-z0-9.-]+)\.localhost(:\d+)?$/.exec(request.headers.host ?? '')?.[1];
  const [first = '', ...rest] = url.pathname.slice(1).split('/');
  const encoded = virtual === undefined ? rest.join('/') : url.pathname.slice(1);
  return { bucket: virtual ?? decodePercent(first), key: decodePercent(encoded) };
}

/** Queries that only choose how an operation behaves; any other names an operation of its own. */
const plainQueries =
  /^(x-amz-.*|x-id|uploadId|uploads|partNumber|delete|list-type|prefix|delimiter|max-keys|marker|start-after|continuation-token|encoding-type|fetch-owner|versionId|response-.*|attributes)$/i;

function s3Operation(request: IncomingMessage, query: URLSearchParams, key: string): string {
  const method = request.method ?? 'GET';
  const unknown = [...query.keys()].find((name) => !plainQueries.test(name));
  if (unknown !== undefined) return `${method} ?${unknown}`;
  if (key === '') {
    if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
    return { GET: 'ListObjects', HEAD: 'HeadBucket', PUT: 'CreateBucket' }[method] ?? `${method} bucket`;
  }
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  if (query.has('uploadId')) {
    const operation = { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' };
    return method in operation ? operation[method as keyof typeof operation] : 'ListParts';
  }
  if (method === 'PUT') return request.headers['x-amz-copy-source'] ? 'CopyObject' : 'PutObject';
  if (query.has('attributes')) return 'GetObjectAttributes';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? `${method} object`;
}

/**
 * Tell which rights a call needs: every one must be held.
 *
 * @throws InputError on an operation whose rights nobody has written down here
 */
export function rightsOf(call: Call, copySource: string | undefined): Request[] {
  switch (call.service) {
    case 'dynamodb':
      if (call.operation === 'TransactWriteItems') return rightsOfTransaction(call);
      return tablesOf(call).map((resource) => ({ action: `dynamodb:${call.operation}`, resource }));
    case 's3':
      return s3Rights(call, copySource);
    case 'sqs':
      return [{ action: `sqs:${call.operation.replace(/Batch$/, '')}`, resource: queueArn(call) }];
    case 'states':
      return [
        { action: `states:${call.operation}`, resource: named(call, 'stateMachineArn', 'executionArn') },
      ];
    case 'secretsmanager':
      return [{ action: `secretsmanager:${call.operation}`, resource: named(call, 'SecretId') }];
    case 'sns':
      return [{ action: `sns:${call.operation}`, resource: named(call, 'TopicArn') }];
    case 'events':
      return busesOf(call).map((resource) => ({ action: `events:${call.operation}`, resource }));
  }
}

/** The bus of every entry; an entry without one is meant for the account's own. */
function busesOf({ input, region }: Call): string[] {
  const names = listAt(input.Entries).map((entry) => (isObject(entry) ? entry.EventBusName : undefined));
  return [...new Set(names.map((name) => busArn(textAt(name ?? 'default', 'EventBusName'), region)))];
}

/** A transaction has no right of its own: each of its parts needs the right of the call that it stands for. */
function rightsOfTransaction({ input, region }: Call): Request[] {
  return transactionParts(input).map(({ action, part }) => ({
    action: `dynamodb:${action}`,
    resource: tableArn(textAt(part.TableName ?? '*', 'TableName'), region),
  }));
}

const tableArn = (table: string, region: string) =>
  table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;

function tablesOf({ input, region, operation }: Call): string[] {
  const arn = (table: string) => tableArn(table, region);
  if (isObject(input.RequestItems)) return Object.keys(input.RequestItems).map(arn);
  if (typeof input.TableName !== 'string') return ['*'];
  const index = operation === 'Query' || operation === 'Scan' ? input.IndexName : undefined;
  return [typeof index === 'string' ? `${arn(input.TableName)}/index/${index}` : arn(input.TableName)];
}

/** Operation → action, where they differ. HEAD needs the right to read; parts need the right to write. */
const s3Actions: { [operation: string]: string } = {
  HeadObject: 'GetObject',
  GetObjectAttributes: 'GetObjectAttributes',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  ListObjects: 'ListBucket',
  HeadBucket: 'ListBucket',
  GetObject: 'GetObject',
  PutObject: 'PutObject',
  DeleteObject: 'DeleteObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
};

function s3Rights({ operation, bucket, key, query, body }: Call, copySource: string | undefined): Request[] {
  const arnOf = (objectKey: string) => `arn:aws:s3:::${bucket}/${objectKey}`;
  if (operation === 'DeleteObjects') {
    const keys = [...body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? '');
    return keys.map((each) => ({ action: 's3:DeleteObject', resource: arnOf(unescapeXml(each)) }));
  }
  const action = s3Actions[operation];
  if (action === undefined)
    throw new InputError(`the local cloud does not know the S3 request "${operation}"`);
  const context: { [key: string]: string } = {};
  if (operation === 'ListObjects') context['s3:prefix'] = query.get('prefix') ?? '';
  const resource = key === '' ? `arn:aws:s3:::${bucket}` : arnOf(key);
  const rights = [{ action: `s3:${action}`, resource, context }];
  if (operation !== 'CopyObject' || copySource === undefined) return rights;
  const source = decodePercent(copySource).replace(/^\//, '');
  return [...rights, { action: 's3:GetObject', resource: `arn:aws:s3:::${source}`, context: {} }];
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function queueArn({ input, region }: Call): string {
  if (typeof input.SourceArn === 'string') return input.SourceArn;
  const name =
    input.QueueName ?? (typeof input.QueueUrl === 'string' ? input.QueueUrl.split('/').at(-1) : '*');
  return `arn:aws:sqs:${region}:${account}:${textAt(name as Json, 'QueueUrl')}`;
}

function named({ input }: Call, ...names: string[]): string {
  const found = names.map((name) => input[name]).find((value) => typeof value === 'string');
  return found === undefined ? '*' : textAt(found, names[0] ?? '');
}
