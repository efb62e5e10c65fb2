import { InputError } from '../../lib/domain/index.ts';
import { type Authorizer, createAuthorizer } from './authorizer.ts';
import { decodePercent } from './decode-percent.ts';
import { isObject, type JsonObject, textAt, textsAt } from './json.ts';
import { checkPermissions } from './permissions.ts';
import type { Resource } from './stacks.ts';
import { type Limits, limitsOf } from './throttle.ts';

/** One route of an HTTP API. */
export type HttpRoute = {
  routeKey: string;
  method: string;
  /** `['v1', 'markets', '{market}']`; empty for `$default`. */
  segments: string[];
  functionArn: string;
  authorizer: Authorizer | undefined;
  scopes: string[];
};

/** The HTTP API of one region. */
export type HttpInterface = {
  region: string;
  apiId: string;
  stageName: string;
  routes: HttpRoute[];
  cors: JsonObject | undefined;
  limits: Limits;
};

/** A route that fits a path, with the path's parameters decoded once: `%2F` is a slash inside a parameter. */
export type RouteMatch = { route: HttpRoute; pathParameters: { [name: string]: string } };

/** Read the HTTP APIs of all stacks. @throws InputError on integrations and authorizers that are not known locally */
export function readInterfaces(resources: readonly Resource[]): HttpInterface[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const authorizers = new Map(
    ofType('AWS::ApiGatewayV2::Authorizer').map((resource) => {
      if (resource.properties.AuthorizerType !== 'JWT') {
        throw new InputError(`${resource.id}: only JWT authorizers are known locally`);
      }
      return [`${resource.region}/${resource.ref}`, createAuthorizer(resource)];
    }),
  );
  const integrations = new Map(
    ofType('AWS::ApiGatewayV2::Integration').map((resource) => [
      `${resource.region}/${resource.ref}`,
      functionOf(resource),
    ]),
  );
  checkPermissions(resources, 'apigateway.amazonaws.com', [...integrations.values()]);
  return ofType('AWS::ApiGatewayV2::Api').map((api) => {
    const belongs = ({ region, properties }: Resource) =>
      region === api.region && properties.ApiId === api.ref;
    const { CorsConfiguration } = api.properties;
    const stage = ofType('AWS::ApiGatewayV2::Stage').find(belongs);
    return {
      region: api.region,
      apiId: api.ref,
      stageName: stage?.ref ?? '$default',
      limits: limitsOf(stage),
      cors: isObject(CorsConfiguration) ? CorsConfiguration : undefined,
      routes: ofType('AWS::ApiGatewayV2::Route')
        .filter(belongs)
        .map((route) => routeOf(route, integrations, authorizers)),
    };
  });
}

function routeOf(
  { id, region, properties }: Resource,
  integrations: ReadonlyMap<string, string>,
  authorizers: ReadonlyMap<string, Authorizer>,
): HttpRoute {
  const routeKey = textAt(properties.RouteKey, id);
  const [method = 'ANY', path = ''] = routeKey === '$default' ? [] : routeKey.split(' ');
  const target = textAt(properties.Target, id).replace(/^integrations\//, '');
  const functionArn = integrations.get(`${region}/${target}`);
  if (functionArn === undefined) throw new InputError(`${id}: no integration ${target}`);
  const kind = textAt(properties.AuthorizationType ?? 'NONE', id);
  if (kind !== 'NONE' && kind !== 'JWT')
    throw new InputError(`${id}: authorization ${kind} is not known locally`);
  const authorizer =
    kind === 'JWT' ? authorizers.get(`${region}/${textAt(properties.AuthorizerId, id)}`) : undefined;
  if (kind === 'JWT' && !authorizer) throw new InputError(`${id}: its authorizer is missing`);
  const scopes = textsAt(properties.AuthorizationScopes, id);
  return { routeKey, method, segments: segmentsOf(path), functionArn, authorizer, scopes };
}

function functionOf({ id, properties }: Resource): string {
  if (properties.IntegrationType !== 'AWS_PROXY' || properties.PayloadFormatVersion !== '2.0') {
    throw new InputError(`${id}: only function integrations with payload format 2.0 are known locally`);
  }
  const uri = textAt(properties.IntegrationUri, id);
  // the URI is the function's ARN, or a path of Lambda's API that holds it
  return /arn:aws:lambda:[^/]+:function:[^/]+/.exec(uri)?.[0] ?? uri;
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

/**
 * Find the route for a request. The most specific wins: a literal segment before a parameter, `{proxy+}` after both,
 * `$default` last; a method before `ANY`.
 *
 * @param path - as it came, still percent-encoded: an encoded slash does not end a segment
 */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = segmentsOf(path);
  let best: { match: RouteMatch; rank: string } | undefined;
  for (const route of routes) {
    if (route.method !== method && route.method !== 'ANY') continue;
    const fit =
      route.routeKey === '$default'
        ? { pathParameters: {}, rank: '9' }
        : fitSegments(route.segments, segments);
    if (!fit) continue;
    const rank = `${fit.rank}${route.method === 'ANY' ? '1' : '0'}`;
    if (best === undefined || rank < best.rank) {
      best = { match: { route, pathParameters: fit.pathParameters }, rank };
    }
  }
  return best?.match;
}

function fitSegments(
  pattern: readonly string[],
  segments: readonly string[],
): { pathParameters: { [name: string]: string }; rank: string } | undefined {
  const pathParameters: { [name: string]: string } = {};
  let rank = '';
  for (const [index, part] of pattern.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy !== undefined) {
      if (segments.length <= index) return undefined;
      pathParameters[greedy] = segments.slice(index).map(decodePercent).join('/');
      return { pathParameters, rank: `${rank}2` };
    }
    const segment = segments[index];
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (segment === undefined || (name === undefined ? segment !== part : segment === '')) return undefined;
    if (name !== undefined) pathParameters[name] = decodePercent(segment);
    rank += name === undefined ? '0' : '1';
  }
  return pattern.length === segments.length ? { pathParameters, rank } : undefined;
}

/** Headers that an API's CORS configuration gives an answer to a page of this origin. */
export function corsHeaders(
  cors: JsonObject | undefined,
  origin: string | undefined,
): { [name: string]: string } {
  if (!cors || origin === undefined) return {};
  const list = (name: string) => textsAt(cors[name], name);
  const origins = list('AllowOrigins');
  if (!origins.includes('*') && !origins.includes(origin)) return {};
  const optional: [string, string][] = [
    ['access-control-allow-methods', list('AllowMethods').join(',')],
    ['access-control-allow-headers', list('AllowHeaders').join(',')],
    ['access-control-expose-headers', list('ExposeHeaders').join(',')],
    ['access-control-max-age', cors.MaxAge === undefined ? '' : textAt(cors.MaxAge, 'MaxAge')],
    ['access-control-allow-credentials', cors.AllowCredentials === true ? 'true' : ''],
  ];
  return {
    'access-control-allow-origin': origins.includes('*') ? '*' : origin,
    vary: 'origin',
    ...Object.fromEntries(optional.filter(([, value]) => value !== '')),
  };
}
