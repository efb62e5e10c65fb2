import type {
  ForecastDocument,
  Market,
  OrderCandidate,
  OrderNeed,
  PolicyDocument,
  PolicyRow,
  SeriesRecord,
} from '../domain/index.ts';
import { recommend } from './answer.ts';
import { planStock } from './plan-stock.ts';
import { currentPrice } from './policy-facts.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { PolicySettings } from './policy-settings.ts';
import { textbookOrder } from './textbook-order.ts';

/**
 * Say what a SKU could be ordered by: its supplier, cost and lot, and what the night proposes at the last known state.
 *
 * The learnt policy proposes; where none could be learnt (a cost in another currency than the price, no list price) the
 * textbook rule does, if there are a forecast and a stock count, and enough history for a policy: money is not spent on
 * what a few days show. What is missing is named, nothing is left out.
 *
 * @param now - RFC 3339 UTC, for the policy's answer
 */
export function orderCandidate(
  series: SeriesRecord,
  { document, forecast }: { document: PolicyDocument; forecast: ForecastDocument | undefined },
  market: Market,
  settings: PolicySettings & { now: string },
): OrderCandidate {
  const { product } = series;
  const need =
    document.kind === 'ready'
      ? learntNeed(document, series, market, settings)
      : document.missing.includes('history')
        ? null
        : plannedNeed(series, forecast, market, settings);
  const missing = [
    ...(product.supplier === null ? ['supplier'] : []),
    ...(product.unitCostMicros === null ? ['unit_cost'] : []),
    ...(need === null ? [unknownNeed(series, document)] : []),
  ];
  return {
    sku: series.sku,
    name: product.name,
    market: market.market,
    runId: settings.runId,
    asOf: settings.asOf,
    location: series.location,
    supplier: product.supplier,
    terms: product.supplierTerms ?? null,
    unitCost:
      product.unitCostMicros === null
        ? null
        : { micros: product.unitCostMicros, currency: product.costCurrency ?? market.currency },
    packSize: product.packSize,
    minimumOrderUnits: product.minimumOrderUnits,
    unitsPerCarton: product.unitsPerCarton ?? null,
    markets: [market.market, ...series.siblings.map((sibling) => sibling.market)].sort(),
    need,
    missing,
  };
}

function unknownNeed({ stock }: SeriesRecord, document: PolicyDocument): string {
  if (stock === null) return 'stock';
  return document.kind === 'insufficientData' && document.missing.includes('history') ? 'history' : 'policy';
}

function learntNeed(
  row: PolicyRow,
  series: SeriesRecord,
  market: Market,
  { now, guardPrice, rules }: PolicySettings & { now: string },
): OrderNeed {
  const answer = recommend(row, { market: market.market, query: {}, now, guardPrice });
  const proposed = answer.kind === 'ready' ? answer.proposal?.orderUnits : undefined;
  const { onHand, onOrder, stockAsOf, unitPriceMicros } = row.lastKnown;
  return {
    ...ruleOf(row.replenishment),
    proposedUnits: proposed ?? textbookOrder(onHand + onOrder, row.replenishment),
    proposedBy: proposed === undefined ? 'replenishment' : 'policy',
    ...{ onHand, onOrder, stockAsOf },
    lostUnit: lostUnit(series, market, unitPriceMicros, rules),
    holdingRatePerYear: rules.holdingRatePerYear,
  };
}

function plannedNeed(
  series: SeriesRecord,
  forecast: ForecastDocument | undefined,
  market: Market,
  settings: PolicySettings,
): OrderNeed | null {
  const { stock } = series;
  if (stock === null || forecast?.kind !== 'ready') return null;
  // cost and price are in different currencies, or one is not known: only what needs no money can be planned
  const rules = { ...settings.rules, serviceMeasure: 'serviceLevel' as const, orderCostMinor: null };
  const facts = { forecast, stock, currentMicros: 0, landedMicros: 0, endDays: null };
  const { replenishment, onHand, onOrder } = planStock(series, facts, 0, market, { ...settings, rules });
  return {
    ...ruleOf(replenishment),
    proposedUnits: textbookOrder(onHand + onOrder, replenishment),
    proposedBy: 'replenishment',
    ...{ onHand, onOrder, stockAsOf: stock.asOf },
    lostUnit: lostUnit(series, market, currentPrice(series), rules),
    holdingRatePerYear: rules.holdingRatePerYear,
  };
}

function ruleOf(rule: PolicyRow['replenishment']) {
  const { reorderPoint, orderUpTo, safetyStock, serviceLevel, dailyDemand, reviewDays, stockOutDate } = rule;
  const leadTimeDays = rule.leadTime.meanDays;
  return {
    reorderPoint,
    orderUpTo,
    safetyStock,
    serviceLevel,
    dailyDemand,
    leadTimeDays,
    reviewDays,
    stockOutDate,
  };
}

/** The margin of a unit and what losing it costs besides; `null` where price and cost are in different currencies. */
function lostUnit(
  { product }: SeriesRecord,
  { currency }: Market,
  priceMicros: number | null,
  { lostUnitRate, lostUnitCostMicros }: Pick<PolicyRules, 'lostUnitRate' | 'lostUnitCostMicros'>,
): OrderNeed['lostUnit'] {
  const costMicros = product.landedCostMicros ?? product.unitCostMicros;
  if (priceMicros === null || costMicros === null || (product.costCurrency ?? currency) !== currency)
    return null;
  const marginMicros = Math.max(0, priceMicros - costMicros);
  const besidesMicros = lostUnitCostMicros ?? marginMicros * lostUnitRate;
  return { micros: Math.round(marginMicros + besidesMicros), currency };
}
