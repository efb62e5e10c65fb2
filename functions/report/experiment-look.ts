import {
  addDays,
  daysBetween,
  type Experiment,
  type ExperimentLook,
  type ExperimentMetric,
} from '../../lib/domain/index.ts';
import { type Arms, type Comparison, compareArms, type Observation } from '../../lib/oversight/index.ts';
import type { ClusterOutcome, Measured } from '../../lib/stores/index.ts';
import { sentenceOf } from './experiment-sentence.ts';

/** What the units of an experiment did by one metric, market after market. */
export type OutcomesBy = (metric: ExperimentMetric) => readonly ClusterOutcome[];

/**
 * Look at an experiment: the effect over whole weeks with its always-valid interval, the guards over every day, the split of units, and
 * a verdict. Every draw counts, those that did nothing with 0.
 *
 * @param asOf - last day known in all its markets
 */
export function lookAt(experiment: Experiment, outcomesOf: OutcomesBy, asOf: string): ExperimentLook {
  const { metric, minimalEffect, aiShare, start, guards } = experiment;
  const spans = { start, asOf };
  const compared = compareArms(armsOf(outcomesOf(metric), spans), {
    ...{ metric, minimalEffect, aiShare, start, asOf },
    guards: guards.map((guard) => ({ ...guard, arms: armsOf(outcomesOf(guard.metric), spans) })),
  });
  const { effect, relativeEffect, interval, means, pValue, verdict, sampleRatio, winsorised } = compared;
  const { estimate } = compared;
  return {
    asOf,
    weeks: compared.weeks ?? 0,
    assigned: sampleRatio.seen,
    ...{ effect: told(effect), relativeEffect: told(relativeEffect), pValue, verdict },
    interval: { lower: told(interval.lower), upper: told(interval.upper) },
    means: { ai: told(means.ai), human: told(means.human) },
    sentence: sentenceOf(experiment, compared),
    ...(winsorised === null ? {} : { winsorised: cutInWords(winsorised) }),
    ...(estimate === null ? {} : { method: methodInWords(estimate) }),
    sampleRatio: { pValue: sampleRatio.pValue, mismatch: compared.sampleRatioMismatch },
    guards: compared.guards.map(({ interval: { lower, upper }, ...guard }) => ({
      ...{ metric: guard.metric, tolerated: guard.tolerated, breached: guard.breached },
      ...{ effect: guard.effect, lower: told(lower), upper: told(upper) },
    })),
  };
}

/** How many draws each stratum has, by name. */
export function strataOf(outcomes: readonly ClusterOutcome[]): Experiment['strata'] {
  const counts = new Map<string, { ai: number; human: number }>();
  for (const { stratum, arm } of joined(outcomes)) {
    const count = counts.get(stratum) ?? { ai: 0, human: 0 };
    count[arm]++;
    counts.set(stratum, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([stratum, count]) => ({ stratum, ...count }));
}

/** Two rows a draw: its whole weeks, and the days since, which guards alone count. */
function armsOf(outcomes: readonly ClusterOutcome[], { start, asOf }: { start: string; asOf: string }): Arms {
  const arms: { ai: Observation[]; human: Observation[] } = { ai: [], human: [] };
  const days = Math.max(0, daysBetween(start, asOf) + 1);
  const rest = addDays(start, Math.floor(days / 7) * 7);
  for (const { cluster: unit, arm, stratum, late, before, whole, rest: since } of joined(outcomes)) {
    const past = late || !(before.size > 0) ? {} : { before: before.value / before.size };
    arms[arm].push(
      { unit, stratum, date: start, ...whole, ...past },
      { unit, stratum, date: rest, ...since },
    );
  }
  return arms;
}

/** A draw that several markets share is one: what it did in each is added up. */
function joined(outcomes: readonly ClusterOutcome[]): ClusterOutcome[] {
  const draws = new Map<string, ClusterOutcome>();
  for (const outcome of outcomes) {
    const key = `${outcome.arm} ${outcome.cluster}`;
    const other = draws.get(key);
    draws.set(key, other === undefined ? outcome : bothOf(other, outcome));
  }
  return [...draws.values()];
}

function bothOf(one: ClusterOutcome, other: ClusterOutcome): ClusterOutcome {
  const sum = (a: Measured, b: Measured) => ({ value: a.value + b.value, size: a.size + b.size });
  return {
    ...one,
    late: one.late || other.late,
    before: sum(one.before, other.before),
    whole: sum(one.whole, other.whole),
    rest: sum(one.rest, other.rest),
  };
}

const told = (value: number): number | null => (Number.isFinite(value) ? value : null);

function cutInWords({
  rule,
  lower,
  upper,
  units,
  effectUncut,
}: NonNullable<Comparison['winsorised']>): string {
  const short = (value: number) => String(Number(value.toPrecision(6)));
  const uncut = Number.isFinite(effectUncut) ? `; uncut the effect is ${short(effectUncut)}` : '';
  return `${rule}: ${short(lower)} and ${short(upper)}, ${units} units cut${uncut}`;
}

function methodInWords({ method, why, preperiod }: NonNullable<Comparison['estimate']>): string {
  const error = method === 'clusterRobust' ? 'cluster-robust (CR2)' : 'arms drawn anew';
  const past =
    preperiod === null
      ? ''
      : `; the weeks before the start take ${Math.round(100 * preperiod.varianceRemoved)} % off the variance (CUPED)`;
  return `${error}: ${why}${past}`;
}
