import type { BuyingGround } from '../domain/index.ts';
import { meanGapDays, type OwnHistory } from './own-history.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';
import type { CandidateGroup } from './rank-candidates.ts';

const COMPARED = 10;

/** So many similar buyers of one's own country are enough to speak of them alone. */
const LEAST_COMPATRIOTS = 5;

/**
 * Tell what puts an item on a buyer's list: its own rhythm first, then similar buyers, then the market.
 *
 * @param country - the buyer's; empty where unknown
 */
export function recommendationGround(
  log: PurchaseLog,
  { own, places, similar, market }: CandidateGroup,
  item: number,
  country: string,
): BuyingGround {
  const place = places[item]!;
  if (place >= 0) return rhythmOf(own, place);
  const compatriots = similar.buyers.filter(
    (buyer) => log.countries[log.customerCountry[buyer]!] === country,
  );
  const isLocal = country !== '' && compatriots.length >= LEAST_COMPATRIOTS;
  const among = (isLocal ? compatriots : similar.buyers).subarray(0, COMPARED);
  const takers = among.filter((buyer) => hasTaken(log, buyer, item, own.day)).length;
  if (takers > 0)
    return {
      ...{ ground: 'similarBuyers', takers, compared: among.length },
      ...(isLocal ? { country } : {}),
    };
  return market.last30[item]! > 0
    ? { ground: 'market', orders: market.last30[item]!, of: market.orders30, days: 30 }
    : { ground: 'market', orders: market.last90[item]!, of: market.orders90, days: 90 };
}

function hasTaken(log: PurchaseLog, buyer: number, item: number, before: number): boolean {
  const end = firstRowFrom(log, buyer, before);
  for (let row = log.start[buyer]!; row < end; row++) if (log.item[row] === item) return true;
  return false;
}

function rhythmOf(own: OwnHistory, place: number): BuyingGround {
  // as of the last day known, as all else that is told of a buyer
  const sinceDays = own.day - 1 - own.lastDay[place]!;
  const orders = own.orderDays.length;
  const times = own.times[place]!;
  if (times === 1) return { ground: 'boughtOnce', orders, sinceDays };
  const everyDays = meanGapDays(own, place);
  return { ground: 'rhythm', times, orders, everyDays, dueInDays: everyDays - sinceDays };
}
