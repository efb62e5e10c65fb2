import { medianOf } from '../../numeric/index.ts';

/** A price or a cost that moved: a fact, not a test. */
export type ValueMove = { of: 'price' | 'cost'; share: number };

const RECENT_DAYS = 14;
const LARGE_MOVE = 0.1;
/** A price that moved by so much, so near a change, may have made it. */
const EXPLAINING_MOVE = 0.05;
const NEAR_DAYS = 7;

/** List the prices and costs whose newest two weeks lie a tenth or more off the rest, by their medians. */
export function valueMoves({
  prices,
  costs,
}: {
  prices?: ArrayLike<number>;
  costs?: ArrayLike<number>;
}): ValueMove[] {
  const of = (name: 'price' | 'cost', values: ArrayLike<number> | undefined): ValueMove[] => {
    const share = values === undefined ? 0 : moveOf(values);
    return Math.abs(share) >= LARGE_MOVE ? [{ of: name, share }] : [];
  };
  return [...of('price', prices), ...of('cost', costs)];
}

function moveOf(values: ArrayLike<number>): number {
  const known = Float64Array.from(values).filter((value) => Number.isFinite(value));
  if (known.length <= RECENT_DAYS) return 0;
  const before = medianOf(known.subarray(0, known.length - RECENT_DAYS));
  return before > 0 ? medianOf(known.subarray(known.length - RECENT_DAYS)) / before - 1 : 0;
}

/**
 * Tell whether a price moved by a twentieth within a week of a day, against the way that demand went then: cheaper and more, dearer
 * and less.
 *
 * @param direction - the way demand went
 */
export function explainsMove(prices: ArrayLike<number> | undefined, at: number, direction: 1 | -1): boolean {
  if (prices === undefined) return false;
  const before = prices[Math.max(0, at - NEAR_DAYS - 1)] ?? Number.NaN;
  const [from, to] = [Math.max(0, at - NEAR_DAYS), Math.min(prices.length - 1, at + NEAR_DAYS)];
  for (let day = from; day <= to; day++)
    if (-direction * (prices[day]! / before - 1) >= EXPLAINING_MOVE) return true;
  return false;
}
