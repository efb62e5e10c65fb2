import {
  type ApiRouteKey,
  type Contract,
  contracts,
  NotFoundError,
  parseAs,
  type Route,
  routes,
} from '../../lib/domain/index.ts';
import { fileAnswer, type HttpAnswer, jsonAnswer } from '../../lib/runtime/http-answer.ts';
import { jsonBodyOf } from '../../lib/runtime/http-body.ts';
import {
  asksFor,
  callerOf,
  type HttpEvent,
  pathOf,
  queryOf,
  requireScope,
  requireSomeDecide,
} from '../../lib/runtime/http-event.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { IdempotencyStore } from '../../lib/stores/idempotency.ts';
import { answerOnce } from './answer-once.ts';
import type { RouteHandlers } from './request.ts';

export type Dependencies = { handlers: RouteHandlers; tenants: Tenants; idempotency: IdempotencyStore };

const routeOf: ReadonlyMap<string, Route> = new Map(
  routes.filter((route) => route.function === 'api').map((route) => [`${route.method} ${route.path}`, route]),
);

/**
 * Answer every route but the hot path: find it, hold the caller to its scope and markets, parse the request by the
 * route's contract, and hand over to its handler.
 */
export const createHandler =
  (dependencies: Dependencies) =>
  async (event: HttpEvent): Promise<HttpAnswer> => {
    const route = routeOf.get(event.routeKey);
    if (route === undefined) throw new NotFoundError('there is no such route');
    // the map's keys are the routes of this function, by its construction
    const key = event.routeKey as ApiRouteKey;
    const caller = route.scope === null ? undefined : callerOf(event);
    const path = pathOf(event);
    const { market: name } = path;
    if (caller !== undefined && route.marketOfThing === true) requireSomeDecide(caller);
    else if (caller !== undefined && route.scope !== null) requireScope(caller, route.scope, name);
    const market =
      caller === undefined || name === undefined
        ? undefined
        : dependencies.tenants.market(caller.merchant, name);

    const contract: Contract = contracts[key];
    const query = parseAs(contract.query, queryOf(event), 'the query', '/query');
    const body = contract.body === undefined ? undefined : bodyOf(event, contract.body);
    const { requestId } = event.requestContext;
    const ifMatch = event.headers['if-match'];
    const acceptLanguage = event.headers['accept-language'];
    const drawn = contract.drawn !== undefined && asksFor(contract.drawn, event.headers.accept);
    const request = { caller, market, path, query, body, requestId, ifMatch, acceptLanguage, drawn };

    // the parts were made by the contract and the path of this very key; the compiler can't follow a key known at run time
    const handle = dependencies.handlers[key] as (
      given: typeof request,
    ) => Promise<{ body: unknown; headers?: Record<string, string>; picture?: string }>;
    const answer = async () => {
      const { body: answered, headers, picture } = await handle(request);
      if (picture !== undefined && contract.drawn !== undefined)
        return fileAnswer(contract.drawn, picture, headers);
      return contract.file === undefined
        ? jsonAnswer(contract.status, answered, headers)
        : fileAnswer(contract.file, answered, headers);
    };
    // a PUT says what is to be: sent again it changes nothing
    return caller === undefined || contract.body === undefined || route.method === 'PUT'
      ? answer()
      : answerOnce(dependencies.idempotency, { event, merchant: caller.merchant, body }, answer);
  };

/** Read what a request carries; one without a body says nothing, as `{}` does. */
function bodyOf(event: HttpEvent, schema: NonNullable<Contract['body']>): unknown {
  const given = jsonBodyOf(event);
  return parseAs(schema, given === undefined ? {} : given, 'the body');
}
