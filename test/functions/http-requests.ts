import type { HttpAnswer } from '../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';

/** What a test says of a request; the rest is as a gateway would fill it in. */
export type Asked = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** The verified token's claims; `null` for no token. */
  claims?: Record<string, string> | null;
};

/** Claims of a machine client of `demo` with every scope. */
export const demoClaims = { merchant: 'demo', scope: 'read decide ingest admin', client_id: 'client-1' };

/** Make the event of a request, in the gateway's payload format 2.0. */
export function anEvent(routeKey: string, asked: Asked = {}): HttpEvent {
  const [method = '', template = ''] = routeKey.split(' ');
  const { path = {}, query = {}, headers = {}, claims = demoClaims } = asked;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
  const event = {
    version: '2.0',
    routeKey,
    rawPath: filled,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    pathParameters: path,
    queryStringParameters: query,
    isBase64Encoded: false,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '01/Jan/2025:00:00:00 +0000',
      timeEpoch: 0,
      http: { method, path: filled, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      ...(claims === null
        ? {}
        : { authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } } }),
    },
  };
  return asked.body === undefined ? event : { ...event, body: JSON.stringify(asked.body) };
}

/** Read an answer's JSON. */
export function bodyOf(answer: HttpAnswer) {
  return JSON.parse(answer.body ?? '');
}
