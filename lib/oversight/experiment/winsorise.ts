import { quantileOfSorted } from '../../numeric/index.ts';
import type { ArmUnit } from './arm-units.ts';

/** What was cut, to be printed beside the result. */
export type Winsorised = {
  rule: string;
  /** The bounds that means were cut to. */
  lower: number;
  upper: number;
  /** Units that were cut. */
  units: number;
};

/** Share of the units cut at each end. */
const CUT_SHARE = 0.01;

/**
 * Cut the means of units (and their pre-period, at its own bounds) to the 1 % and 99 % quantiles of both arms together, so that no buyer carries a result
 * alone. The bounds don't know the arms: under no difference both are cut alike. Of fewer than 100 units it moves the largest alone.
 *
 * @returns new units in the same order, and the rule with its figures
 */
export function winsorise(units: readonly ArmUnit[]): { units: ArmUnit[]; winsorised: Winsorised } {
  const now = boundsOf(units.map(({ mean }) => mean));
  const past = boundsOf(units.flatMap(({ before }) => (before === null ? [] : [before])));
  const cut = units.map((unit) => ({
    ...unit,
    mean: clamp(unit.mean, now),
    before: unit.before === null ? null : clamp(unit.before, past),
  }));
  const touched = units.filter(({ mean }) => mean < now.lower || mean > now.upper).length;
  const rule = `means of units below the ${CUT_SHARE * 100} % or above the ${100 - CUT_SHARE * 100} % quantile of both arms together count as that quantile`;
  return { units: cut, winsorised: { rule, ...now, units: touched } };
}

type Bounds = { lower: number; upper: number };

function boundsOf(values: readonly number[]): Bounds {
  const sorted = Float64Array.from(values).sort();
  return { lower: quantileOfSorted(sorted, CUT_SHARE), upper: quantileOfSorted(sorted, 1 - CUT_SHARE) };
}

const clamp = (value: number, { lower, upper }: Bounds) => Math.min(upper, Math.max(lower, value));
