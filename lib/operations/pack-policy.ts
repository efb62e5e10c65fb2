import type { Market, PolicyRow, SeriesRecord } from '../domain/index.ts';
import { seedFrom } from '../numeric/index.ts';
import type { BelievedAnswer } from './believed-answer.ts';
import type { DemandFit } from './demand-fit.ts';
import type { ProcessFacts } from './fit-process.ts';
import { decisionsSeen, type FoldedSeries } from './fold-outcomes.ts';
import type { LearntTable } from './learn-table.ts';
import { orderWarnings } from './order-warnings.ts';
import type { StockPlan } from './plan-stock.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { Gain } from './policy-gain.ts';
import type { PolicySettings } from './policy-settings.ts';
import { policyTerms } from './policy-terms.ts';
import type { PriceLadder } from './price-ladder.ts';
import { stateOf } from './price-stock-model.ts';
import { reviewDiscount } from './process-facts.ts';

/** The whole table of tonight, for the audit: states are level · prices + price, actions price · orders + order. */
export type PolicyTableAudit = {
  sku: string;
  policyVersion: string;
  lotUnits: number;
  levels: number;
  priceMicros: number[];
  orderUnits: number[];
  discount: number;
  /** [states × actions] in the currency's unit; `null` where an action is not allowed */
  q: (number | null)[];
};

/** All that a policy was learnt from and came to. */
export type PolicyParts = {
  series: SeriesRecord;
  facts: PolicyFacts;
  folded: FoldedSeries;
  fit: DemandFit;
  believed: BelievedAnswer;
  ladder: PriceLadder;
  plan: StockPlan;
  process: ProcessFacts;
  /** [phases][states] */
  practice: readonly Int32Array[];
  learnt: LearntTable;
  gains: Gain[];
  market: Market;
  settings: PolicySettings;
  /** Proposed in the place of the policy's price. */
  priceTest?: PolicyRow['priceTest'];
};

const TOP = 3;

/** Pack what was learnt into the row that is served, and the whole table for the audit. */
export function packPolicy(parts: PolicyParts): { document: PolicyRow; table: PolicyTableAudit } {
  const { series, facts, folded, fit, believed, ladder, plan, process, learnt, gains, market, settings } =
    parts;
  const { priceTest } = parts;
  const { grid } = process;
  const served = servedTable(parts);
  const level = Math.max(
    0,
    Math.min(grid.levels - 1, Math.ceil((plan.onHand + plan.onOrder) / grid.lotUnits - 0.5)),
  );
  const [meanMinor, lowerMinor, upperMinor] = gains[level]!;
  const said: Omit<PolicyRow, 'policyVersion' | 'validUntil'> = {
    kind: 'ready',
    sku: series.sku,
    name: series.product.name,
    runId: settings.runId,
    asOf: settings.asOf,
    currency: market.currency,
    lotUnits: grid.lotUnits,
    stockLevels: grid.levels,
    priceMicros: ladder.priceMicros,
    actions: ladder.priceMicros.flatMap((_, price) =>
      grid.orderUnits.map((orderUnits) => ({ price, orderUnits })),
    ),
    ...served,
    gainPerDay: { meanMinor, lowerMinor, upperMinor },
    gainByLevel: gains,
    lastKnown: {
      onHand: plan.onHand,
      onOrder: plan.onOrder,
      stockAsOf: facts.stock.asOf,
      unitPriceMicros: facts.currentMicros,
    },
    landedCostMicros: facts.landedMicros,
    limits: facts.limits,
    ...(facts.priorPrice === undefined ? {} : { priorPrice: facts.priorPrice }),
    replenishment: plan.replenishment,
    priceList: series.priceList,
    contracts: series.contracts,
    ...(series.quotes === undefined ? {} : { quotes: series.quotes }),
    demand: {
      elasticity: fit.elasticity,
      elasticityStandardError: fit.elasticityStandardError,
      meanPerDay: plan.own.mean,
      ...(plan.otherMarkets.length === 0 ? {} : { otherMarkets: plan.otherMarkets }),
      model: `${fit.model}; level from ${facts.forecast.model}`,
      pooled: pooledOf(believed, settings),
    },
    evidence: {
      weeks: fit.weeks,
      priceMoves: fit.priceMoves,
      outcomes: folded.counted,
      ...decisionsSeen(folded),
      gapToOptimum: learnt.gapToOptimum,
    },
    terms: policyTerms(process),
    ...(priceTest === undefined ? {} : { priceTest }),
    warnings: warningsOf(parts),
    seed: settings.seed,
    uploads: [...new Set([...series.uploads, ...facts.forecast.uploads])],
  };
  const policyVersion = versionOf(settings.runId, said);
  return {
    document: { ...said, policyVersion, validUntil: settings.validUntil },
    table: auditTable(parts, policyVersion),
  };
}

function warningsOf({ series, facts, folded, fit, ladder, plan, settings }: PolicyParts): string[] {
  return [
    ...facts.warnings,
    ...orderWarnings(series, plan, facts.endDays, settings.rules),
    ...folded.warnings,
    ...fit.warnings,
    ...ladder.warnings,
  ];
}

/** Say whose answers the SKU's own is drawn to. */
function pooledOf(
  { pooled }: BelievedAnswer,
  { priors }: PolicySettings,
): NonNullable<PolicyRow['demand']['pooled']> | null {
  if (pooled === null || priors == null) return null;
  const { category, skus, elasticity } = pooled;
  return {
    category,
    skus,
    asOf: priors.asOf,
    elasticity: tidy(elasticity.elasticity),
    sd: tidy(elasticity.sd),
  };
}

/** Cut out the states of today's price: for each stock level the best actions, and today's practice. */
function servedTable({
  process,
  ladder,
  learnt,
  practice,
}: PolicyParts): Pick<PolicyRow, 'top' | 'practice'> {
  const prices = ladder.priceMicros.length;
  const actions = prices * process.grid.orderUnits.length;
  const states = Array.from({ length: process.grid.levels }, (_, level) =>
    stateOf(level, ladder.today, prices),
  );
  return {
    top: states.map((state) => {
      const row = Array.from(learnt.q.subarray(state * actions, (state + 1) * actions), (q, action) => ({
        q,
        action,
      }));
      return row
        .filter(({ q }) => Number.isFinite(q))
        .sort((a, b) => b.q - a.q || a.action - b.action)
        .slice(0, TOP)
        .map(({ q, action }): [number, number] => [action, tidy(q)]);
    }),
    practice: states.map((state) => [practice[0]![state]!, tidy(learnt.practiceValue[state]!)]),
  };
}

function auditTable(
  { series, process, ladder, learnt, settings }: PolicyParts,
  policyVersion: string,
): PolicyTableAudit {
  return {
    sku: series.sku,
    policyVersion,
    lotUnits: process.grid.lotUnits,
    levels: process.grid.levels,
    priceMicros: ladder.priceMicros,
    orderUnits: process.grid.orderUnits,
    discount: reviewDiscount(settings.rules),
    q: Array.from(learnt.q, (value) => (Number.isFinite(value) ? tidy(value) : null)),
  };
}

/** Name a policy by the run and what it says, so that one learnt anew with the same outcome keeps its name. */
function versionOf(runId: string, content: unknown): string {
  return `${runId}-${seedFrom(0, JSON.stringify(content)).toString(16).padStart(8, '0')}`;
}

/** Keep seven significant digits: more says nothing of a learnt value, and the row is read on every request. */
function tidy(value: number): number {
  return Number(value.toPrecision(7));
}
