import * as z from 'zod/mini';
import {
  type Contract,
  contracts,
  type Problem,
  problemSchema,
  type Route,
  routes,
} from '../domain/index.ts';

/** A JSON value with members. */
type Json = Record<string, unknown>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

let made: Json | undefined;

/**
 * Make the OpenAPI 3.1 document from the routes and their contracts: the same schemas that parse the requests.
 *
 * Made on the first call and kept.
 */
export function openApiDocument(): Json {
  made ??= {
    openapi: '3.1.1',
    info: {
      title: 'Tradewind',
      version: '1',
      description: 'Prices and reorders for B2B sellers. The merchant is in the token, never in a path.',
    },
    jsonSchemaDialect: DIALECT,
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: pathsOf(routes),
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      responses: { Problem: problemAnswer('An error, as RFC 9457 writes it.') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
  return made;
}

function pathsOf(all: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of all) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[route.path] = operations;
  }
  return paths;
}

function operationOf(route: Route): Json {
  // every route has a contract, by the contracts' own type
  const contract: Contract = contracts[`${route.method} ${route.path}` as keyof typeof contracts];
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    // a bearer token's scopes have no place of their own in OpenAPI 3.0; 3.1 lets any scheme list roles
    security: route.scope === null ? [] : [{ token: [route.scope] }],
    'x-required-scope': route.scope,
    parameters: parametersOf(route, contract),
    ...(contract.body === undefined ? {} : { requestBody: bodyOf(contract.body) }),
    responses: answersOf(route, contract),
  };
}

/** Name an operation by its method and path: `getMarketsMarketSkus`. */
function operationIdOf({ method, path }: Route): string {
  const words = path.replace(/^\/v1\//, '').split(/[^A-Za-z]+/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parametersOf({ path }: Route, contract: Contract): Json[] {
  const text = { type: 'string', minLength: 1 };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
  const { properties = {}, required = [] } = schemaOf(contract.query, 'output');
  const needed = new Set(required);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.has(name),
    schema,
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key gives the same answer for at least 24 hours, and takes effect once.',
    schema: { ...text, maxLength: 200 },
  };
  return [...inPath, ...inQuery, ...(contract.body === undefined ? [] : [key])];
}

const bodyOf = (body: z.ZodMiniType): Json => ({
  required: true,
  content: { 'application/json': { schema: schemaOf(body, 'input') } },
});

function answersOf(route: Route, contract: Contract): Json {
  const statuses: Problem['status'][] = [
    ...(contract.body === undefined ? [] : [400, 409, 413]),
    ...(route.scope === null ? [] : [401, 403]),
    ...(route.path.includes('{') || route.path === '/v1/uploads' ? [404] : []),
    422,
    429,
    500,
  ];
  const problems = statuses.map((status) => [status, { $ref: '#/components/responses/Problem' }]);
  return {
    [contract.status]: {
      description: route.summary,
      headers: { 'X-Request-Id': { schema: { type: 'string' } } },
      content: { 'application/json': { schema: schemaOf(contract.answer, 'output') } },
    },
    ...Object.fromEntries(problems),
  };
}

const problemAnswer = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output') {
  const { $schema: _, ...document } = z.toJSONSchema(schema, { io });
  return document;
}
