import { randomUUID } from 'node:crypto';
import type { Functions } from './functions.ts';
import { corsHeaders, type HttpInterface, matchRoute, type RouteMatch } from './http-routes.ts';
import type { HttpAnswer, HttpRequest } from './http-server.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, parseJson, textAt } from './json.ts';
import type { Throttle } from './throttle.ts';

/** How long API Gateway waits for a function, ms. */
const integrationTimeoutMs = 30_000;

/**
 * Answer a request as API Gateway's HTTP API does: CORS, route, token, function (payload format 2.0), answer.
 *
 * @param path - the request's path without the region's prefix
 * @param throttle - turns away what comes too fast; without one everything comes through
 */
export async function answerApi(
  api: HttpInterface,
  request: HttpRequest,
  path: string,
  functions: Pick<Functions, 'invoke'>,
  throttle: Throttle = () => true,
): Promise<HttpAnswer> {
  const cors = corsHeaders(api.cors, request.headers.origin);
  const requestId = randomUUID();
  const withHeaders = (answer: HttpAnswer): HttpAnswer => ({
    ...answer,
    headers: { ...answer.headers, ...cors, 'apigw-requestid': requestId },
  });
  if (request.method === 'OPTIONS' && api.cors) return withHeaders({ status: 204 });
  const match = matchRoute(api.routes, request.method, path);
  if (!match) return withHeaders(problem(404, 'Not Found'));
  const { route } = match;
  if (!throttle(route.routeKey)) return withHeaders(problem(429, 'Too Many Requests'));
  const verdict = await route.authorizer?.(request.headers.authorization, route.scopes);
  if (verdict && verdict.kind !== 'allowed') {
    const headers = { 'www-authenticate': verdict.challenge };
    const refused =
      verdict.kind === 'unauthorized' ? problem(401, 'Unauthorized') : problem(403, 'Forbidden');
    return withHeaders({ ...refused, headers });
  }
  const authorizer = verdict && { jwt: { claims: verdict.claims, scopes: verdict.scopes } };
  const event = eventOf(api, request, path, match, { requestId, authorizer });
  const outcome = await functions.invoke(
    route.functionArn,
    JSON.stringify(event),
    'request',
    integrationTimeoutMs,
  );
  if (outcome.kind === 'failed') return withHeaders(failureOf(outcome.error.errorType));
  return withHeaders(answerOf(parseJson(outcome.payload, 'the answer of a function')));
}

/** Tell a failure of the function itself, which has no words of its own, as the gateway does. */
function failureOf(errorType: string): HttpAnswer {
  if (errorType === 'Sandbox.Timedout') return problem(503, 'Service Unavailable');
  // a function takes less than the gateway
  if (errorType === 'RequestEntityTooLargeException') return problem(413, 'Request Entity Too Large');
  return problem(500, 'Internal Server Error');
}

function problem(status: number, message: string): HttpAnswer {
  return { status, body: JSON.stringify({ message }) };
}

/** The event in payload format 2.0. */
function eventOf(
  api: HttpInterface,
  request: HttpRequest,
  path: string,
  { route, pathParameters }: RouteMatch,
  about: { requestId: string; authorizer: object | undefined },
): object {
  const query = new URLSearchParams(request.query);
  // a parameter that came more than once is joined by commas
  const parameters = Object.fromEntries(
    [...query.keys()].map((name) => [name, query.getAll(name).join(',')]),
  );
  const { cookie, ...headers } = request.headers;
  const isText =
    /^(text\/|application\/(.*\+)?(json|xml|javascript)|application\/x-www-form-urlencoded)/.test(
      headers['content-type'] ?? 'text/plain',
    );
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query.size > 0 ? { queryStringParameters: parameters } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(request.body.length > 0 ? { body: request.body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: request.body.length > 0 && !isText,
    requestContext: {
      accountId: '000000000000',
      apiId: api.apiId,
      domainName: headers.host ?? 'localhost',
      domainPrefix: api.apiId,
      ...(about.authorizer ? { authorizer: about.authorizer } : {}),
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: about.requestId,
      routeKey: route.routeKey,
      stage: api.stageName,
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
  };
}

/** Read a function's answer; one without a status code is itself the body, as in payload format 2.0. */
function answerOf(value: Json): HttpAnswer {
  if (!isObject(value) || value.statusCode === undefined) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
  }
  const body = value.body === undefined || value.body === null ? '' : bodyText(value.body);
  return {
    status: Number(value.statusCode),
    headers: headersOf(value),
    body: value.isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

function bodyText(body: Json): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function headersOf(value: JsonObject): { [name: string]: string | string[] } {
  const headers: { [name: string]: string | string[] } = {};
  for (const [name, text] of Object.entries(objectAt(value.headers, 'headers'))) {
    headers[name.toLowerCase()] = textAt(text, name);
  }
  const cookies = listAt(value.cookies).map((cookie) => textAt(cookie, 'cookies'));
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return headers;
}
