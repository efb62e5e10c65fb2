import { InputError } from '../../domain/index.ts';
import { normalCdf, normalQuantile, studentQuantile } from '../../numeric/index.ts';
import { alwaysValidMultiple } from './always-valid.ts';
import { crossingChance } from './crossing-chance.ts';
import { powerOfT } from './power-of-t.ts';

/** What is known before a test. */
export type ExperimentDesign = {
  /** Randomised units (clusters) that can take part, both arms together. */
  units: number;
  /** Smallest effect worth having, in the metric's units. */
  minimalEffect: number;
  /** Of one observation; √(p (1 − p)) for a conversion of p. */
  standardDeviation: number;
  /** Intraclass correlation: share of that variance that stays with the unit, 0–1. */
  icc: number;
  /** Observations of a unit a week: quotes, days, or 1 for a weekly sum; 1 by default. */
  observationsPerWeek?: number;
  /** Correlation of the pre-period with what stays with the unit, 0–1; 0 by default. */
  preperiodCorrelation?: number;
  /** 0.05 by default. */
  alpha?: number;
  /** 0.8 by default. */
  power?: number;
  /** 0.5 by default. */
  aiShare?: number;
  /** As of `compareArms`; `any` by default. */
  looks?: 'any' | 'once';
  /** 2 by default. */
  minimumWeeks?: number;
  /** 26 by default. */
  mostWeeks?: number;
};

/** How long to run, or what keeps it from being worth starting. */
export type ExperimentPlan = {
  kind: 'planned' | 'beyondReach';
  /** Whole weeks; `mostWeeks` where it is beyond reach. */
  weeks: number;
  unitsPerArm: { ai: number; human: number };
  /** Chance of showing the minimal effect by then. */
  power: number;
  /** Of the effect at the end. */
  standardError: number;
  /** Units that would reach the power within `mostWeeks`; `units` where they do; `null` beyond a thousandfold. */
  unitsNeeded: number | null;
};

/**
 * Plan a test before it starts: whole weeks and units an arm for a wanted power.
 *
 * A unit's mean over n observations has the variance σ² (icc (1 − r²) + (1 − icc) / n), r being the pre-period's correlation: more weeks
 * take off the second part alone, so that a high icc asks for units, not weeks. A single look is a t test; with looks at each
 * week's end the chance of crossing the always-valid boundary is integrated.
 *
 * @throws InputError when a number is out of its range
 */
export function planExperiment(design: ExperimentDesign): ExperimentPlan {
  const settings = { ...DEFAULTS, ...design };
  check(settings);
  const powers = powerByWeek(settings, settings.units);
  const reached = powers.findIndex(
    (power, week) => week + 1 >= settings.minimumWeeks && power >= settings.power,
  );
  const weeks = reached < 0 ? settings.mostWeeks : reached + 1;
  return {
    kind: reached < 0 ? 'beyondReach' : 'planned',
    weeks,
    unitsPerArm: split(settings.units, settings.aiShare),
    power: powers[weeks - 1]!,
    standardError: errorAfter(settings, settings.units, weeks),
    unitsNeeded: reached < 0 ? unitsNeeded(settings) : settings.units,
  };
}

/**
 * Give the chance of showing the minimal effect by the end of each week up to `mostWeeks`; 0 before the first look.
 *
 * @throws InputError when a number is out of its range
 */
export function powerCurve(design: ExperimentDesign): number[] {
  const settings = { ...DEFAULTS, ...design };
  check(settings);
  return powerByWeek(settings, settings.units);
}

/**
 * Give the smallest effect that a last look after these weeks shows with the wanted power, in the metric's units; looks before it can
 * only better that.
 *
 * @throws InputError when a number is out of its range
 */
export function smallestEffect(design: ExperimentDesign, weeks: number): number {
  const settings = { ...DEFAULTS, ...design };
  check(settings);
  return ratioNeeded(settings) * errorAfter(settings, settings.units, weeks);
}

type Settings = Required<ExperimentDesign>;

const DEFAULTS = {
  ...{ observationsPerWeek: 1, preperiodCorrelation: 0, alpha: 0.05, power: 0.8, aiShare: 0.5 },
  ...{ looks: 'any' as const, minimumWeeks: 2, mostWeeks: 26 },
};

const LEAST_CHANCE = 1e-12;

/** Power by the end of each week up to the last; 0 before the first look. */
function powerByWeek(settings: Settings, units: number): number[] {
  const { minimalEffect, alpha, looks, minimumWeeks, mostWeeks } = settings;
  const weeks = Array.from({ length: mostWeeks }, (_, week) => week + 1);
  const degrees = units - 2;
  if (looks === 'once')
    return weeks.map((week) => powerOfT(minimalEffect / errorAfter(settings, units, week), degrees, alpha));
  const seen = weeks.filter((week) => week >= minimumWeeks);
  const crossings = crossingChance(
    seen.map((week) => {
      const information = errorAfter(settings, units, week) ** -2;
      const multiple = alwaysValidMultiple(minimalEffect ** 2 * information, alpha);
      // a bound so far out that its chance is no number any more is never met either way
      const beyond = Math.max(normalCdf(-multiple), LEAST_CHANCE);
      return { information, bound: -studentQuantile(beyond, degrees) };
    }),
    minimalEffect,
  );
  return weeks.map((week) => crossings[week - minimumWeeks]?.upper ?? 0);
}

/** Standard error of the effect after whole weeks. */
function errorAfter(
  { standardDeviation, icc, observationsPerWeek, preperiodCorrelation, aiShare }: Settings,
  units: number,
  weeks: number,
): number {
  const { ai, human } = split(units, aiShare);
  const ofUnit = icc * (1 - preperiodCorrelation ** 2) + (1 - icc) / (observationsPerWeek * weeks);
  return standardDeviation * Math.sqrt(ofUnit * (1 / ai + 1 / human));
}

function split(units: number, aiShare: number): { ai: number; human: number } {
  const ai = Math.min(units - 1, Math.max(1, Math.round(units * aiShare)));
  return { ai, human: units - ai };
}

/**
 * Search the fewest units that reach the power by the last week. Their number is guessed from the last look alone, which the looks before
 * can only better, and closed in on from both sides by interpolation of the power (regula falsi, a halving where that is slow).
 */
function unitsNeeded(settings: Settings): number | null {
  const { units, power } = settings;
  const short = (count: number) => power - powerByWeek(settings, count).at(-1)!;
  const now = settings.minimalEffect / errorAfter(settings, units, settings.mostWeeks);
  const guess = Math.max(units + 1, Math.ceil(units * (ratioNeeded(settings) / now) ** 2));
  if (guess > 1000 * units) return null;
  let enough = { count: guess, short: short(guess) };
  let few = enough;
  while (enough.short > 0) {
    few = enough;
    const count = Math.ceil(1.1 * enough.count);
    enough = { count, short: short(count) };
  }
  while (few.short <= 0 && few.count > units) {
    enough = few;
    const count = Math.max(units, Math.floor(0.9 * few.count));
    few = { count, short: short(count) };
  }
  for (let isHalving = false; enough.count - few.count > 1; ) {
    const gap = enough.count - few.count;
    const part = isHalving ? 0.5 : few.short / (few.short - enough.short);
    const step = Math.min(gap - 1, Math.max(1, Math.round(part * gap)));
    const between = { count: few.count + step, short: short(few.count + step) };
    if (between.short <= 0) enough = between;
    else few = between;
    isHalving = !isHalving && enough.count - few.count > gap / 2;
  }
  return enough.count;
}

/** Give the effect, in standard errors, that a single look at the last bound shows with the wanted power. */
function ratioNeeded({ alpha, power, looks }: Settings): number {
  const beyond = normalQuantile(power);
  let ratio = beyond - normalQuantile(alpha / 2);
  if (looks === 'any') for (let i = 0; i < 50; i++) ratio = beyond + alwaysValidMultiple(ratio ** 2, alpha);
  return ratio;
}

function check(settings: Settings): void {
  const { units, minimalEffect, standardDeviation, icc, observationsPerWeek, preperiodCorrelation } =
    settings;
  const { alpha, power, aiShare, minimumWeeks, mostWeeks } = settings;
  const shares = { icc, preperiodCorrelation };
  const inner = { alpha, power, aiShare };
  const positive = { minimalEffect, standardDeviation, observationsPerWeek };
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value <= 1)) throw new InputError(`${name} is ${value}: 0 to 1 is needed`);
  for (const [name, value] of Object.entries(inner))
    if (!(value > 0 && value < 1))
      throw new InputError(`${name} is ${value}: a number between 0 and 1 is needed`);
  for (const [name, value] of Object.entries(positive))
    if (!(value > 0 && Number.isFinite(value)))
      throw new InputError(`${name} is ${value}: a number above 0 is needed`);
  if (!Number.isInteger(units) || units < 4)
    throw new InputError(`${units} units: a whole number of at least 4 is needed`);
  if (
    !Number.isInteger(minimumWeeks) ||
    minimumWeeks < 1 ||
    !Number.isInteger(mostWeeks) ||
    mostWeeks < minimumWeeks
  )
    throw new InputError(
      `weeks ${minimumWeeks} to ${mostWeeks}: whole weeks from 1, in this order, are needed`,
    );
}
