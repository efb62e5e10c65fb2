import { type Market, NotFoundError, skuKey, viewAdjustments } from '../../lib/domain/index.ts';
import { knownUntil, todayIn } from '../../lib/runtime/market-today.ts';
import type { AdjustmentTable, ForecastTable } from '../../lib/stores/index.ts';
import { entityTag, overtaken, requireVersion } from './entity-tag.ts';
import { mergeAdjustments } from './merge-adjustments.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  adjustments: AdjustmentTable;
  forecasts: ForecastTable;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Show and change what persons make of a SKU's forecast. Who and when stay with each change: it is its own audit. */
export function createAdjustmentRoutes({
  adjustments,
  forecasts,
  now,
}: Dependencies): Pick<
  RouteHandlers,
  | 'GET /v1/markets/{market}/forecasts/{sku}/adjustments'
  | 'PUT /v1/markets/{market}/forecasts/{sku}/adjustments'
> {
  const read = async (merchant: string, market: Market, sku: string) => {
    const key = skuKey(merchant, market.market, sku);
    const [forecast, stored] = await Promise.all([
      forecasts.get(key),
      adjustments.get(key, { consistent: true }),
    ]);
    if (forecast === undefined && stored === undefined)
      throw new NotFoundError(`there is no SKU ${sku} in the market ${market.market}`);
    const today = todayIn(market.timeZone, now());
    return { key, stored, today, until: knownUntil(forecast?.value.asOf, today) };
  };
  return {
    'GET /v1/markets/{market}/forecasts/{sku}/adjustments': async ({ caller, market, path }) => {
      const { stored, until } = await read(caller.merchant, market, path.sku);
      return {
        body: viewAdjustments(stored?.value, path.sku, until),
        headers: { etag: entityTag(stored?.version) },
      };
    },
    'PUT /v1/markets/{market}/forecasts/{sku}/adjustments': async ({
      caller,
      market,
      path,
      body,
      ifMatch,
    }) => {
      const { key, stored, today, until } = await read(caller.merchant, market, path.sku);
      requireVersion(ifMatch, stored?.version);
      const editing = { author: caller.person, now: now(), today, until };
      const next = mergeAdjustments(stored?.value, body, path.sku, editing);
      const kept =
        stored === undefined
          ? await adjustments.putNew(key, next)
          : await adjustments.replace(key, next, stored.version);
      if (!kept) throw overtaken();
      return {
        body: viewAdjustments(next, path.sku, until),
        headers: { etag: entityTag((stored?.version ?? 0) + 1) },
      };
    },
  };
}
