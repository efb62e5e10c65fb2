import { addDays, daysBetween, InputError } from '../../domain/index.ts';

/** A measured row of a randomised unit: a week of a buyer, a day of a SKU, or all of the test at once. */
export type Observation = {
  /** The randomised unit: a buyer company, a SKU × market, a SKU × location. */
  unit: string;
  /** Numerator of the metric: orders, minor units, days without stock. */
  value: number;
  /** Denominator: quotes, weeks, days; 1 where absent. Rows of one unit add up: its mean is Σ value / Σ size. */
  size?: number;
  /** `YYYY-MM-DD`; needed where the test has a `start`. */
  date?: string;
  /** Market and segment within which units were drawn; constant within a unit. */
  stratum?: string;
  /** Units that share a fate (one stock, one group of companies); the unit itself where absent. */
  cluster?: string;
  /** The unit's mean of the same metric before the test; absent where it had none. */
  before?: number;
};

/** Every unit that was assigned to each arm, those included that did nothing (a row of value 0). */
export type Arms = { ai: readonly Observation[]; human: readonly Observation[] };

/** The days of which rows count. */
export type Window = { start: string; asOf: string; wholeWeeks: boolean };

/** One unit with all its rows in one. */
export type ArmUnit = {
  unit: string;
  /** 1 is the AI, 0 the human arm. */
  arm: 0 | 1;
  stratum: string;
  cluster: string;
  /** Mean of the metric. */
  mean: number;
  /** What the mean is over, above 0. */
  size: number;
  before: number | null;
};

/** The units of both arms. */
export type GatheredUnits = {
  /** Units with something measured. */
  units: ArmUnit[];
  /** Units assigned to each arm, measured or not. */
  assigned: { ai: number; human: number };
  /** Units that stand in both arms; in neither's result. */
  inBoth: string[];
  /** Whole weeks that are counted; `null` where the test has no start. */
  weeks: number | null;
};

/**
 * Add up the rows of each unit within the window.
 *
 * @throws InputError when a number is not finite, a size is below 0, or a date is missing where the test has a start
 */
export function gatherUnits(arms: Arms, window: Window | null): GatheredUnits {
  const days = window === null ? null : countedDays(window);
  const byArm = [sumUp(arms.human, 0, { window, days }), sumUp(arms.ai, 1, { window, days })] as const;
  const inBoth = [...byArm[0].keys()].filter((unit) => byArm[1].has(unit));
  const apart = new Set(inBoth);
  const units: ArmUnit[] = [];
  for (const sums of byArm) {
    for (const { value, ...unit } of sums.values()) {
      if (unit.size > 0 && !apart.has(unit.unit)) units.push({ ...unit, mean: value / unit.size });
    }
  }
  return {
    units,
    assigned: { ai: byArm[1].size, human: byArm[0].size },
    inBoth,
    weeks: days === null ? null : Math.floor(days / 7),
  };
}

function countedDays({ start, asOf, wholeWeeks }: Window): number {
  const days = Math.max(0, daysBetween(start, asOf) + 1);
  return wholeWeeks ? Math.floor(days / 7) * 7 : days;
}

type Sum = Omit<ArmUnit, 'mean'> & { value: number };

function sumUp(
  rows: readonly Observation[],
  arm: 0 | 1,
  { window, days }: { window: Window | null; days: number | null },
): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  const end = window === null ? '' : addDays(window.start, days ?? 0);
  rows.forEach((row, place) => {
    check(row, place, window);
    let sum = sums.get(row.unit);
    if (sum === undefined) {
      const { unit, stratum = '', cluster = unit } = row;
      sum = { unit, arm, stratum, cluster, value: 0, size: 0, before: null };
      sums.set(unit, sum);
    }
    sum.before ??= row.before ?? null;
    if (window !== null && row.date !== undefined && (row.date < window.start || row.date >= end)) return;
    sum.value += row.value;
    sum.size += row.size ?? 1;
  });
  return sums;
}

function check(
  { unit, value, size = 1, before = 0, date }: Observation,
  place: number,
  window: Window | null,
): void {
  if (!Number.isFinite(value) || !Number.isFinite(before) || !Number.isFinite(size) || size < 0)
    throw new InputError(
      `row ${place} (${unit}) has value ${value}, size ${size}, before ${before}: finite numbers and a size of 0 or more are needed`,
    );
  if (window !== null && date === undefined)
    throw new InputError(`row ${place} (${unit}) has no date: a test with a start needs the day of each row`);
}
