import type { BuyerAggregates } from './buyer-columns.ts';

/** How units answer to the article's price: per cent of units a month for one per cent of price. */
export type PriceResponse = { elasticity: number; standardError: number; buyers: number };

const FEWEST_BUYERS = 5;

/**
 * Estimate how buyers' units answer to price: least squares of relative units on log price within buyer and article (the sums are made in
 * `lib/stores/price-response-sql.ts`), one slope for all, its standard error robust to what a buyer's months have in common
 * (clustered, Liang & Zeger 1986, times b / (b − 1)).
 *
 * @param rows - the buyers
 * @returns `null` where fewer than 5 of them bought an article again at another price
 */
export function priceResponse(
  { priceSquares, priceUnitProducts }: BuyerAggregates['columns'],
  rows: readonly number[],
): PriceResponse | null {
  const seen = rows.filter((i) => priceSquares[i]! > 0);
  if (seen.length < FEWEST_BUYERS) return null;
  const squares = seen.reduce((sum, i) => sum + priceSquares[i]!, 0);
  const elasticity = seen.reduce((sum, i) => sum + priceUnitProducts[i]!, 0) / squares;
  const scatter = seen.reduce(
    (sum, i) => sum + (priceUnitProducts[i]! - elasticity * priceSquares[i]!) ** 2,
    0,
  );
  const correction = seen.length / (seen.length - 1);
  return { elasticity, standardError: Math.sqrt(correction * scatter) / squares, buyers: seen.length };
}
