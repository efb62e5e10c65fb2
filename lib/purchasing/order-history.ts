import { InputError } from '../domain/errors.ts';
import type { BuyerCounts } from './buyer-counts.ts';

/**
 * Order days of identified buyers in columns: 300,000 buyers with ten each take 60 MB.
 *
 * All that a buyer orders in one day is one purchase occasion. Returns are none, and what nobody is named for is left out.
 */
export type OrderHistory = {
  /** [buyers + 1]: rows of buyer b are start[b] … start[b + 1] − 1. */
  start: Int32Array;
  /** [rows] whole days since any fixed day, ascending within a buyer, each once. */
  day: Int32Array;
  /** [rows] worth of the day's orders in any unit of money; 0 or less, or NaN, where it had no price. */
  amount: Float64Array;
};

/**
 * Check that the columns fit one another.
 *
 * @throws InputError on offsets that do not rise from 0 to the rows, and on days of a buyer that do not rise
 */
export function checkHistory({ start, day, amount }: OrderHistory): void {
  const fits = start[0] === 0 && start[start.length - 1] === day.length && amount.length === day.length;
  if (!fits)
    throw new InputError(
      `offsets from ${start[0]} to ${start[start.length - 1]} do not fit ${day.length} days and ${amount.length} amounts`,
    );
  for (let b = 0; b + 1 < start.length; b++) {
    if (start[b + 1]! < start[b]!) throw new InputError(`the rows of buyer ${b} end before they start`);
    for (let row = start[b]! + 1; row < start[b + 1]!; row++)
      if (day[row]! <= day[row - 1]!)
        throw new InputError(
          `buyer ${b} has day ${day[row]} after day ${day[row - 1]}: each day stands once, in order`,
        );
  }
}

/**
 * Take out what a moment knows, the buyers sorted by it: whatever order they were given in, it comes out the same, so that
 * sums, samples and trees do too. Buyers that cannot be told apart are interchangeable. O(rows + n log n).
 *
 * @param moment - the first day not seen; buyers that have not ordered before it are left out
 * @returns that history, orders without a price at 0, and each buyer's place in the one given
 */
export function knownHistory(
  history: OrderHistory,
  moment: number,
): { known: OrderHistory; places: Int32Array } {
  const places = buyersBefore(history, moment);
  const ends = new Int32Array(history.start.length - 1);
  for (const buyer of places) ends[buyer] = rowAt(history, buyer, moment);
  places.sort((a, b) => compareRows(history, [a, ends[a]!], [b, ends[b]!]));
  const start = new Int32Array(places.length + 1);
  places.forEach((buyer, i) => {
    start[i + 1] = start[i]! + ends[buyer]! - history.start[buyer]!;
  });
  const rows = start[places.length]!;
  const known = { start, day: new Int32Array(rows), amount: new Float64Array(rows) };
  places.forEach((buyer, i) => {
    for (let row = start[i]!, from = history.start[buyer]!; row < start[i + 1]!; row++, from++) {
      known.day[row] = history.day[from]!;
      known.amount[row] = pricedOr0(history.amount[from]!);
    }
  });
  return { known, places };
}

/** By days, then by amounts; a history that another begins with comes first. */
function compareRows(
  { start, day, amount }: OrderHistory,
  [a, endA]: readonly [buyer: number, end: number],
  [b, endB]: readonly [buyer: number, end: number],
): number {
  const [fromA, fromB] = [start[a]!, start[b]!];
  const both = Math.min(endA - fromA, endB - fromB);
  for (let k = 0; k < both; k++)
    if (day[fromA + k] !== day[fromB + k]) return day[fromA + k]! - day[fromB + k]!;
  if (endA - fromA !== endB - fromB) return endA - fromA - (endB - fromB);
  for (let k = 0; k < both; k++) {
    const apart = pricedOr0(amount[fromA + k]!) - pricedOr0(amount[fromB + k]!);
    if (apart !== 0) return apart;
  }
  return 0;
}

const pricedOr0 = (amount: number) => (amount > 0 ? amount : 0);

/** Tell the day of the first order of all; Infinity where there is none. */
export function firstDayOf({ start, day }: OrderHistory): number {
  let least = Infinity;
  for (let b = 0; b + 1 < start.length; b++)
    if (start[b]! < start[b + 1]!) least = Math.min(least, day[start[b]!]!);
  return least;
}

/** Find where a buyer's rows from a moment on begin: the first row whose day is not before it, or the end of its rows. */
export function rowAt({ start, day }: OrderHistory, buyer: number, moment: number): number {
  let low = start[buyer]!;
  let high = start[buyer + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * List the buyers that have ordered before a moment, every n-th where there are more than `most`: estimates of tens of
 * thousands are as good as those of all.
 */
export function buyersBefore(history: OrderHistory, moment: number, most = Infinity): Int32Array {
  const { start, day } = history;
  const known = new Int32Array(start.length - 1);
  let count = 0;
  for (let b = 0; b < known.length; b++)
    if (start[b]! < start[b + 1]! && day[start[b]!]! < moment) known[count++] = b;
  const step = Math.ceil(count / most);
  if (step <= 1) return known.slice(0, count);
  const sample = new Int32Array(Math.ceil(count / step));
  for (let i = 0; i < sample.length; i++) sample[i] = known[i * step]!;
  return sample;
}

/**
 * Count a buyer's orders as a moment, the first day not seen, knows them.
 *
 * @param end - the buyer's first row from the moment on; one row at least lies before it
 */
export function countsBefore(
  { start, day }: OrderHistory,
  buyer: number,
  end: number,
  moment: number,
): BuyerCounts {
  const first = day[start[buyer]!]!;
  return { frequency: end - start[buyer]! - 1, recency: day[end - 1]! - first, age: moment - first };
}

/** Tell whether the buyers ordered in the `duration` days from the moment on. @returns [buyers] 0 or 1 */
export function orderedWithin(
  history: OrderHistory,
  buyers: Int32Array,
  moment: number,
  duration: number,
): Uint8Array {
  return Uint8Array.from(buyers, (buyer) => {
    const row = rowAt(history, buyer, moment);
    return row < history.start[buyer + 1]! && history.day[row]! < moment + duration ? 1 : 0;
  });
}
