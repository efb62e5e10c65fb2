import {
  ConflictError,
  currencyDigits,
  NotFoundError,
  type PolicyDocument,
  type StoredForecast,
  skuKey,
  viewAdjustments,
  type WhatIfAnswer,
} from '../../lib/domain/index.ts';
import { createRetell, type Retell, sayWhatIfNotes } from '../../lib/oversight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import { knownUntil, todayIn } from '../../lib/runtime/market-today.ts';
import type { AdjustmentTable } from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';
import { adjustedDemand } from './what-if-adjusted.ts';
import { type ChangedDemand, changeDemand, demandChangeOf, priceNotes } from './what-if-demand.ts';
import { changedStock, readStockGround, type StockDependencies } from './what-if-stock.ts';

/** Answer "what if" from a SKU's stored forecast, its effects and its policy: nothing is fitted again, and nothing is kept. */
export function createWhatIfRoutes(
  dependencies: StockDependencies & { adjustments: Pick<AdjustmentTable, 'get'> },
): Pick<RouteHandlers, 'POST /v1/markets/{market}/skus/{sku}/what-if'> {
  return {
    'POST /v1/markets/{market}/skus/{sku}/what-if': async (request) => {
      const { caller, market, path, query, body, acceptLanguage } = request;
      const key = skuKey(caller.merchant, market.market, path.sku);
      const stored = await dependencies.forecasts.get(key);
      if (stored === undefined)
        throw new NotFoundError(`there is no SKU ${path.sku} in the market ${market.market}`);
      const night = stored.value;
      if (night.kind === 'insufficientData')
        throw new ConflictError(`there is no forecast of ${path.sku}: ${night.detail}`);
      const [{ policy, stock }, edited] = await Promise.all([
        readStockGround(dependencies, caller.merchant, market, night),
        dependencies.adjustments.get(key),
      ]);
      const until = knownUntil(night.asOf, todayIn(market.timeZone, dependencies.now()));
      const forecast = adjustedDemand(night, viewAdjustments(edited?.value, path.sku, until).adjustments);
      const change = demandChangeOf(body, market, forecast, policy?.lastKnown.unitPriceMicros ?? null);
      const demand = changeDemand(forecast, change);
      const { notes, ...told } = changedStock(stock, forecast, demand, body);
      const margin = changedMargin(policy, forecast, demand);
      const language = languageOf(query.language, acceptLanguage);
      return {
        body: {
          ...demandAnswer(forecast, demand, createRetell(language)),
          ...told,
          margin,
          notes: sayWhatIfNotes(
            [
              ...priceNotes(body, night, policy),
              ...(forecast === night ? [] : (['adjusted'] as const)),
              ...notes,
              ...(margin === null ? [] : (['listPrice'] as const)),
            ],
            language,
          ),
        },
        headers: languageHeaders(language),
      };
    },
  };
}

function demandAnswer(
  { sku, runId, asOf, mean, p10, p50, p90 }: StoredForecast,
  { effect, days: { from, to }, changed }: ChangedDemand,
  retell: Retell,
) {
  const unitsOf = (daily: readonly number[]) =>
    daily.slice(from, to + 1).reduce((sum, units) => sum + units, 0);
  return {
    ...{ sku, runId, asOf },
    effect: effect === null ? null : { ...effect, text: retell(effect.text) },
    units: { planned: unitsOf(mean), changed: unitsOf(changed.mean) },
    planned: { mean, p10, p50, p90 },
    changed,
  };
}

/** Earn the buyers' price over landed cost on what is expected to be asked for; `null` where a cost or price is not known. */
function changedMargin(
  policy: PolicyDocument | undefined,
  { mean }: StoredForecast,
  { changed, prices }: ChangedDemand,
): WhatIfAnswer['margin'] {
  if (policy?.kind !== 'ready' || policy.landedCostMicros === undefined) return null;
  const { landedCostMicros, currency, lastKnown } = policy;
  const perMicro = 10 ** (currencyDigits(currency) - 6);
  const minorOf = (units: readonly number[], known: readonly number[] | undefined) =>
    units.map((sold, day) =>
      Math.round(sold * ((known?.[day] ?? lastKnown.unitPriceMicros) - landedCostMicros) * perMicro),
    );
  return {
    currency,
    plannedMinor: minorOf(mean, prices?.planned),
    changedMinor: minorOf(changed.mean, prices?.changed),
  };
}
