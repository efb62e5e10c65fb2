import { amountMinor, type Money, type ServedRow } from '../domain/index.ts';

/** What a draft of price and order moves: ground of the limits that decisions are held to. */
export type DraftWeight = {
  /** The price's move over a day's demand, and the value of the order. */
  amount: Money;
  /** The price's move against the price in force, 0–1. */
  step: number;
};

/**
 * Weigh a draft.
 *
 * A unit ordered counts as its floor price, which covers landed cost and least margin, as it does where an answer's order is
 * limited; as the price in force where there is no floor.
 *
 * @param draft.currentMicros - the price in force when it was drafted
 */
export function weighDraft(
  { currency, limits, demand }: Pick<ServedRow, 'currency' | 'limits' | 'demand'>,
  draft: { priceMicros: number; orderUnits: number; currentMicros: number },
): DraftWeight {
  const { priceMicros, orderUnits, currentMicros } = draft;
  const moved = Math.abs(priceMicros - currentMicros);
  const unitMicros = limits.floorMicros > 0 ? limits.floorMicros : currentMicros;
  const minor =
    amountMinor(demand.meanPerDay, moved, currency) + amountMinor(orderUnits, unitMicros, currency);
  return { amount: { minor, currency }, step: currentMicros > 0 ? moved / currentMicros : 0 };
}
