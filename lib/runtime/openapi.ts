import { problemSchema, type Route, routes } from '../domain/index.ts';
import { operationOf } from './openapi-operation.ts';
import { type Json, schemaOf } from './openapi-schema.ts';
import { describeWebhooks } from './openapi-webhooks.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const DESCRIPTION = `Prices and reorders for B2B sellers.

- **Who**: the merchant is in the token, never in a path; what is another's is answered as what does not exist.
- **Where**: each region of the deployment has an address of its own, and knows the markets that are at home there.
- **Money**: \`minor\` are minor units of the currency (cents), \`micros\` millionths of its unit; both are whole numbers.
- **Time**: moments are RFC 3339, business dates are days of the market's own calendar.
- **Once**: every POST that writes takes an \`Idempotency-Key\`.
- **Edits**: what a person edits carries an \`ETag\`; changing it wants it back in \`If-Match\`.
- **Errors** are RFC 9457. What the gateway refuses by itself (no token, a missing scope, too much at once) has a body of
  its own, \`{ "message": … }\`.`;

let made: Json | undefined;

/**
 * Make the OpenAPI 3.1 document from the routes and their contracts: the same schemas that parse the requests.
 *
 * Made on the first call and kept.
 */
export function openApiDocument(): Json {
  made ??= {
    openapi: '3.1.1',
    info: { title: 'Tradewind', version: '1', description: DESCRIPTION },
    jsonSchemaDialect: DIALECT,
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: pathsOf(routes),
    webhooks: describeWebhooks(),
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output'), GatewayMessage: GATEWAY_MESSAGE },
      responses: RESPONSES,
      headers: { RequestId: REQUEST_ID },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token that names its merchant and holds the scopes of a route.',
        },
      },
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

/** What API Gateway answers by itself; its words can't be chosen. */
const GATEWAY_MESSAGE = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
};

const REQUEST_ID = {
  description:
    "Names the request in the seller's logs. An answer of the gateway itself has `Apigw-Requestid`.",
  schema: { type: 'string' },
};

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const message = { 'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } } };
const requestId = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const challenge = {
  'WWW-Authenticate': { description: 'What is needed.', schema: { type: 'string' } },
};

const RESPONSES = {
  Problem: { description: 'An error, as RFC 9457 writes it.', headers: requestId, content: problem },
  Unauthenticated: {
    description: 'There is no token, or it is not valid here.',
    headers: challenge,
    content: { ...problem, ...message },
  },
  Refused: {
    description: 'Refused by the gateway, or by the function behind it.',
    content: { ...problem, ...message },
  },
  Busy: { description: 'The gateway takes no more at the moment: try again.', content: message },
};
