import type * as z from 'zod/mini';
import type { ApiRouteKey, Contracts, Market, PathNames, Route, routes } from '../../lib/domain/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';

type RouteOf<Key extends ApiRouteKey> = Extract<(typeof routes)[number], MethodAndPath<Key>>;
type MethodAndPath<Key extends string> = Key extends `${infer Method} ${infer Path}`
  ? { method: Method; path: Path }
  : never;
type ScopeOf<One extends Route> = One['scope'];
type BodyOf<One> = One extends { body: infer Body extends z.ZodMiniType } ? z.output<Body> : undefined;

/** A request to one route, checked: its caller has the scope, its market is the caller's, its parts fit the contract. */
export type ApiRequest<Key extends ApiRouteKey> = {
  /** Absent on routes that need no token. */
  caller: ScopeOf<RouteOf<Key>> extends null ? undefined : Caller;
  market: 'market' extends PathNames<Key> ? Market : undefined;
  path: Record<PathNames<Key>, string>;
  query: z.output<Contracts[Key]['query']>;
  body: BodyOf<Contracts[Key]>;
  requestId: string;
  /** The header as it came. */
  ifMatch: string | undefined;
  acceptLanguage: string | undefined;
  /** The answer is wanted drawn, where the route can. */
  drawn?: boolean;
};

/** A route's answer; its status is the contract's. */
export type ApiAnswer<Key extends ApiRouteKey> = {
  body: z.output<Contracts[Key]['answer']>;
  headers?: Record<string, string>;
  /** The text of the picture, where it is wanted drawn. */
  picture?: string;
};

/** Answers one route. */
export type RouteHandler<Key extends ApiRouteKey> = (request: ApiRequest<Key>) => Promise<ApiAnswer<Key>>;

/** A handler for every route of this function: one that is missing is a type error. */
export type RouteHandlers = { [Key in ApiRouteKey]: RouteHandler<Key> };
