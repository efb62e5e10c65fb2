import {
  type AppliedLimit,
  currencyDigits,
  type Money,
  type ServedRow,
  unitPriceText,
} from '../domain/index.ts';
import { unitsText } from './number-text.ts';

/** An order within the limit, and the limit where it bound. */
export type LimitedOrder = { orderUnits: number; limitsApplied: AppliedLimit[] };

/**
 * Hold an order to the largest amount that one answer may order: as many whole packs as it pays for, or nothing where they do
 * not reach the supplier's minimum order.
 *
 * A unit counts as its floor price, which covers landed cost and least margin, so the order's cost stays below; as today's
 * price where there is no floor. A limit in another currency than the market's binds nothing.
 *
 * @param units - whole packs ≥ the minimum order, or 0
 * @param priceMicros - today's price
 */
export function limitOrder(
  units: number,
  { limits, currency, replenishment }: Pick<ServedRow, 'limits' | 'currency' | 'replenishment'>,
  priceMicros: number,
  largest: Money | undefined,
): LimitedOrder {
  if (largest === undefined || largest.currency !== currency) return { orderUnits: units, limitsApplied: [] };
  const largestMicros = largest.minor * 10 ** (6 - currencyDigits(currency));
  const unitMicros = limits.floorMicros > 0 ? limits.floorMicros : priceMicros;
  if (!(units * unitMicros > largestMicros)) return { orderUnits: units, limitsApplied: [] };
  const pack = replenishment.packSize > 0 ? replenishment.packSize : 1;
  const packs = Math.floor(largestMicros / unitMicros / pack);
  const affordable = Number((packs * pack).toPrecision(15));
  const orderUnits = affordable >= replenishment.minimumOrderUnits ? affordable : 0;
  const verb = orderUnits === 0 ? 'ordered nothing' : `ordered ${unitsText(orderUnits)}`;
  const detail = `${verb} instead of ${unitsText(units)} units: one answer may order for ${unitPriceText(largestMicros, currency)}, a unit counted at ${unitPriceText(unitMicros, currency)}`;
  return { orderUnits, limitsApplied: [{ limit: 'largestOrder', detail }] };
}
