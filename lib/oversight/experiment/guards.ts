import { type Arms, gatherUnits, type Window } from './arm-units.ts';
import { estimateEffect } from './estimate-effect.ts';
import { METRICS, type Metric } from './metrics.ts';
import { winsorise } from './winsorise.ts';

/** A metric that the test must not harm. */
export type Guard = {
  metric: Metric;
  arms: Arms;
  /** Harm that is still tolerated, in the metric's units, 0 or more: the test stops once more than it is sure. */
  tolerated: number;
  /** Where it is not the metric's usual direction. */
  better?: 'higher' | 'lower';
};

/** What a guard says. */
export type GuardResult = {
  metric: Metric;
  /** `null` where there is not enough to tell. */
  effect: number | null;
  interval: { lower: number; upper: number };
  tolerated: number;
  /** The harm is surely beyond what is tolerated: stop. */
  breached: boolean;
};

/**
 * Judge every guard by an always-valid interval at `alpha` over the number of guards, so that a look at all of them each
 * day stops a harmless test at most with chance `alpha`.
 *
 * The bound is tightest for a harm of twice what is tolerated, or of a tenth of the human arm's mean where nothing is.
 */
export function judgeGuards(
  guards: readonly Guard[],
  { alpha, window, seed }: { alpha: number; window: Window | null; seed: number },
): GuardResult[] {
  return guards.map(({ metric, arms, tolerated, better = METRICS[metric].better }) => {
    const gathered = gatherUnits(arms, window).units;
    const units = METRICS[metric].heavyTailed ? winsorise(gathered).units : gathered;
    const minimalEffect = 2 * tolerated || 0.1 * Math.abs(meanOf(units, 0)) || 1;
    const settings = { alpha: alpha / guards.length, looks: 'any', minimalEffect, seed } as const;
    const estimate = estimateEffect(units, settings);
    if (estimate === null)
      return {
        metric,
        effect: null,
        interval: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
        tolerated,
        breached: false,
      };
    const { effect, interval } = estimate;
    const breached = better === 'lower' ? interval.lower > tolerated : interval.upper < -tolerated;
    return { metric, effect, interval, tolerated, breached };
  });
}

/** Take an arm's mean, Σ value / Σ size; NaN where it has no units. */
export function meanOf(units: readonly { arm: 0 | 1; mean: number; size: number }[], wanted: 0 | 1): number {
  let value = 0;
  let sizes = 0;
  for (const { arm, mean, size } of units) {
    if (arm !== wanted) continue;
    value += mean * size;
    sizes += size;
  }
  return value / sizes;
}
