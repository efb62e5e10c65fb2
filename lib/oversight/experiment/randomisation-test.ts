import type { Random } from '../../numeric/index.ts';
import { type Blocks, countDraws, drawArms, everyDraw, layOutBlocks } from './drawn-arms.ts';
import { ARM_COLUMN, type RegressionRows } from './regression-rows.ts';
import { residualMaker, whitenColumn } from './residual-maker.ts';

/** A randomisation test, ready for any supposed effect. */
export type RandomisationTest = {
  /** Draws of the arms that were tried; all that there are when `exact`. */
  draws: number;
  exact: boolean;
  /** Equal-tailed p-value of the effect being `supposed` for every unit. */
  pValueOf(supposed: number): number;
};

const MOST_ENUMERATED = 40_000;

/**
 * Test by drawing the arms anew as they were drawn: within strata, whole clusters where a cluster lies in one arm. The statistic
 * is the effect over its cluster-robust error, so that it holds for unequal spread too (Chung & Romano 2013; Wu & Ding 2021); it is
 * regressed on strata and pre-period anew for each draw (Rosenbaum 2002). The p-value is twice the smaller tail: of unequal arms of
 * skewed money a tail is longer, and a gain must be no easier to claim than a loss.
 *
 * A supposed effect is taken off the AI arm's outcomes. Effect and variance of every draw are a line and a parabola in
 * it, so that each draw is made once for all of them. O(draws · n · k).
 *
 * @param mostDraws - how many to draw where there are more than 40,000; a tail is then (1 + as far) / (1 + draws)
 */
export function randomisationTest(
  rows: RegressionRows,
  { mostDraws, random }: { mostDraws: number; random: Random },
): RandomisationTest {
  const blocks = layOutBlocks(rows);
  const exact = countDraws(blocks) <= MOST_ENUMERATED;
  const problem = prepare(rows, blocks);
  const observed = curveOf(problem, problem.armResidual);
  const curves: Curve[] = [];
  for (const arms of exact ? everyDraw(blocks) : drawArms(blocks, mostDraws, random))
    curves.push(curveOf(problem, problem.residualOfArms(arms)));
  return {
    draws: curves.length,
    exact,
    pValueOf(supposed) {
      const seen = statisticOf(observed, supposed);
      const slack = Math.abs(seen) * 1e-9;
      let above = 0;
      let below = 0;
      for (const curve of curves) {
        const drawn = statisticOf(curve, supposed);
        if (drawn >= seen - slack) above++;
        if (drawn <= seen + slack) below++;
      }
      const rarer = Math.min(above, below);
      return Math.min(1, (2 * (exact ? rarer : 1 + rarer)) / (exact ? curves.length : 1 + curves.length));
    },
  };
}

/** Effect `a − δ b` and variance `uu − 2 δ uw + δ² ww` of one draw, for a supposed effect δ. */
type Curve = { a: number; b: number; uu: number; uw: number; ww: number };

function statisticOf({ a, b, uu, uw, ww }: Curve, supposed: number): number {
  const effect = a - supposed * b;
  const variance = uu - 2 * supposed * uw + supposed * supposed * ww;
  if (variance > 1e-18 * (uu + supposed * supposed * ww)) return effect / Math.sqrt(variance);
  return effect === 0 ? 0 : effect * Number.POSITIVE_INFINITY;
}

type Problem = {
  yResidual: Float64Array;
  armResidual: Float64Array;
  cluster: Int32Array;
  clusters: number;
  residualOfArms(arms: Uint8Array): Float64Array;
};

function prepare(rows: RegressionRows, { block }: Blocks): Problem {
  const residualOf = residualMaker(rows, ARM_COLUMN);
  const whitened = new Float64Array(rows.y.length);
  return {
    yResidual: residualOf(whitenColumn(rows, rows.y)),
    armResidual: residualOf(whitenColumn(rows, rows.arm)),
    cluster: rows.cluster,
    clusters: rows.clusters,
    residualOfArms(arms) {
      for (let i = 0; i < whitened.length; i++) whitened[i] = arms[block[i]!]! * Math.sqrt(rows.weights[i]!);
      return residualOf(whitened);
    },
  };
}

/** Regress outcome and observed arm on the drawn arm, all residuals of the other columns (Frisch–Waugh–Lovell). */
function curveOf({ yResidual, armResidual, cluster, clusters }: Problem, drawn: Float64Array): Curve {
  const withY = new Float64Array(clusters);
  const withArm = new Float64Array(clusters);
  const own = new Float64Array(clusters);
  const sums = { y: 0, arm: 0, own: 0 };
  for (let i = 0; i < drawn.length; i++) {
    const at = cluster[i]!;
    const t = drawn[i]!;
    withY[at]! += t * yResidual[i]!;
    withArm[at]! += t * armResidual[i]!;
    own[at]! += t * t;
  }
  for (let c = 0; c < clusters; c++) {
    sums.y += withY[c]!;
    sums.arm += withArm[c]!;
    sums.own += own[c]!;
  }
  const curve = { a: sums.y / sums.own, b: sums.arm / sums.own, uu: 0, uw: 0, ww: 0 };
  for (let c = 0; c < clusters; c++) {
    const u = (withY[c]! - curve.a * own[c]!) / sums.own;
    const w = (withArm[c]! - curve.b * own[c]!) / sums.own;
    curve.uu += u * u;
    curve.uw += u * w;
    curve.ww += w * w;
  }
  return curve;
}

/**
 * Bound the effect by the supposed effects that the test does not refuse at `level`, outward from the estimate to where it first does.
 *
 * @param level - chance of refusing the truth, e.g. 0.05
 * @param scale - a first step, e.g. the standard error
 * @returns infinite bounds where there are too few draws to refuse anything
 */
export function boundsOfTest(
  test: RandomisationTest,
  { estimate, scale, level }: { estimate: number; scale: number; level: number },
): { lower: number; upper: number } {
  return {
    lower: boundTowards(test, { estimate, step: -scale, level }),
    upper: boundTowards(test, { estimate, step: scale, level }),
  };
}

function boundTowards(
  test: RandomisationTest,
  { estimate, step, level }: { estimate: number; step: number; level: number },
): number {
  if (step === 0) return estimate;
  let inside = estimate;
  let reach = step;
  while (test.pValueOf(estimate + reach) > level) {
    inside = estimate + reach;
    reach *= 2;
    if (Math.abs(reach) > 1e6 * Math.abs(step)) return step * Number.POSITIVE_INFINITY;
  }
  let outside = estimate + reach;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (inside + outside) / 2;
    if (test.pValueOf(middle) > level) inside = middle;
    else outside = middle;
  }
  return outside;
}
