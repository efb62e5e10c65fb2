import { type Analysis, addMonths, type Estimate, type Growth } from '../domain/index.ts';
import { normalQuantile } from '../numeric/index.ts';
import type { Periods } from './months.ts';
import { roundedEstimate } from './nine-digits.ts';
import { FEWEST_BUYERS } from './suppression.ts';

/**
 * Revenue of two periods and its sums of squares over buyers, from which a change and its uncertainty follow. An order
 * without a buyer counts as a buyer of its own.
 */
export type PeriodSums = {
  /** Buyers of either period. */
  buyers: number;
  /** Minor units, and minor units squared. */
  currentMinor: number;
  previousMinor: number;
  currentSquares: number;
  products: number;
  previousSquares: number;
};

const YEAR = 12;
const Z = normalQuantile(0.975);

/**
 * Tell how a market's revenue grows. Partial months are never used.
 *
 * @param months - every month, as `listMonths` gives them
 * @param periods - two periods, and `trailing` their sums: the trailing year where they are years
 */
export function growthOf(
  months: Analysis['months'],
  { periods, trailing }: { periods: Periods | null; trailing: PeriodSums | null },
): Growth {
  const whole = months.filter(({ partial }) => !partial);
  const revenueOf = new Map(whole.map(({ month, revenue }) => [month, revenue.minor]));
  const last = whole.at(-1)?.month ?? null;
  const changeFrom = (monthsAgo: number) => {
    if (last === null) return null;
    const earlier = revenueOf.get(addMonths(last, -monthsAgo)) ?? 0;
    return earlier > 0 ? (revenueOf.get(last) ?? 0) / earlier - 1 : null;
  };
  return {
    monthOnMonth: changeFrom(1),
    yearOnYear: changeFrom(YEAR),
    lastWholeMonth: last,
    trailingYear: trailing === null || periods?.months !== YEAR ? null : changeBetween(trailing),
    compoundAnnual: compoundAnnual(whole),
  };
}

/**
 * Estimate the change of revenue from one period to another, with how much of it hangs on single buyers: the variance of a
 * ratio of sums, linearised, over buyers (Cochran 1977, ch. 6), on the log scale.
 *
 * @returns 0.1 is 10 % more; `null` below five buyers, or where a period had no revenue
 */
export function changeBetween(sums: PeriodSums): Estimate | null {
  const { buyers, currentMinor, previousMinor, currentSquares, products, previousSquares } = sums;
  if (buyers < FEWEST_BUYERS || currentMinor <= 0 || previousMinor <= 0) return null;
  const ratio = currentMinor / previousMinor;
  const squares = Math.max(currentSquares - 2 * ratio * products + ratio ** 2 * previousSquares, 0);
  const relative = Math.sqrt((buyers / (buyers - 1)) * squares) / currentMinor;
  const spread = Math.exp(Z * relative);
  return roundedEstimate({ value: ratio - 1, low: ratio / spread - 1, high: ratio * spread - 1 });
}

function compoundAnnual(whole: Analysis['months']): Growth['compoundAnnual'] {
  const [from, to] = [whole[0], whole.at(-1)];
  if (whole.length < 2 * YEAR || from === undefined || to === undefined) return null;
  const sum = (part: Analysis['months']) => part.reduce((total, { revenue }) => total + revenue.minor, 0);
  const first = sum(whole.slice(0, YEAR));
  const last = sum(whole.slice(-YEAR));
  if (first <= 0 || last <= 0) return null;
  const years = (whole.length - YEAR) / YEAR;
  return { rate: (last / first) ** (1 / years) - 1, from: from.month, to: to.month, years };
}
