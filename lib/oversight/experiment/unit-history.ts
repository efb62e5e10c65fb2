import { quantileOfSorted } from '../../numeric/index.ts';

/** What the weeks of units that may be randomised did: one number a unit, [n] each. */
export type UnitWeeks = {
  /** Weeks that were measured; units with fewer than 2 tell nothing. */
  weeks: ArrayLike<number>;
  /** Sum of the weekly values, and of their squares. */
  sum: ArrayLike<number>;
  squares: ArrayLike<number>;
  /** Mean of the first and of the second half of the weeks; NaN where it has none. */
  firstMean: ArrayLike<number>;
  lastMean: ArrayLike<number>;
};

/** What a plan needs to know of a market's past, in the metric's units. */
export type UnitHistory = {
  units: number;
  mean: number;
  /** Of one unit's week. */
  standardDeviation: number;
  /** Share of that variance that stays with the unit, 0–1. */
  icc: number;
  /** Correlation of a pre-period of half the weeks with what stays with the unit, 0–1. */
  preperiodCorrelation: number;
  /** Weeks measured of a unit, a week. */
  observationsPerWeek: number;
};

const FEWEST_UNITS = 4;

/**
 * Split the variance of units' weeks into what stays with a unit and what comes and goes: one-way analysis of variance with
 * unequal numbers (Searle, Casella & McCulloch 1992, §3.6). The pre-period's correlation is the root of that of the two halves: it falls
 * where units drift, which the analysis of variance can't see.
 *
 * @param cut - units' means are cut at their 1 % and 99 % quantiles, as the comparison of money does
 * @param span - weeks that could be measured
 * @returns `null` with fewer than four units, or where nothing varies
 */
export function unitHistory(
  given: UnitWeeks,
  { cut, span }: { cut: boolean; span: number },
): UnitHistory | null {
  const units = scaled(given, cut);
  const n = units.length;
  if (n < FEWEST_UNITS) return null;
  const total = sumOf(units, ({ weeks }) => weeks);
  const mean = sumOf(units, ({ weeks, mean: own }) => weeks * own) / total;
  const between = sumOf(units, ({ weeks, mean: own }) => weeks * (own - mean) ** 2) / (n - 1);
  const within =
    sumOf(units, ({ weeks, mean: own, squares }) => Math.max(0, squares - weeks * own ** 2)) / (total - n);
  const perUnit = (total - sumOf(units, ({ weeks }) => weeks ** 2) / total) / (n - 1);
  const staying = Math.max(0, (between - within) / perUnit);
  const variance = staying + within;
  if (!(variance > 0)) return null;
  return {
    ...{ units: n, mean, standardDeviation: Math.sqrt(variance), icc: staying / variance },
    preperiodCorrelation: Math.sqrt(Math.max(0, correlation(units))),
    observationsPerWeek: Math.min(1, perUnit / span),
  };
}

type Unit = { weeks: number; mean: number; squares: number; firstMean: number; lastMean: number };

/** Units that tell something, brought to their cut mean by a factor where means are cut. */
function scaled({ weeks, sum, squares, firstMean, lastMean }: UnitWeeks, cut: boolean): Unit[] {
  const places = Array.from(weeks, (_, place) => place).filter((place) => weeks[place]! >= 2);
  const means = places.map((place) => sum[place]! / weeks[place]!);
  const [least, most] = cut ? bounds(means) : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return places.map((place, i) => {
    const own = means[i]!;
    const kept = Math.min(most, Math.max(least, own));
    const factor = own === 0 ? 1 : kept / own;
    return {
      ...{ weeks: weeks[place]!, mean: kept, squares: squares[place]! * factor ** 2 },
      ...{ firstMean: firstMean[place]! * factor, lastMean: lastMean[place]! * factor },
    };
  });
}

function bounds(means: readonly number[]): [number, number] {
  const sorted = Float64Array.from(means).sort();
  return [quantileOfSorted(sorted, 0.01), quantileOfSorted(sorted, 0.99)];
}

function correlation(units: readonly Unit[]): number {
  const both = units.filter(
    ({ firstMean, lastMean }) => Number.isFinite(firstMean) && Number.isFinite(lastMean),
  );
  if (both.length < FEWEST_UNITS) return 0;
  const x = sumOf(both, ({ firstMean }) => firstMean) / both.length;
  const y = sumOf(both, ({ lastMean }) => lastMean) / both.length;
  const product = sumOf(both, ({ firstMean, lastMean }) => (firstMean - x) * (lastMean - y));
  const squares =
    sumOf(both, ({ firstMean }) => (firstMean - x) ** 2) * sumOf(both, ({ lastMean }) => (lastMean - y) ** 2);
  return squares > 0 ? product / Math.sqrt(squares) : 0;
}

const sumOf = (units: readonly Unit[], of: (unit: Unit) => number) =>
  units.reduce((sum, unit) => sum + of(unit), 0);
