import type { BuyingGround, ProductOffer } from '../../lib/domain/index.ts';
import { sayGrounds } from '../../lib/purchasing/index.ts';
import type { ItemInterest } from '../../lib/stores/index.ts';

/**
 * Put what buyers looked at or were quoted, and have not ordered since, among their offers.
 *
 * This is a rule, not learnt: where a seller uploads looks and quotes there is no history of offers to learn from yet. An open
 * quote stands before all else. A product looked at n times within 30 days has n/(n+1) of the buyer's greatest score: it
 * passes half of what that offer is worth with two looks and never passes it. What is offered anyway keeps its place if
 * that is higher, and gets the second reason beside its own.
 *
 * @param offers - by customer, the greatest score first; not changed
 * @param most - offers a buyer
 * @returns the offers of every buyer of `offers` and of `interest`, the greatest score first
 */
export function offerInterest(
  offers: BuyerOffers,
  interest: readonly ItemInterest[],
  most: number,
): BuyerOffers {
  const byCustomer = Map.groupBy(interest, ({ customer }) => customer);
  return {
    keys: () => new Set([...offers.keys(), ...byCustomer.keys()]).keys(),
    get: (customer) => {
      const own = offers.get(customer);
      const items = byCustomer.get(customer);
      return items === undefined ? own : joinInterest(own ?? [], items).slice(0, most);
    },
  };
}

/** Offers by customer, the greatest score first; made when asked for: all of a large market's at once would not fit in memory. */
export type BuyerOffers = Pick<ReadonlyMap<string, readonly ProductOffer[]>, 'keys' | 'get'>;

function joinInterest(own: readonly ProductOffer[], items: readonly ItemInterest[]): ProductOffer[] {
  const top = own[0]?.score ?? 1;
  const bySku = new Map(own.map((offer) => [offer.sku, offer]));
  for (const item of items) {
    const score = item.quotedUntil === null ? (top * item.looks) / (item.looks + 1) : 2 * top;
    const grounds = groundsOf(item);
    const reason = sayGrounds(grounds, 'en');
    const known = bySku.get(item.sku);
    bySku.set(
      item.sku,
      known === undefined
        ? { sku: item.sku, kind: item.orderedBefore ? 'repeat' : 'new', score, reason, grounds }
        : {
            ...known,
            score: Math.max(known.score, score),
            reason: `${reason}; ${known.reason}`,
            ...(known.grounds === undefined ? {} : { grounds: [...grounds, ...known.grounds] }),
          },
    );
  }
  // a tie goes to what the ranker put first
  return [...bySku.values()].sort((a, b) => b.score - a.score);
}

/** The open quote first, then what was looked at. */
function groundsOf({ looks, since, quotedUnits, quotedUntil, orderedBefore }: ItemInterest): BuyingGround[] {
  return [
    ...(quotedUntil === null || quotedUnits === null
      ? []
      : [{ ground: 'quote' as const, units: quotedUnits, until: quotedUntil }]),
    ...(looks === 0 || since === null
      ? []
      : [{ ground: 'looks' as const, looks, since, boughtBefore: orderedBefore }]),
  ];
}
