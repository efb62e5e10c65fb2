import { daysBetween, type Outcome, unitPriceText } from '../domain/index.ts';
import { shortNumber, unitsText } from './number-text.ts';

/** What a SKU's outcomes are measured by. */
export type OutcomeScale = {
  /** Units of the largest day that the orders show; 0 where there is none. */
  largestDayUnits: number;
  packSize: number;
  /** Today's list price; `null` where none is known, and then any price is believed. */
  priceMicros: number | null;
};

/** More than so many times the largest day, or the list price, is a slip of the unit: cents for millionths, a total for a day. */
const MOST_TIMES = 100;
/** A report spans no more days: lost units are spread evenly over it, and say nothing of a day in a longer one. */
export const MOST_OUTCOME_DAYS = 366;

/**
 * Say why an outcome can't be believed, and what to do; `null` where it can.
 *
 * Units of each kind are held to a hundred times the SKU's largest day (at least a pack) for each day of the period, so that
 * 1e9 units of a SKU that sells ten a day are refused. A price of nothing is a gift, and is believed.
 */
export function implausible(outcome: Outcome, scale: OutcomeScale & { currency: string }): string | null {
  const { from, to, priceShown } = outcome;
  const days = daysBetween(from, to) + 1;
  if (days > MOST_OUTCOME_DAYS)
    return `the period from ${from} to ${to} has ${days} days, ${MOST_OUTCOME_DAYS} are the most: report shorter ones`;
  const largest = Math.max(scale.largestDayUnits, scale.packSize, 1);
  for (const kind of ['unitsLost', 'unitsBackOrdered', 'unitsSold'] as const) {
    const units = outcome[kind] ?? 0;
    if (units > MOST_TIMES * largest * days)
      return `${kind} of ${unitsText(units)} in ${days === 1 ? 'a day' : `${days} days`} is more than ${MOST_TIMES} times the SKU's largest day of ${shortNumber(largest)}: check the unit; if it is right, upload the orders first`;
  }
  const { priceMicros, currency } = scale;
  if (priceMicros === null || priceShown === undefined || priceShown.micros === 0) return null;
  const times = priceShown.micros / Math.max(1, priceMicros);
  if (times <= MOST_TIMES && times >= 1 / MOST_TIMES) return null;
  return `the price shown of ${unitPriceText(priceShown.micros, currency)} is far from the list price of ${unitPriceText(priceMicros, currency)}: give it in millionths of the currency's unit`;
}
