import type { GatheredUnits } from './arm-units.ts';
import type { CompareSettings } from './compare-options.ts';
import type { EffectEstimate } from './estimate-effect.ts';
import type { GuardResult } from './guards.ts';
import { METRICS } from './metrics.ts';
import type { SampleRatio } from './sample-ratio.ts';

/** The words a comparison may end in. */
export type Verdict = 'better' | 'worse' | 'no difference shown' | 'not enough data' | 'void';

/** All that a verdict rests on. */
export type Evidence = {
  estimate: EffectEstimate | null;
  /** Of the estimate; infinite where there is none. */
  interval: { lower: number; upper: number };
  gathered: GatheredUnits;
  guards: readonly GuardResult[];
  sampleRatio: SampleRatio;
  minimalEffect: number;
  settings: CompareSettings;
};

/**
 * Put the evidence into one of five words, with its reason.
 *
 * In this order: a broken draw voids all else; a breached guard is worse whatever the metric says, at any time; before the minimum of whole
 * weeks, or without bounds, there is not enough data; then the interval decides.
 */
export function judge(evidence: Evidence): { verdict: Verdict; reason: string } {
  const broken = brokenDraw(evidence);
  if (broken !== null) return { verdict: 'void', reason: broken };
  const harmed = evidence.guards.find(({ breached }) => breached);
  if (harmed !== undefined)
    return {
      verdict: 'worse',
      reason: `${METRICS[harmed.metric].words}: harm beyond what is tolerated; stop the test`,
    };
  const missing = whatIsMissing(evidence);
  if (missing !== null) return { verdict: 'not enough data', reason: missing };
  return byInterval(evidence);
}

function brokenDraw({ gathered: { inBoth }, sampleRatio }: Evidence): string | null {
  if (inBoth.length > 0) return `${inBoth.length} units are in both arms, the first ${inBoth[0]}`;
  if (!sampleRatio.mismatch) return null;
  const { seen, expected, pValue } = sampleRatio;
  return `${seen.ai} units in the AI arm and ${seen.human} in the human one where ${Math.round(expected.ai)} and ${Math.round(expected.human)} were planned (p = ${pValue.toExponential(1)}): units were lost or added`;
}

function whatIsMissing({ gathered, estimate, interval, minimalEffect, settings }: Evidence): string | null {
  const { weeks } = gathered;
  if (weeks !== null && weeks < settings.minimumWeeks)
    return `${weeks} whole weeks of at least ${settings.minimumWeeks}`;
  if (!(minimalEffect > 0)) return 'the human arm shows nothing to take 5 % of: set minimalEffect';
  if (estimate === null) return 'each arm needs two clusters that differ in their means';
  if (!Number.isFinite(interval.lower) || !Number.isFinite(interval.upper))
    return `${estimate.shape.clusters.ai} and ${estimate.shape.clusters.human} clusters can't show a difference at this level, however large`;
  return null;
}

function byInterval({ interval: { lower, upper }, settings: { better, alpha } }: Evidence): {
  verdict: Verdict;
  reason: string;
} {
  const level = `${Math.round(1000 * (1 - alpha)) / 10} % interval`;
  if (lower <= 0 && upper >= 0)
    return {
      verdict: 'no difference shown',
      reason: `the ${level} holds no difference: it does not show that there is none`,
    };
  const gain = better === 'higher' ? lower > 0 : upper < 0;
  return {
    verdict: gain ? 'better' : 'worse',
    reason: `the ${level} lies ${lower > 0 ? 'above' : 'below'} no difference`,
  };
}
