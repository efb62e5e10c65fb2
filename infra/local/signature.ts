import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { decodePercent } from './decode-percent.ts';

/** The parts of a request that its signature covers. */
export type SignedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** What a request says of its signature, in its header or, presigned, in its query. */
type Claim = {
  scope: string;
  signedHeaders: string;
  signature: string;
  instant: string;
  payloadHash: string;
};

/**
 * Tell whether a request was signed with a secret key: method, path, query, the headers that it names, and its body.
 *
 * The path is taken as it came: encoded once, as S3 signs it; the other services have the path `/` alone.
 *
 * Source: IAM User Guide, "AWS Signature Version 4 for API requests"; S3 API reference, "Authenticating requests: using
 * query parameters".
 *
 * @param body - hashed where the request does not say its hash; where it says one, that must be the body's
 */
export function isSignedWith(secretAccessKey: string, request: SignedRequest, body: Buffer): boolean {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const parameters =
    query === '' ? [] : query.split('&').map((pair) => splitOnce(pair, '=').map(decodePercent));
  const claim = presigned(parameters) ?? headed(request);
  if (claim === undefined) return false;
  const bodyHash = sha256(body);
  if (/^[0-9a-f]{64}$/.test(claim.payloadHash) && claim.payloadHash !== bodyHash) return false;
  const canonical = [
    request.method ?? 'GET',
    path,
    canonicalQuery(parameters),
    ...claim.signedHeaders.split(';').map((name) => `${name}:${headerText(request, name)}`),
    '',
    claim.signedHeaders,
    claim.payloadHash === '' ? bodyHash : claim.payloadHash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', claim.instant, claim.scope, sha256(canonical)].join('\n');
  const expected = hmac(signingKey(secretAccessKey, claim.scope), text);
  if (!/^[0-9a-f]{64}$/.test(claim.signature)) return false;
  return timingSafeEqual(Buffer.from(claim.signature, 'hex'), expected);
}

/** Keys of a day, region and service, by secret and scope: a function signs thousands of calls with the same. */
const signingKeys = new Map<string, Buffer>();
const MOST_KEYS = 1000;

function signingKey(secretAccessKey: string, scope: string): Buffer {
  const name = `${secretAccessKey} ${scope}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const key = scope
    .split('/')
    .reduce<Buffer>((by, part) => hmac(by, part), Buffer.from(`AWS4${secretAccessKey}`));
  // a scope is the caller's word: whoever makes them up fills no memory
  if (signingKeys.size >= MOST_KEYS) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

function presigned(parameters: readonly (readonly string[])[]): Claim | undefined {
  const of = (name: string) => parameters.find(([key]) => key === name)?.[1] ?? '';
  if (of('X-Amz-Credential') === '') return undefined;
  return {
    scope: scopeOf(of('X-Amz-Credential')),
    signedHeaders: of('X-Amz-SignedHeaders'),
    signature: of('X-Amz-Signature'),
    instant: of('X-Amz-Date'),
    payloadHash: of('X-Amz-Content-Sha256') || 'UNSIGNED-PAYLOAD',
  };
}

function headed(request: SignedRequest): Claim | undefined {
  const { authorization = '' } = request.headers;
  const of = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) return undefined;
  return {
    scope: scopeOf(of('Credential')),
    signedHeaders: of('SignedHeaders'),
    signature: of('Signature'),
    instant: headerText(request, 'x-amz-date'),
    payloadHash: headerText(request, 'x-amz-content-sha256'),
  };
}

/** What stands behind the key's id: `20260131/eu-central-1/s3/aws4_request`. */
const scopeOf = (credential: string) => credential.split('/').slice(1).join('/');

/** Names and values encoded anew and in order; the signature does not cover itself. */
function canonicalQuery(parameters: readonly (readonly string[])[]): string {
  return parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name = '', value = '']) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

const compare = (left: string, right: string) => Number(left > right) - Number(left < right);

function headerText({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.trim().replace(/ +/g, ' ');
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Encode everything but the unreserved characters of RFC 3986. */
const encoded = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer) => hash('sha256', data, 'hex');
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
