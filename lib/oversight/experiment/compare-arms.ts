import { type Arms, type GatheredUnits, gatherUnits } from './arm-units.ts';
import { robustEffect } from './cluster-robust.ts';
import { type CompareOptions, type CompareSettings, readOptions } from './compare-options.ts';
import { type EffectEstimate, estimateEffect } from './estimate-effect.ts';
import { type GuardResult, judgeGuards, meanOf } from './guards.ts';
import { judge, type Verdict } from './judge.ts';
import type { Metric } from './metrics.ts';
import { ARM_COLUMN, layOutUnits } from './regression-rows.ts';
import { type SampleRatio, testSampleRatio } from './sample-ratio.ts';
import { type Winsorised, winsorise } from './winsorise.ts';

/** What an experiment of AI against human operation says. */
export type Comparison = {
  metric: Metric;
  /** AI less human, in the metric's units, within strata and adjusted for the pre-period; NaN where it can't be told. */
  effect: number;
  /** `effect` over the human arm's mean. */
  relativeEffect: number;
  /** Holds at every look at once where `looks` is `any`; infinite where nothing is known. */
  interval: { lower: number; upper: number; level: number; looks: 'any' | 'once' };
  verdict: Verdict;
  /** Why this verdict, in words. */
  reason: string;
  /** Evidence against no difference; holds at every look where `looks` is `any`. */
  pValue: number;
  /** The split of units did not come from the draw: the result is void. */
  sampleRatioMismatch: boolean;
  sampleRatio: SampleRatio;
  /** Mean of each arm as it is counted, cut where `winsorised` says so. */
  means: { ai: number; human: number };
  /** `null` where the effect can't be told. */
  estimate: Omit<EffectEstimate, 'effect' | 'interval' | 'pValue'> | null;
  /** What was cut, and the effect had nothing been; `null` where nothing is cut by rule. */
  winsorised: (Winsorised & { effectUncut: number }) | null;
  guards: GuardResult[];
  /** A guard says that the test must end now. */
  stop: boolean;
  weeks: number | null;
  /** Smallest effect worth having, as it was set or assumed (`minimalEffectAssumed`); it shapes the always-valid interval. */
  minimalEffect: number;
  minimalEffectAssumed: boolean;
};

/**
 * Compare AI with human operation of randomised units.
 *
 * Rows of a unit are added up (a unit is a row of the regression), so the plain effect is a difference of ratios of sums. Errors are cluster-robust
 * (CR2, Satterthwaite); where clusters are few or skewed the arms are drawn anew. The pre-period takes variance off
 * (CUPED). The interval is always valid unless `looks: 'once'`. The methods' sources stand at `robustEffect`,
 * `randomisationTest`, `layOutUnits`, `alwaysValidMultiple`, `testSampleRatio`. The effect counts whole weeks; guards count every day.
 *
 * @param arms - every assigned unit of both arms, also those that did nothing
 * @throws InputError when a row or an option can't be used
 */
export function compareArms(arms: Arms, options: CompareOptions = {}): Comparison {
  const settings = readOptions(options);
  const gathered = gatherUnits(arms, settings.window);
  const cut = settings.winsorise && gathered.units.length > 0 ? winsorise(gathered.units) : null;
  const units = cut?.units ?? gathered.units;
  const human = meanOf(units, 0);
  const minimalEffect = settings.minimalEffect ?? 0.05 * Math.abs(human);
  const estimate = minimalEffect > 0 ? estimateEffect(units, { ...settings, minimalEffect }) : null;
  const sampleRatio = testSampleRatio(gathered.assigned, settings.aiShare);
  // harm is not waited for until its week is full
  const window = settings.window && { ...settings.window, wholeWeeks: false };
  const guards = judgeGuards(settings.guards, { ...settings, window });
  const bounds = boundsIn(estimate, settings);
  const { interval } = bounds;
  return {
    metric: settings.metric,
    ...judge({ estimate, interval, gathered, guards, sampleRatio, minimalEffect, settings }),
    ...bounds,
    relativeEffect: (estimate?.effect ?? Number.NaN) / human,
    sampleRatioMismatch: sampleRatio.mismatch,
    sampleRatio,
    means: { ai: meanOf(units, 1), human },
    winsorised: cut && { ...cut.winsorised, effectUncut: effectUncut(gathered) },
    guards,
    stop: guards.some(({ breached }) => breached),
    weeks: gathered.weeks,
    minimalEffect,
    minimalEffectAssumed: settings.minimalEffect === null,
  };
}

function boundsIn(
  estimate: EffectEstimate | null,
  { alpha, looks }: CompareSettings,
): Pick<Comparison, 'effect' | 'interval' | 'pValue' | 'estimate'> {
  const level = 1 - alpha;
  if (estimate === null)
    return {
      effect: Number.NaN,
      interval: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, level, looks },
      pValue: 1,
      estimate: null,
    };
  const { effect, interval, pValue, ...rest } = estimate;
  return { effect, interval: { ...interval, level, looks }, pValue, estimate: rest };
}

/** The effect of the units as they are, by the same regression. */
function effectUncut({ units }: GatheredUnits): number {
  const rows = layOutUnits(units, true);
  return robustEffect(rows, rows.columns, ARM_COLUMN)?.effect ?? Number.NaN;
}
