import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHandler } from '../../functions/recommend/handler.ts';
import { readAssembly } from '../../infra/local/assembly.ts';
import { answerApi } from '../../infra/local/http-api.ts';
import { type HttpInterface, readInterfaces } from '../../infra/local/http-routes.ts';
import type { HttpAnswer, HttpRequest } from '../../infra/local/http-server.ts';
import { objectAt, textAt, textsAt } from '../../infra/local/json.ts';
import { evaluateStacks, type Resource } from '../../infra/local/stacks.ts';
import type { Throttle } from '../../infra/local/throttle.ts';
import { createCustomerNames } from '../../lib/runtime/customer-names.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';
import { createTenants } from '../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../lib/stores/hot-path.ts';
import { type Api, decisionSigner, PSEUDONYM_SECRET, startApi } from '../functions/api/api-fixture.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { invoker } from '../functions/invoke.ts';
import { markets, merchants } from '../functions/stored-documents.ts';
import { HOME, synthesise } from '../template/synthesised.ts';

/** A request as a program sends it. */
export type Sent = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** A body as it stands, in the place of `body`. */
  text?: string;
  headers?: Record<string, string>;
  /** Of the header `Authorization`; none where it is absent. */
  token?: string;
};

/** The issuer that the deployment trusts, with its private key in the test's hands. */
export type Issuer = { url: string; audience: string; kid: string; key: CryptoKey; publicPem: string };

/** The HTTP API as it is deployed: routes, scopes and authorizer of the template, and behind them the real functions. */
export type FrontDoor = Awaited<ReturnType<typeof openFrontDoor>>;

/**
 * Open the API of the home region: the template's own routes, its JWT authorizer against an issuer of the test, and behind it
 * `functions/api` and `functions/recommend` on an embedded DynamoDB.
 */
export async function openFrontDoor() {
  const api = await startApi();
  const server = await startIssuer();
  const resources = await homeResources(server.url);
  const [gateway] = readInterfaces(resources);
  if (gateway === undefined) throw new Error('the template has no HTTP API');
  const issuer = { ...server.issuer, ...trusted(resources) };
  const heard: HttpEvent[] = [];
  const functions = functionsOf(api, heard);
  return {
    api,
    issuer,
    gateway,
    /** Events that got past the gateway to a function. */
    heard,
    /** A token of the deployment's own issuer, good for an hour unless the claims say otherwise. */
    token: (claims: Record<string, unknown>) => signToken(issuer, claims),
    ask: (routeKey: string, sent: Sent = {}) => ask(gateway, functions, routeKey, sent),
    /** Send any method to any path, with any headers, as fast as the stage allows or faster. */
    send: (method: string, path: string, headers: Record<string, string> = {}, throttle?: Throttle) =>
      answerApi(gateway, { ...bare(method, path), headers }, path, functions, throttle),
    /** Answer a request as it came over the wire. */
    answer: (request: HttpRequest) => answerApi(gateway, request, request.path, functions),
    rows: () => readRows(api),
    effects: () => effectsOf(api),
    stop: async () => {
      await server.stop();
      await api.stop();
    },
  };
}

/** Sign claims as the trusted issuer does. */
export const signToken = (
  { url, audience, kid, key }: Issuer,
  claims: Record<string, unknown>,
): Promise<string> => {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: url, client_id: audience, iat: now, exp: now + 3600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(key);
};

async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = 'key-of-the-issuer';
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    const body = request.url?.endsWith('/jwks.json')
      ? { keys: [jwk] }
      : { jwks_uri: `http://127.0.0.1:${port}/jwks.json` };
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const body = Buffer.from(await crypto.subtle.exportKey('spki', publicKey)).toString('base64');
  return {
    url: `http://127.0.0.1:${port}`,
    issuer: {
      ...{ kid, key: privateKey },
      publicPem: `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`,
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The home region's resources, with the address of the token issuer in the place of Cognito's. */
async function homeResources(issuerUrl: string): Promise<Resource[]> {
  const stacks = await readAssembly(synthesise().folder);
  const addresses = { url: issuerUrl, gatewayUrl: 'http://127.0.0.1:9' };
  return evaluateStacks(stacks, addresses).resources.filter(({ region }) => region === HOME);
}

/** Whom the deployment's authorizer trusts, and for which client. */
function trusted(resources: readonly Resource[]): { url: string; audience: string } {
  const authorizer = resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Authorizer');
  const configuration = objectAt(authorizer?.properties.JwtConfiguration, 'JwtConfiguration');
  const [audience = ''] = textsAt(configuration.Audience, 'Audience');
  return { url: textAt(configuration.Issuer, 'Issuer'), audience };
}

type Behind = Parameters<typeof answerApi>[3];

/** The two functions behind the gateway, in this process. */
function functionsOf(api: Api, heard: HttpEvent[]): Behind {
  const recommend = invoker(
    createHandler({
      tenants: createTenants(merchants, markets),
      readRows: createHotPathReader(api.dynamo.client, tables),
      customerNames: createCustomerNames(async () => PSEUDONYM_SECRET),
      decisions: decisionSigner,
      now: () => api.clock.instant,
    }),
  );
  return {
    invoke: async (arn, payload) => {
      const event: HttpEvent = JSON.parse(payload);
      heard.push(event);
      const answer = await (/recommend/i.test(arn) ? recommend(event) : api.answer(event));
      return { kind: 'done', payload: JSON.stringify(answer) };
    },
  };
}

async function ask(
  gateway: HttpInterface,
  functions: Behind,
  routeKey: string,
  { path = {}, query = {}, body, text, headers = {}, token }: Sent,
): Promise<HttpAnswer> {
  const [method = '', template = ''] = routeKey.split(' ');
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const request = {
    ...bare(method, filled),
    query: new URLSearchParams(query).toString(),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: Buffer.from(text ?? (body === undefined ? '' : JSON.stringify(body))),
  };
  return answerApi(gateway, request, filled, functions);
}

const bare = (method: string, path: string) => ({
  ...{ method, path, query: '', headers: {}, body: Buffer.alloc(0), remoteAddress: '127.0.0.1' },
});

/** Every row of every table, as text by table and key. */
async function readRows({ dynamo }: Api): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const table of Object.values(tables)) {
    const { Items = [] } = await dynamo.client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true }),
    );
    for (const item of Items) rows.set(`${table} ${item.pk?.S} ${item.sk?.S}`, JSON.stringify(item));
  }
  return rows;
}

/** How much the fixture has heard the API tell others: files, messages, starts, lines of the log. Whatever it records counts. */
function effectsOf(api: Api): Record<string, number> {
  return Object.fromEntries(
    Object.entries(api).flatMap(([name, value]): [string, number][] => {
      if (Array.isArray(value)) return [[name, value.length]];
      return value instanceof Map ? [[name, value.size]] : [];
    }),
  );
}
