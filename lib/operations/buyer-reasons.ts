import { type Reason, unitPriceText } from '../domain/index.ts';
import type { AgreedPrice, Buying } from './effective-price.ts';
import { unitsText } from './number-text.ts';

/**
 * Say what the price to this buyer rests on: the agreement that holds, and whether the customer is known at all. Nothing
 * where nobody is named and nothing is agreed.
 *
 * @param buying.priceGroup - '' for a known customer without a group; left out, the customer is unknown
 */
export function buyerReasons(agreed: AgreedPrice | null, buying: Buying, currency: string): Reason[] {
  const { customer, priceGroup } = buying;
  const stranger =
    customer !== undefined &&
    priceGroup === undefined &&
    agreed?.source !== 'contract' &&
    agreed?.source !== 'quote';
  return [
    ...(stranger
      ? [
          {
            code: 'unknownCustomer' as const,
            text: 'This customer is not known in the market: the price for all holds.',
            figures: {},
          },
        ]
      : []),
    ...(agreed === null ? [] : [agreement(agreed, buying, currency)]),
  ];
}

function agreement(
  { source, priceMicros }: AgreedPrice,
  { priceGroup = '', quantity = 1 }: Buying,
  currency: string,
): Reason {
  const price = unitPriceText(priceMicros, currency);
  const figures = { price: { micros: priceMicros, currency }, priceGroup, quantityUnits: quantity };
  const group = priceGroup === '' ? 'the price list' : `the price list of group ${priceGroup}`;
  switch (source) {
    case 'contract':
      return { code: source, text: `The customer's contract says ${price}.`, figures };
    case 'quote':
      return { code: source, text: `An open quote to the customer says ${price}.`, figures };
    case 'priceGroup':
      return {
        code: source,
        text: `The customer is in price group ${priceGroup}, which pays ${price}.`,
        figures,
      };
    case 'quantityBreak':
      return { code: source, text: `For ${unitsText(quantity)} units ${group} says ${price}.`, figures };
  }
}
