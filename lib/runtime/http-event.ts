import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { AppError, ForbiddenError, InputError, type Scope } from '../domain/index.ts';

/** A request as the gateway hands it over (payload format 2.0); routes without a token have no authorizer. */
export type HttpEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** Who asks: the tenant and what the token may do. */
export type Caller = { merchant: string; scopes: ReadonlySet<string>; client: string };

/**
 * Read the caller from the verified claims, the only place that names the merchant.
 *
 * @throws AppError `unauthenticated` when there is no token or it names no merchant
 */
export function callerOf(event: HttpEvent): Caller {
  const context = event.requestContext;
  const claims = 'authorizer' in context ? context.authorizer?.jwt?.claims : undefined;
  const merchant = claims?.merchant;
  if (typeof merchant !== 'string' || merchant === '')
    throw new AppError('unauthenticated', 'a token that names its merchant is needed');
  const scope = claims?.scope;
  const client = claims?.client_id ?? claims?.sub;
  return {
    merchant,
    scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
    client: typeof client === 'string' ? client : '',
  };
}

/**
 * Hold a caller to the scope that a route asks for. The gateway did so before; this is the second lock on the door.
 *
 * @throws ForbiddenError that names the scope
 */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.has(scope)) throw new ForbiddenError(`the scope ${scope} is needed`);
}

/**
 * Read the query. A parameter without a value is refused: an empty number would be read as zero.
 *
 * @throws InputError with a pointer for each
 */
export function queryOf(event: HttpEvent): Record<string, string> {
  const query: Record<string, string> = {};
  const issues = [];
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {}))
    if (value === undefined || value.trim() === '')
      issues.push({ pointer: `/query/${name}`, detail: 'has no value' });
    else query[name] = value;
  if (issues.length > 0) throw new InputError('the query has parameters without a value', { issues });
  return query;
}

/** Read a parameter of the path, decoded by the gateway. @throws InputError when the route has none of that name. */
export function pathParameter(event: HttpEvent, name: string): string {
  const value = event.pathParameters?.[name];
  if (value === undefined || value === '') throw new InputError(`the path lacks ${name}`);
  return value;
}
