import {
  type AppliedLimit,
  type ControlLimits,
  type Decision,
  type GuardPrice,
  hasCome,
  type ServedRow,
} from '../domain/index.ts';
import type { JudgedState } from './propose-action.ts';

/** Of a stored decision what an answer needs. */
export type StandingDecision = Pick<
  Decision,
  'state' | 'price' | 'currentPrice' | 'orderUnits' | 'stock' | 'validUntil' | 'approvals'
>;

/** What was approved and holds now: a price and an order, each `null` where the decision says nothing of it. */
export type DecidedAction = {
  priceMicros: number | null;
  orderUnits: number | null;
  /** Whether Tradewind approved it within its limits, and no person. */
  automatic: boolean;
  limitsApplied: AppliedLimit[];
};

/**
 * Take what a decision put in force, held once more to the limits from the live price.
 *
 * An approved order is for what was missing when it was drafted: units that have come on order or on the shelf since are taken
 * off, so that asking twice does not order twice. Where the limits contradict each other the price stays as it is.
 *
 * @param now - RFC 3339 UTC
 * @returns `null` where nothing is approved, or its time is over
 */
export function decidedAction(
  decision: StandingDecision | undefined,
  row: ServedRow,
  state: JudgedState,
  { now, guardPrice, limits }: { now: string; guardPrice: GuardPrice; limits: ControlLimits | undefined },
): DecidedAction | null {
  if (decision === undefined || (decision.state !== 'approved' && decision.state !== 'changed')) return null;
  const { price, currentPrice, orderUnits, stock, validUntil, approvals = [] } = decision;
  if (validUntil === undefined || hasCome(validUntil, now)) return null;
  const automatic = approvals[0]?.by === 'tradewind';
  const came = stock === undefined ? 0 : Math.max(0, state.position - stock.onHand - stock.onOrder);
  const missing = came >= orderUnits ? 0 : orderUnits;
  const order = orderUnits === 0 ? null : missing;
  if (price.micros === currentPrice.micros || price.currency !== row.currency)
    return { priceMicros: null, orderUnits: order, automatic, limitsApplied: [] };
  const largestStep = Math.min(row.limits.largestStep, limits?.largestStep ?? row.limits.largestStep);
  const guarded = guardPrice({
    ...{ proposedMicros: price.micros, currentMicros: state.priceMicros, currency: row.currency },
    limits: { ...row.limits, largestStep },
    now,
    movedSince: state.priceMicros !== row.lastKnown.unitPriceMicros,
  });
  const priceMicros = guarded.contradiction === null ? guarded.priceMicros : null;
  return { priceMicros, orderUnits: order, automatic, limitsApplied: guarded.limitsApplied };
}
