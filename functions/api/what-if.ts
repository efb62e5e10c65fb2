import {
  ConflictError,
  daysBetween,
  InputError,
  type Market,
  NotFoundError,
  type StoredForecast,
  skuKey,
  type WhatIfAnswer,
  type WhatIfRequest,
} from '../../lib/domain/index.ts';
import { changeEffects, type ScenarioChange, scenarioFactors } from '../../lib/forecasting/index.ts';
import type { ForecastTable } from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';

/** Standard normal quantile of P90. */
const Z90 = 1.2815515655446004;

/** Answer "what if" from a SKU's stored forecast and its effects: nothing is fitted again, and nothing is kept. */
export function createWhatIfRoutes({
  forecasts,
}: {
  forecasts: ForecastTable;
}): Pick<RouteHandlers, 'POST /v1/markets/{market}/skus/{sku}/what-if'> {
  return {
    'POST /v1/markets/{market}/skus/{sku}/what-if': async ({ caller, market, path, body }) => {
      const stored = await forecasts.get(skuKey(caller.merchant, market.market, path.sku));
      if (stored === undefined)
        throw new NotFoundError(`there is no SKU ${path.sku} in the market ${market.market}`);
      const forecast = stored.value;
      if (forecast.kind === 'insufficientData')
        throw new ConflictError(`there is no forecast of ${path.sku}: ${forecast.detail}`);
      return { body: whatIf(forecast, changeOf(body, market, forecast)) };
    },
  };
}

function changeOf(
  { from, to, price, priceChange, event }: WhatIfRequest,
  { currency }: Market,
  { asOf }: StoredForecast,
): ScenarioChange {
  const asked = [price, priceChange, event].filter((change) => change !== undefined);
  if (asked.length !== 1)
    throw new InputError(
      `${asked.length} changes are asked for: one of price, priceChange and event is needed`,
    );
  if (price !== undefined && price.currency !== currency)
    throw new InputError(`the price is in ${price.currency}, the market trades in ${currency}`);
  const days = { from: daysBetween(asOf, from) - 1, to: daysBetween(asOf, to) - 1 };
  if (event !== undefined) return { name: event.name, value: event.happens ? 1 : 0, ...days };
  return price === undefined
    ? { name: 'price', change: priceChange ?? 0, ...days }
    : { name: 'price', value: price.micros, ...days };
}

function whatIf(forecast: StoredForecast, change: ScenarioChange): WhatIfAnswer {
  const { sku, runId, asOf, mean, p10, p50, p90, effects = [] } = forecast;
  const after = changeEffects(effects, [change]);
  const planned = { mean, p10, p50, p90 };
  const changed = changedQuantiles(planned, scenarioFactors(effects, after), change);
  const effect = after.find(({ name }) => name === change.name);
  if (effect === undefined) throw new InputError(`the forecast knows no effect of ${change.name}`);
  const { name, text, source } = effect;
  const unitsOf = (daily: readonly number[]) =>
    daily.slice(change.from, change.to + 1).reduce((sum, units) => sum + units, 0);
  return {
    sku,
    runId,
    asOf,
    effect: { name, text, source },
    units: { planned: unitsOf(mean), changed: unitsOf(changed.mean) },
    planned,
    changed,
  };
}

type Daily = WhatIfAnswer['planned'];
const AS_PLANNED = { factor: 1, sd: 0 };

/** Multiply the days asked for; what is unsure of the effect widens P10 and P90, as independent errors add up. */
function changedQuantiles(
  planned: Daily,
  factors: ReturnType<typeof scenarioFactors>,
  { from, to }: ScenarioChange,
): Daily {
  const changed: Daily = { mean: [], p10: [], p50: [], p90: [] };
  planned.mean.forEach((mean, day) => {
    // an effect that the forecast does not rest on counts on these days alone
    const change = day < from || day > to ? AS_PLANNED : factors[day];
    if (change === null || change === undefined)
      throw new ConflictError('a day that is planned closed has no demand to begin with: plan it open first');
    const [low = 0, middle = 0, high = 0] = [planned.p10[day], planned.p50[day], planned.p90[day]];
    const { factor, sd } = change;
    const unsure = Z90 * sd * mean * factor;
    changed.mean.push(mean * factor);
    changed.p10.push(Math.max(0, middle * factor - Math.hypot((middle - low) * factor, unsure)));
    changed.p50.push(middle * factor);
    changed.p90.push(middle * factor + Math.hypot((high - middle) * factor, unsure));
  });
  return changed;
}
