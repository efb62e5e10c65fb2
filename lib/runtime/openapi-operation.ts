import type * as z from 'zod/mini';
import { type Contract, contracts, type Route, requestsPerSecond } from '../domain/index.ts';
import { bodyExamples } from './openapi-examples.ts';
import { isKept, parametersOf } from './openapi-parameters.ts';
import { type Json, schemaOf } from './openapi-schema.ts';

/** Describe one route: who may call it, what it takes, and every answer that it has. */
export function operationOf(route: Route): Json {
  // every route has a contract, by the contracts' own type
  const key = `${route.method} ${route.path}` as keyof typeof contracts;
  const contract: Contract = contracts[key];
  const perSecond = requestsPerSecond[key];
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    // a bearer token's scopes have no place of their own in OpenAPI 3.0; 3.1 lets any scheme list roles
    security: route.scope === null ? [] : [{ token: [route.scope] }],
    'x-required-scope': route.scope,
    ...(perSecond === undefined ? {} : { 'x-requests-per-second': perSecond }),
    parameters: parametersOf(route, contract),
    ...(contract.body === undefined ? {} : { requestBody: bodyOf(key, contract.body) }),
    responses: answersOf(route, contract),
  };
}

/** Name an operation by its method and path: `getMarketsMarketSkus`. */
function operationIdOf({ method, path }: Route): string {
  const words = path.replace(/^\/v1\//, '').split(/[^A-Za-z]+/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** A body may be left out where `{}` would do. */
function bodyOf(key: keyof typeof contracts, body: z.ZodMiniType): Json {
  const example = bodyExamples[key];
  return {
    required: !body.safeParse({}).success,
    content: {
      'application/json': { schema: schemaOf(body, 'input'), ...(example === undefined ? {} : { example }) },
    },
  };
}

function answersOf(route: Route, contract: Contract): Json {
  return {
    [contract.status]: {
      description: route.summary,
      headers: headersOf(route, contract),
      content: {
        [contract.file ?? 'application/json']: { schema: schemaOf(contract.answer, 'output') },
        ...(contract.drawn === undefined ? {} : { [contract.drawn]: { schema: { type: 'string' } } }),
      },
    },
    ...Object.fromEntries(refusalsOf(route, contract).map(([status, name]) => [status, refer(name)])),
  };
}

const refer = (name: string) => ({ $ref: `#/components/responses/${name}` });

function refusalsOf(route: Route, contract: Contract): [status: number, response: string][] {
  const takesBody = contract.body !== undefined;
  const edits = takesBody && contract.versioned === true;
  const mayLack = route.path.includes('{') || namesMarkets(contract) || takesCursor(contract);
  const sometimes: [boolean, number, string][] = [
    [takesBody, 400, 'Problem'],
    [route.scope !== null, 401, 'Unauthenticated'],
    [route.scope !== null, 403, 'Refused'],
    [mayLack, 404, 'Problem'],
    [(route.method !== 'GET' && route.function === 'api') || contract.file !== undefined, 409, 'Problem'],
    [edits, 412, 'Problem'],
    [takesBody, 413, 'Refused'],
    [takesBody, 415, 'Problem'],
  ];
  return [
    ...sometimes.filter(([has]) => has).map(([, status, name]): [number, string] => [status, name]),
    [422, 'Problem'],
    [429, 'Busy'],
    ...(edits ? [[428, 'Problem'] satisfies [number, string]] : []),
    [500, 'Refused'],
    [502, 'Problem'],
    [503, 'Busy'],
  ];
}

/** Whether its query may hold a cursor: of a page, or of a feed. */
const takesCursor = (contract: Contract) =>
  isList(contract) || 'since' in (schemaOf(contract.query, 'output').properties ?? {});

/** Whether its query or body names a market, which the caller may not have. */
const namesMarkets = ({ query, body }: Contract) =>
  [query, ...(body === undefined ? [] : [body])].some((schema) => {
    const { properties = {} } = schemaOf(schema, 'input');
    return 'market' in properties || 'markets' in properties;
  });

/** Whether it is answered in pages. */
const isList = ({ query }: Contract) => 'cursor' in (schemaOf(query, 'output').properties ?? {});

/** Whether its answer holds sentences. */
const isTold = ({ query }: Contract) => 'language' in (schemaOf(query, 'output').properties ?? {});

/** Headers of an answer that succeeds. */
function headersOf(route: Route, contract: Contract): Json {
  const { status, versioned } = contract;
  const text = (description: string) => ({ description, schema: { type: 'string' } });
  return {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(isList(contract) ? { Link: text('The next page, `rel="next"`; absent on the last one.') } : {}),
    ...(status === 200 ? {} : { Location: text('Where the thing is, relative to the request.') }),
    ...(versioned ? { ETag: text('Names what is shown; a change must name it in `If-Match`.') } : {}),
    ...(isTold(contract)
      ? {
          'Content-Language': text('Language of the sentences.'),
          Vary: text('`Accept-Language`: another request may get another language.'),
        }
      : {}),
    ...(contract.drawn === undefined
      ? {}
      : { Vary: text('`Accept`: who asks for a picture gets one, in the language of `Accept-Language`.') }),
    ...(isKept(route, contract)
      ? { 'Idempotency-Replayed': text('`true` when this is the kept answer to an earlier request.') }
      : {}),
  };
}
