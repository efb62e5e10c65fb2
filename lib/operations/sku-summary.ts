import {
  type Attention,
  addDays,
  attentions,
  type ForecastDocument,
  type PolicyDocument,
  type SkuSummary,
  type StoredForecast,
} from '../domain/index.ts';
import { type AnswerContext, recommend } from './answer.ts';
import { OVERSTOCK_DAYS } from './money-at-risk.ts';

/** What a SKU's line of the worklist is made from. */
export type SummaryParts = {
  policy: PolicyDocument;
  forecast: ForecastDocument | undefined;
  /** The attribute `risk` beside the policy: minor units of the policy's currency. */
  riskMinor: number | undefined;
};

const SUMMARY_DAYS = 28;

/** Sum a SKU up: what is known, what is proposed and what is at stake. */
export function summariseSku(
  sku: string,
  { policy, forecast, riskMinor }: SummaryParts,
  context: AnswerContext,
): SkuSummary {
  const advice = recommend(policy, context);
  const proposal = advice.kind === 'ready' ? advice.proposal : null;
  const { onHand, unitPriceMicros } = policy.lastKnown;
  return {
    sku,
    name: policy.name ?? null,
    kind: policy.kind,
    moneyAtRisk: riskMinor === undefined ? null : { minor: Math.round(riskMinor), currency: policy.currency },
    attention: policy.kind === 'ready' ? attentionOf(policy, proposal?.price.micros) : [],
    onHand,
    daysOfCover: policy.kind === 'ready' ? policy.replenishment.daysOfCover : null,
    price: unitPriceMicros === null ? null : { micros: unitPriceMicros, currency: policy.currency },
    proposedPrice: proposal?.price ?? null,
    orderUnits: proposal?.orderUnits ?? null,
    next28Days: forecast?.kind === 'ready' ? sumAhead(forecast) : null,
    asOf: policy.asOf,
    missing: policy.kind === 'insufficientData' ? policy.missing : [],
  };
}

/** Name what a person should look at a SKU for. */
function attentionOf(
  { replenishment, asOf, drift, lastKnown }: Extract<PolicyDocument, { kind: 'ready' }>,
  proposedMicros: number | undefined,
): Attention[] {
  const { latestOrderDate, reviewDays, daysOfCover } = replenishment;
  const asked: Record<Attention, boolean> = {
    // whoever waits for the review after this one orders too late
    stockOut: latestOrderDate !== null && latestOrderDate < addDays(asOf, reviewDays),
    overstock: daysOfCover !== null && daysOfCover > OVERSTOCK_DAYS,
    price: proposedMicros !== undefined && proposedMicros !== lastKnown.unitPriceMicros,
    drift: drift !== undefined,
  };
  return attentions.filter((kind) => asked[kind]);
}

/**
 * Quantiles of the units of the next 28 days. They are not the sums of the daily quantiles: the forecast stores those of
 * its sum over the lead time, from sampled paths, and their distance from the mean grows with the square root of the days
 * (sums of independent errors). The lower side takes the width of the upper one and ends at 0.
 */
function sumAhead({ mean, leadTimeDemand }: StoredForecast): NonNullable<SkuSummary['next28Days']> {
  const total = mean.slice(0, SUMMARY_DAYS).reduce((sum, units) => sum + units, 0);
  const growth = Math.sqrt(SUMMARY_DAYS / Math.max(1, leadTimeDemand.days));
  const up = Math.max(0, leadTimeDemand.p90 - leadTimeDemand.mean) * growth;
  const shift = (leadTimeDemand.p50 - leadTimeDemand.mean) * growth;
  const p90 = total + up;
  const p50 = Math.min(p90, Math.max(0, total + shift));
  return { p10: Math.min(p50, Math.max(0, total - up)), p50, p90 };
}
