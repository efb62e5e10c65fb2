import { numberAt, objectAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** How many requests a second come through, and how many at once. */
type Limit = { perSecond: number; atOnce: number };

/** The limits of a stage: of single routes by key, and of every other one. */
export type Limits = { routes: ReadonlyMap<string, Limit>; other: Limit | undefined };

/** Says of a request of a route whether it comes through now. */
export type Throttle = (routeKey: string) => boolean;

/** Read what a stage lets through. */
export function limitsOf(stage: Resource | undefined): Limits {
  const { DefaultRouteSettings, RouteSettings } = stage?.properties ?? {};
  const routes = Object.entries(objectAt(RouteSettings, 'RouteSettings')).flatMap(
    ([key, settings]): [string, Limit][] => {
      const limit = limitOf(objectAt(settings, key), key);
      return limit === undefined ? [] : [[key, limit]];
    },
  );
  return { routes: new Map(routes), other: limitOf(objectAt(DefaultRouteSettings, 'default'), 'default') };
}

function limitOf(settings: ReturnType<typeof objectAt>, what: string): Limit | undefined {
  if (settings.ThrottlingRateLimit === undefined) return undefined;
  const perSecond = numberAt(settings.ThrottlingRateLimit, 0, what);
  return { perSecond, atOnce: numberAt(settings.ThrottlingBurstLimit, perSecond, what) };
}

/**
 * Let requests through as API Gateway does: a bucket of tokens a route that has a limit of its own, one for all others.
 *
 * Source: API Gateway developer guide, "Throttling requests to your HTTP API". There the limits are targets, kept best-effort;
 * here they are exact.
 *
 * @param nowMs - a clock that never goes back
 */
export function createThrottle({ routes, other }: Limits, nowMs: () => number): Throttle {
  const buckets = new Map<string, { tokens: number; filledMs: number }>();
  return (routeKey) => {
    const own = routes.get(routeKey);
    const limit = own ?? other;
    if (limit === undefined) return true;
    const name = own === undefined ? '' : routeKey;
    const now = nowMs();
    const bucket = buckets.get(name) ?? { tokens: limit.atOnce, filledMs: now };
    const gained = ((now - bucket.filledMs) / 1000) * limit.perSecond;
    const tokens = Math.min(limit.atOnce, bucket.tokens + gained);
    const comesThrough = tokens >= 1;
    buckets.set(name, { tokens: comesThrough ? tokens - 1 : tokens, filledMs: now });
    return comesThrough;
  };
}
