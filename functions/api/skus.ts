import {
  addDays,
  type ForecastDocument,
  type ForecastParts,
  type ForecastView,
  type Language,
  type Market,
  NotFoundError,
  type PolicyDocument,
  type SeriesMarks,
  type SkuDetail,
  type StockLevel,
  skuKey,
  standsBeside,
  stockLevelKey,
  viewAdjustments,
  withStockLevel,
} from '../../lib/domain/index.ts';
import { adjustForecast } from '../../lib/forecasting/index.ts';
import { recommend, summariseSku } from '../../lib/operations/index.ts';
import { createExplain, createRetell, type Retell } from '../../lib/oversight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { type CustomerCodes, withCodes } from '../../lib/runtime/customer-codes.ts';
import { knownUntil, todayIn } from '../../lib/runtime/market-today.ts';
import type {
  AdjustmentTable,
  ControlTable,
  DecisionTable,
  ForecastTable,
  PolicyTable,
  StockLevels,
} from '../../lib/stores/index.ts';
import { createForecastInWords, createKeptBackInWords } from './in-words.ts';
import { listSkus } from './list-skus.ts';
import type { RouteHandlers } from './request.ts';
import { answerContextOf } from './sku-context.ts';

type Dependencies = {
  policies: PolicyTable;
  forecasts: ForecastTable;
  adjustments: AdjustmentTable;
  stockLevels: Pick<StockLevels, 'get'>;
  decisions: DecisionTable;
  controls: ControlTable;
  cursors: Cursors;
  customerCodes: CustomerCodes;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Show a market's SKUs: the worklist, one SKU, its forecast. */
export function createSkuRoutes(
  dependencies: Dependencies,
): Pick<
  RouteHandlers,
  | 'GET /v1/markets/{market}/skus'
  | 'GET /v1/markets/{market}/skus/{sku}'
  | 'GET /v1/markets/{market}/forecasts/{sku}'
> {
  const { forecasts, adjustments, now } = dependencies;
  return {
    'GET /v1/markets/{market}/skus': async ({ caller, market, query }) =>
      listSkus(dependencies, caller.merchant, market, query),
    'GET /v1/markets/{market}/skus/{sku}': async (request) => {
      const { caller, market, path, query, requestId, acceptLanguage } = request;
      const language = languageOf(query.language, acceptLanguage);
      const detail = await showSku(dependencies, caller.merchant, market, { sku: path.sku, language });
      const customers = detail.contracts.map(({ customer }) => customer);
      const codes = await dependencies.customerCodes(customers, { caller, requestId });
      const body = { ...detail, contracts: withCodes(detail.contracts, codes) };
      return { body, headers: languageHeaders(language) };
    },
    'GET /v1/markets/{market}/forecasts/{sku}': async ({ caller, market, path, query, acceptLanguage }) => {
      const key = skuKey(caller.merchant, market.market, path.sku);
      const stored = await forecasts.get(key);
      if (stored === undefined) throw noSku(path.sku, market);
      const edited = await adjustments.get(key);
      const { adjustments: holding } = viewAdjustments(
        edited?.value,
        path.sku,
        knownUntil(stored.value.asOf, todayIn(market.timeZone, now())),
      );
      const language = languageOf(query.language, acceptLanguage);
      const told = createForecastInWords(language);
      const forecast = cutForecast(adjustForecast(stored.value, holding), query.horizon);
      return {
        body: forecast.kind === 'ready' ? told.ready(forecast) : told.lacking(forecast),
        headers: languageHeaders(language),
      };
    },
  };
}

const noSku = (sku: string, { market }: Market) =>
  new NotFoundError(`there is no SKU ${sku} in the market ${market}`);

async function showSku(
  { policies, forecasts, decisions, controls, stockLevels, now }: Dependencies,
  merchant: string,
  market: Market,
  { sku, language }: { sku: string; language: Language },
): Promise<SkuDetail> {
  const key = skuKey(merchant, market.market, sku);
  const [policy, forecast, decision, context, level] = await Promise.all([
    policies.get(key),
    forecasts.get(key),
    decisions.get(key),
    answerContextOf(controls, merchant, market.market, now()),
    stockLevels.get(stockLevelKey(merchant, market.market, sku)),
  ]);
  if (policy === undefined) throw noSku(sku, market);
  const parts = { policy: policy.value, forecast: forecast?.value, riskMinor: policy.numbers?.risk };
  const query = withStockLevel({}, level?.value, fileDayOf(policy.value));
  const judgedBy = { ...context, query, decision: decision?.value };
  return {
    ...summariseSku(sku, parts, judgedBy),
    market: market.market,
    stock: stockOf(policy.value, market, level?.value),
    forecast: forecastIn(language, forecast?.value),
    decision: decision === undefined ? null : createKeptBackInWords(language)(decision.value),
    why: createExplain(language)(recommend(policy.value, judgedBy)),
    ...groundOf(policy.value, createRetell(language)),
  };
}

function forecastIn(language: Language, forecast: ForecastDocument | undefined): ForecastDocument | null {
  if (forecast === undefined) return null;
  const told = createForecastInWords(language);
  return forecast.kind === 'ready' ? told.ready(forecast) : told.lacking(forecast);
}

/** The level last said where it stands, else what the newest stock file says. */
function stockOf(
  policy: PolicyDocument,
  { location }: Market,
  level: StockLevel | undefined,
): SkuDetail['stock'] {
  const { lastKnown } = policy;
  if (level !== undefined && standsBeside(level, fileDayOf(policy))) {
    const { onHand, onOrder = lastKnown.onOrder ?? 0, day, countedAt } = level;
    return { onHand, onOrder, asOf: day, countedAt, location };
  }
  const { onHand, onOrder } = lastKnown;
  return onHand === null ? null : { onHand, onOrder: onOrder ?? 0, asOf: fileDayOf(policy), location };
}

const fileDayOf = (policy: PolicyDocument) => (policy.kind === 'ready' ? policy.lastKnown.stockAsOf : null);

/** What the policy rests on; where there is too little for one, only its lists. */
function groundOf(policy: PolicyDocument, retell: Retell) {
  const { priceList, contracts } = policy;
  if (policy.kind === 'ready') {
    const { replenishment, limits: priceLimits, policyVersion, uploads, drift } = policy;
    const warnings = policy.warnings.map(retell);
    const told = drift === undefined ? null : { ...drift, words: retell(drift.words) };
    return {
      replenishment,
      priceLimits,
      priceList,
      contracts,
      policyVersion,
      warnings,
      uploads,
      drift: told,
    };
  }
  const nothing = { replenishment: null, priceLimits: null, policyVersion: null, drift: null };
  return { ...nothing, priceList, contracts, warnings: [retell(policy.detail)], uploads: [] };
}

type Daily = Record<'mean' | 'p10' | 'p50' | 'p90', readonly number[]>;

/** Show the days asked for; the distribution over the lead time stays whole. */
function cutForecast(forecast: ForecastView, horizon: number | undefined): ForecastView {
  if (forecast.kind === 'insufficientData' || horizon === undefined) return forecast;
  const cut = (daily: readonly number[]) => daily.slice(0, horizon);
  const cutAll = ({ mean, p10, p50, p90 }: Daily) => ({
    mean: cut(mean),
    p10: cut(p10),
    p50: cut(p50),
    p90: cut(p90),
  });
  const { asOf, adjusted, parts, effects, marks, contest } = forecast;
  const last = addDays(asOf, horizon);
  const unadjusted = contest?.unadjusted;
  return {
    ...forecast,
    ...cutAll(forecast),
    ...(adjusted ? { adjusted: cutAll(adjusted) } : {}),
    ...(unadjusted ? { contest: { ...contest, unadjusted: cutAll(unadjusted) } } : {}),
    ...(parts ? { parts: cutParts(parts, cut) } : {}),
    ...(marks ? { marks: cutMarks(marks, last) } : {}),
    ...(effects ? { effects: effects.map((effect) => ({ ...effect, future: cut(effect.future) })) } : {}),
  };
}

/** Leave out what is after the last day that is shown. */
const cutMarks = ({ prices, events }: SeriesMarks, last: string): SeriesMarks => ({
  prices: prices.filter(({ on }) => on <= last),
  events: events.filter(({ from }) => from <= last),
});

function cutParts(
  { level, trend, season, events }: ForecastParts,
  cut: (daily: readonly number[]) => number[],
): ForecastParts {
  return { level: cut(level), trend: cut(trend), season: cut(season), events: cut(events) };
}
