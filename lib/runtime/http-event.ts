import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import {
  AppError,
  ForbiddenError,
  InputError,
  LONGEST_NAME,
  LONGEST_TOKEN,
  type Scope,
} from '../domain/index.ts';

/** A request as the gateway hands it over (payload format 2.0); routes without a token have no authorizer. */
export type HttpEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** Who asks: the tenant and what the token may do. */
export type Caller = {
  merchant: string;
  scopes: ReadonlySet<string>;
  client: string;
  /** The subject of the token: a person, or a machine client; '' where it names none. */
  person: string;
};

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
  const person = claims?.sub ?? claims?.client_id;
  return {
    merchant,
    scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
    client: typeof client === 'string' ? client : '',
    // a person's token names the app that asked for it as its client: the person is its subject
    person: typeof person === 'string' ? person : '',
  };
}

/**
 * Hold a caller to the scope that a route asks for. The gateway did so before; this is the second lock on the door.
 *
 * @param market - of the path, if it names one: `decide` is also given for one market alone
 * @throws ForbiddenError that names the scope
 */
export function requireScope(caller: Caller, scope: Scope, market?: string): void {
  const inMarket = scope === 'decide' && market !== undefined && caller.scopes.has(`decide:${market}`);
  if (!caller.scopes.has(scope) && !inMarket) throw new ForbiddenError(`the scope ${scope} is needed`);
}

/** Hold a caller to the right to decide in some market; which one is asked for once the thing is found. @throws ForbiddenError */
export function requireSomeDecide(caller: Caller): void {
  if (![...caller.scopes].some((scope) => scope === 'decide' || scope.startsWith('decide:')))
    throw new ForbiddenError('the scope decide is needed');
}

/**
 * Read the query. A parameter without a value is refused: an empty number would be read as zero. So is one that comes
 * twice: the gateway joins the two by a comma, and which one was meant is anyone's guess.
 *
 * @throws InputError with a pointer for each
 */
export function queryOf(event: HttpEvent): Record<string, string> {
  const given = Object.entries(event.queryStringParameters ?? {});
  // a parameter that came twice has a comma: the text itself is read only then
  const joined = given.some(([, value]) => value?.includes(',') === true);
  const names = joined ? [...new URLSearchParams(event.rawQueryString).keys()] : [];
  const repeated = new Set(names.filter((name, place) => names.indexOf(name) !== place));
  const issues = given.flatMap(([name, value]) => {
    const pointer = `/query/${name}`;
    if (value === undefined || value.trim() === '') return [{ pointer, detail: 'has no value' }];
    return repeated.has(name) ? [{ pointer, detail: 'is given more than once' }] : [];
  });
  if (issues.length > 0)
    throw new InputError('the query has parameters without a value, or more than once', { issues });
  // fromEntries makes a member even of `__proto__`, which the schemas then refuse as unknown
  return Object.fromEntries(given.map(([name, value]) => [name, value ?? '']));
}

/**
 * Read the parameters of the path, decoded by the gateway.
 *
 * @throws InputError with a pointer for each that is longer than anything is called here
 */
export function pathOf(event: HttpEvent): Record<string, string> {
  const given = Object.entries(event.pathParameters ?? {}).map(
    ([name, value]) => [name, value ?? ''] as const,
  );
  const issues = given
    .map(([name, value]) => ({ name, value, most: name === 'decision' ? LONGEST_TOKEN : LONGEST_NAME }))
    .filter(({ value, most }) => value.length > most && [...value].length > most)
    .map(({ name, most }) => ({ pointer: `/path/${name}`, detail: `is longer than ${most} characters` }));
  if (issues.length > 0) throw new InputError('the path holds a name that is too long', { issues });
  return Object.fromEntries(given);
}

/**
 * Tell whether a header `Accept` names a type, and no other one before it in weight (RFC 9110 § 12.5.1).
 *
 * @param accept - as it came
 */
export function asksFor(type: string, accept: string | undefined): boolean {
  const weights = (accept ?? '').split(',').map((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((piece) => piece.startsWith('q='))?.slice(2);
    return { name, weight: weight === undefined ? 1 : Number(weight) };
  });
  const own = weights.find(({ name }) => name === type)?.weight ?? 0;
  return own > 0 && weights.every(({ weight }) => !(weight > own));
}

/** Read one parameter of the path. @throws InputError when the route has none of that name, or it is too long */
export function pathParameter(event: HttpEvent, name: string): string {
  const value = pathOf(event)[name];
  if (value === undefined || value === '') throw new InputError(`the path lacks ${name}`);
  return value;
}
