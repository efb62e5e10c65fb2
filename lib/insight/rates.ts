import { addDays, type Rate } from '../domain/index.ts';

/** A rate older than this many days is no longer today's. */
export const RATE_DAYS = 31;

/** What one unit of a currency is in another, and the day for which the merchant said so; `null` for one and the same. */
export type Exchange = { rate: number; rateOf: string | null };

/**
 * Find the rate from one currency to another among those that a merchant uploaded: as it stands, turned round, or through
 * one third currency by two rates of one day. None is ever made up.
 *
 * @param rates - in any order
 * @param asOf - later rates, and those more than 31 days older, are not used; of the others the newest is
 * @returns `null` where the merchant's rates don't tell
 */
export function exchangeBetween(
  rates: readonly Rate[],
  from: string,
  to: string,
  asOf: string,
): Exchange | null {
  if (from === to) return { rate: 1, rateOf: null };
  const oldest = addDays(asOf, -RATE_DAYS);
  const known = rates.filter(({ date, rate }) => date <= asOf && date >= oldest && rate > 0);
  for (const date of daysOf(known)) {
    const found = exchangeOn(
      known.filter((one) => one.date === date),
      from,
      to,
    );
    if (found !== null) return { rate: found, rateOf: date };
  }
  return null;
}

/** Newest first. */
const daysOf = (rates: readonly Rate[]) => [...new Set(rates.map(({ date }) => date))].sort().reverse();

function exchangeOn(rates: readonly Rate[], from: string, to: string): number | null {
  const direct = steps(rates, from).get(to);
  if (direct !== undefined) return direct;
  for (const [third, first] of steps(rates, from)) {
    const second = steps(rates, third).get(to);
    if (second !== undefined) return first * second;
  }
  return null;
}

/** Currencies that one rate leads to; one that is stated wins over one turned round. In order of their codes. */
function steps(rates: readonly Rate[], from: string): Map<string, number> {
  const found: [string, number][] = [];
  for (const { base, quote, rate } of rates) if (quote === from) found.push([base, 1 / rate]);
  for (const { base, quote, rate } of rates) if (base === from) found.push([quote, rate]);
  return new Map([...new Map(found)].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Every currency that a market's own can be told in, by code. */
export function exchangesFrom(rates: readonly Rate[], currency: string, asOf: string): Rate[] {
  const currencies = new Set(rates.flatMap(({ base, quote }) => [base, quote]));
  return [...currencies].sort().flatMap((quote) => {
    const found = exchangeBetween(rates, currency, quote, asOf);
    return found === null || found.rateOf === null
      ? []
      : [{ date: found.rateOf, base: currency, quote, rate: found.rate }];
  });
}
