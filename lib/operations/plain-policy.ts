import type { LoggedPrice, PolicyRow } from '../domain/index.ts';
import { seedFrom } from '../numeric/index.ts';
import { decisionsSeen } from './fold-outcomes.ts';
import { listPricePrior } from './list-price-prior.ts';
import { moneyAtRisk } from './money-at-risk.ts';
import type { PlainParts } from './plain-parts.ts';
import { policyTerms } from './policy-terms.ts';
import { logPrices } from './price-log.ts';

/**
 * Write the policy of a SKU for which the merchant wants nothing learnt: one price, today's, and no table, so that every
 * answer orders by the textbook rule (`planReplenishment`), by the merchant's own measure of service. It gains nothing over
 * today's practice, since it is that.
 */
export function plainPolicy(parts: PlainParts): {
  document: PolicyRow;
  riskMinor: number;
  prices: LoggedPrice[];
} {
  const { facts, plan, market, settings } = parts;
  const costs = {
    own: plan.own,
    others: plan.others,
    unitCost: facts.landedMicros / 1e6,
    currentMicros: facts.currentMicros,
    rules: settings.rules,
    currency: market.currency,
  };
  const document = { ...plainRow(parts), terms: policyTerms(costs) };
  return {
    document,
    riskMinor: moneyAtRisk(document, plan, costs, market.currency),
    prices: logPrices(document, { ...costs, ways: [] }, null, settings.guardPrice),
  };
}

/** Write the row of the textbook's rule at today's price, without its money terms. */
export function plainRow({ series, facts, folded, plan, market, settings }: PlainParts): PolicyRow {
  const { runId, asOf, validUntil, seed, rules } = settings;
  const { currentMicros, landedMicros, limits } = facts;
  const assumed = rules.prior ?? listPricePrior(currentMicros, landedMicros);
  const observed = series.demand.filter((units) => units !== null).length;
  const content = JSON.stringify([currentMicros, plan.replenishment, limits]);
  return {
    kind: 'ready',
    sku: series.sku,
    name: series.product.name,
    policyVersion: `${runId}-${seedFrom(0, content).toString(16).padStart(8, '0')}`,
    runId,
    asOf,
    validUntil,
    currency: market.currency,
    learning: false,
    lotUnits: series.product.packSize,
    stockLevels: 1,
    priceMicros: [currentMicros],
    actions: [],
    top: [],
    practice: [],
    gainPerDay: { meanMinor: 0, lowerMinor: 0, upperMinor: 0 },
    gainByLevel: [[0, 0, 0]],
    lastKnown: {
      onHand: plan.onHand,
      onOrder: plan.onOrder,
      stockAsOf: facts.stock.asOf,
      unitPriceMicros: currentMicros,
    },
    landedCostMicros: landedMicros,
    limits,
    ...(facts.priorPrice === undefined ? {} : { priorPrice: facts.priorPrice }),
    replenishment: plan.replenishment,
    priceList: series.priceList,
    contracts: series.contracts,
    ...(series.quotes === undefined ? {} : { quotes: series.quotes }),
    demand: {
      elasticity: assumed.elasticity,
      elasticityStandardError: assumed.sd,
      meanPerDay: plan.own.mean,
      ...(plan.otherMarkets.length === 0 ? {} : { otherMarkets: plan.otherMarkets }),
      model: `nothing is learnt of the answer to price; level from ${facts.forecast.model}`,
    },
    evidence: {
      weeks: Math.floor(observed / 7),
      priceMoves: 0,
      outcomes: folded.counted,
      ...decisionsSeen(folded),
      gapToOptimum: 0,
    },
    warnings: [...facts.warnings, ...folded.warnings],
    seed,
    uploads: [...new Set([...series.uploads, ...facts.forecast.uploads])],
  };
}
