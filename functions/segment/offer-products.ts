import { dayNumber, type ProductOffer } from '../../lib/domain/index.ts';
import { recommend } from '../../lib/purchasing/index.ts';
import type { PurchaseRow } from '../../lib/stores/index.ts';

/** Offers a buyer, at most. */
export const OFFERS = 10;

/**
 * Choose what to offer each buyer next.
 *
 * @param asOf - the last day known
 * @param marketName - where the buyers are, for the reasons
 */
export function offerProducts(
  purchases: readonly PurchaseRow[],
  { asOf, marketName, seed }: { asOf: string; marketName: string; seed: number },
): Map<string, ProductOffer[]> {
  const rows = purchases.map((row) => ({ ...row, country: marketName }));
  const bought = new Set(rows.map(({ customer, sku }) => `${customer} ${sku}`));
  const customers = [...new Set(rows.map(({ customer }) => customer))];
  const lists = recommend(rows, { customers, k: OFFERS, asOf: dayNumber(asOf) + 1, seed });
  return new Map(
    [...lists].map(([customer, list]) => [
      customer,
      list.map(({ sku, score, reason }) => ({
        sku,
        kind: bought.has(`${customer} ${sku}`) ? ('repeat' as const) : ('new' as const),
        score,
        reason,
      })),
    ]),
  );
}
