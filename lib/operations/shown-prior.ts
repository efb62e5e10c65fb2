import { type Recommendation, type ServedRow, unitPriceText } from '../domain/index.ts';

type Shown = Pick<Extract<Recommendation, { kind: 'ready' }>, 'priorPrice'>;

/**
 * Name the price that a shown discount may be measured from: the lowest of the thirty days before, today's among them. Nothing
 * where the proposal is no reduction, or the market's law does not ask for it.
 */
export function shownPrior(
  { priorPrice, currency }: Pick<ServedRow, 'priorPrice' | 'currency'>,
  currentMicros: number,
  proposedMicros: number,
): Shown {
  if (priorPrice === undefined || proposedMicros >= currentMicros) return {};
  const micros = Math.min(priorPrice.lowestMicros, currentMicros);
  const price = unitPriceText(micros, currency);
  const text =
    proposedMicros < micros
      ? `A reduction that is shown to consumers is measured from ${price}, the lowest list price since ${priorPrice.from} (Directive 98/6/EC, Art. 6a); show no higher one as the price before.`
      : `It is no reduction to be shown to consumers: the list price was ${price} since ${priorPrice.from} (Directive 98/6/EC, Art. 6a).`;
  return { priorPrice: { price: { micros, currency }, from: priorPrice.from, text } };
}
