import { createRandom, normalQuantile, studentCdf, studentQuantile } from '../../numeric/index.ts';
import { alwaysValidPValue, levelOfLook } from './always-valid.ts';
import type { ArmUnit } from './arm-units.ts';
import { type RobustEffect, robustEffect } from './cluster-robust.ts';
import { boundsOfTest, randomisationTest } from './randomisation-test.ts';
import { ARM_COLUMN, layOutUnits, type RegressionRows } from './regression-rows.ts';
import { type ClusterShape, shapeOf, whyRandomise } from './why-randomise.ts';

/** How an estimate is bounded. */
export type EstimateSettings = {
  /** Chance of calling a difference that is not there. */
  alpha: number;
  looks: 'any' | 'once';
  /** Effect that the always-valid bound is tightest for, in the metric's units; not used by a single look. */
  minimalEffect: number;
  seed: number;
};

/** An effect, its bounds, and how they were made. */
export type EffectEstimate = {
  effect: number;
  standardError: number;
  degrees: number;
  interval: { lower: number; upper: number };
  /** Of the hypothesis of no difference; holds at every look where `looks` is `any`. */
  pValue: number;
  method: 'clusterRobust' | 'randomisation';
  why: string;
  shape: ClusterShape;
  /** What the pre-period did; `null` where no unit has one. */
  preperiod: { plainEffect: number; plainStandardError: number; varianceRemoved: number } | null;
};

/** Draws of the randomisation test at its level of a look: the level must be more than a few draws. */
const FEWEST_DRAWS = 1999;
const MOST_DRAWS = 19_999;

/**
 * Estimate the AI arm's mean less the human arm's, within strata and adjusted for the pre-period, with bounds at `alpha`.
 *
 * @param units - as gathered, cut already
 * @returns `null` where an arm has too little to tell an error by: fewer than two clusters, or all means alike
 */
export function estimateEffect(units: readonly ArmUnit[], settings: EstimateSettings): EffectEstimate | null {
  const shape = shapeOf(units);
  if (Math.min(shape.clusters.ai, shape.clusters.human) < 2) return null;
  const rows = layOutUnits(units, true);
  const robust = robustEffect(rows, rows.columns, ARM_COLUMN);
  if (robust === null || !(robust.standardError > 0) || !(robust.degrees > 0)) return null;
  const ratio = (settings.minimalEffect / robust.standardError) ** 2;
  const level = settings.looks === 'once' ? settings.alpha : levelOfLook(ratio, settings.alpha);
  const why = whyRandomise(shape, robust.degrees);
  const { interval, pOnce } =
    why === null ? boundRobust(robust, level) : boundByDraws(rows, robust, { level, seed: settings.seed });
  return {
    effect: robust.effect,
    standardError: robust.standardError,
    degrees: robust.degrees,
    interval,
    pValue: settings.looks === 'once' ? pOnce : alwaysValidPValue(normalQuantile(pOnce / 2), ratio),
    method: why === null ? 'clusterRobust' : 'randomisation',
    why: why ?? `${shape.clusters.ai} and ${shape.clusters.human} clusters, none of which carries the result`,
    shape,
    preperiod: preperiodOf(units, robust),
  };
}

/** Bounds at the level of a look, and the p-value of a single look. */
type Bounded = { interval: { lower: number; upper: number }; pOnce: number };

/** Take Student's t at the tail of the boundary: few degrees of freedom widen the always-valid bound as they do the plain one. */
function boundRobust({ effect, standardError, degrees }: RobustEffect, level: number): Bounded {
  const reach = -studentQuantile(level / 2, degrees) * standardError;
  return {
    interval: { lower: effect - reach, upper: effect + reach },
    pOnce: 2 * studentCdf(-Math.abs(effect / standardError), degrees),
  };
}

function boundByDraws(
  rows: RegressionRows,
  { effect, standardError }: RobustEffect,
  { level, seed }: { level: number; seed: number },
): Bounded {
  const mostDraws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(20 / level)));
  const test = randomisationTest(rows, { mostDraws, random: createRandom(seed) });
  return {
    interval: boundsOfTest(test, { estimate: effect, scale: standardError, level }),
    pOnce: test.pValueOf(0),
  };
}

function preperiodOf(units: readonly ArmUnit[], robust: RobustEffect): EffectEstimate['preperiod'] {
  if (units.every(({ before }) => before === null)) return null;
  const rows = layOutUnits(units, false);
  const plain = robustEffect(rows, rows.columns, ARM_COLUMN);
  if (plain === null) return null;
  return {
    plainEffect: plain.effect,
    plainStandardError: plain.standardError,
    varianceRemoved: 1 - (robust.standardError / plain.standardError) ** 2,
  };
}
