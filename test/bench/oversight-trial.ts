import { createRandom, type Random, sampleGamma, standardNormal } from '../../lib/numeric/index.ts';
import { type CompareOptions, compareArms, type Verdict } from '../../lib/oversight/index.ts';

/** A world in which units of two arms are measured each day. */
export type TrialWorld = {
  unitsPerArm: number;
  days: number;
  /** Share of a day's variance that stays with the unit. */
  icc: number;
  /** Of a unit's day; the mean is 10. */
  standardDeviation: number;
  effect: number;
  /** Correlation of a unit's standing part with what it did before; 0 for no pre-period. */
  before?: number;
  /** Money: units' standing parts are gamma with a skewness of 2 instead of normal. */
  skewed?: boolean;
};

/** What a test came to: the first verdict other than "no difference" on any look, and the day it came. */
export type TrialOutcome = { verdict: Verdict; day: number | null };

/**
 * Run one test and look at it at the end of each day in `looks`.
 *
 * Weekdays differ by ± 20 % for all, so that looks within a week see another mix than looks at its end.
 */
export function runTrial(
  world: TrialWorld,
  { seed, looks, options }: { seed: number; looks: readonly number[]; options: CompareOptions },
): TrialOutcome {
  const random = createRandom(seed);
  const units = Array.from({ length: 2 * world.unitsPerArm }, (_, i) => startUnit(world, i, random));
  let verdict: Verdict = 'not enough data';
  for (let day = 1; day <= world.days; day++) {
    for (const unit of units)
      unit.value += unit.level * WEEKDAYS[day % 7]! + unit.noise * standardNormal(random);
    if (!looks.includes(day)) continue;
    const rows = (ai: boolean) =>
      units
        .filter((unit) => unit.ai === ai)
        .map(({ unit, value, before }) => ({
          unit,
          value,
          size: day,
          ...(before === null ? {} : { before }),
        }));
    ({ verdict } = compareArms({ ai: rows(true), human: rows(false) }, options));
    if (verdict === 'better' || verdict === 'worse') return { verdict, day };
  }
  return { verdict, day: null };
}

const WEEKDAYS = [0.8, 1.1, 1.1, 1.1, 1.1, 1, 0.8];

function startUnit(world: TrialWorld, place: number, random: Random) {
  const { icc, standardDeviation, effect, before = 0, skewed = false } = world;
  const standing = skewed ? sampleGamma(random, 1) - 1 : standardNormal(random);
  const ai = place % 2 === 0;
  const past =
    before === 0 ? null : 10 + before * standing + Math.sqrt(1 - before ** 2) * standardNormal(random);
  return {
    unit: `u${place}`,
    ai,
    level: 10 + Math.sqrt(icc) * standardDeviation * standing + (ai ? effect : 0),
    noise: Math.sqrt(1 - icc) * standardDeviation,
    before: past,
    value: 0,
  };
}
