import { meanGapDays, type OwnHistory } from './own-history.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';
import type { CandidateGroup } from './rank-candidates.ts';

const COMPARED = 10;

/** So many similar buyers of one's own country are enough to speak of them alone. */
const LEAST_COMPATRIOTS = 5;

/**
 * Say in words and numbers why an item is on a buyer's list: its own rhythm first, then similar buyers, then the market.
 *
 * @param country - the buyer's; empty where unknown
 */
export function recommendationReason(
  log: PurchaseLog,
  { own, places, similar, market }: CandidateGroup,
  item: number,
  country: string,
): string {
  const place = places[item]!;
  if (place >= 0) return rhythmOf(own, place);
  const compatriots = similar.buyers.filter(
    (buyer) => log.countries[log.customerCountry[buyer]!] === country,
  );
  const isLocal = country !== '' && compatriots.length >= LEAST_COMPATRIOTS;
  const compared = (isLocal ? compatriots : similar.buyers).subarray(0, COMPARED);
  const takers = compared.filter((buyer) => hasTaken(log, buyer, item, own.day)).length;
  if (takers > 0)
    return `${takers} of ${compared.length} similar buyers${isLocal ? ` in ${country}` : ''} also take it`;
  return market.last30[item]! > 0
    ? `in ${market.last30[item]} of the market's ${market.orders30} orders of the last 30 days`
    : `in ${market.last90[item]} of the market's ${market.orders90} orders of the last 90 days`;
}

function hasTaken(log: PurchaseLog, buyer: number, item: number, before: number): boolean {
  const end = firstRowFrom(log, buyer, before);
  for (let row = log.start[buyer]!; row < end; row++) if (log.item[row] === item) return true;
  return false;
}

function rhythmOf(own: OwnHistory, place: number): string {
  // as of the last day known, as all else that is told of a buyer
  const since = own.day - 1 - own.lastDay[place]!;
  const orders = own.orderDays.length;
  if (own.times[place] === 1)
    return `bought once, ${since === 0 ? 'today' : `${daysText(since)} ago`}, ${orders === 1 ? 'in the only order' : `in 1 of ${orders} orders`}`;
  const every = meanGapDays(own, place);
  const left = every - since;
  const due = left > 0 ? `due in ${left}` : left === 0 ? 'due today' : `due ${daysText(-left)} ago`;
  return `bought ${own.times[place]} times in ${orders} orders, every ${daysText(every)}, ${due}`;
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
