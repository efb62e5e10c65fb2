import { type ClusterSum, clusteredInterval, type Interval } from '../numeric/index.ts';
import { checkLog, type LoggedDecision, type PolicyChances } from './logged-decision.ts';

/** A value in the reward's unit a decision, by three estimators. */
export type OffPolicyValue = {
  /** By the rewards alone, each weighted by how much likelier the policy does what was done; self-normalised. */
  importance: Interval;
  /** By the model alone. */
  direct: Interval;
  /** By the model, corrected by the weighted rewards: right when either the model or the chances are. */
  doublyRobust: Interval;
  /** Decisions that count, (Σ w)² / Σ w² (Kish 1965): few of them mean that hardly any log speaks of the policy. */
  effectiveSampleSize: number;
  decisions: number;
  units: number;
};

/**
 * Value a policy by decisions that another one took, with their chances: importance-weighted and self-normalised
 * (Hesterberg 1995), direct, and doubly robust (Dudík, Langford & Li 2011, eq. 2).
 *
 * Intervals are clustered by unit. A policy that promises itself much gains nothing here: what counts is what came.
 *
 * @param level - of the intervals, 0–1
 * @throws InputError where the log cannot tell (`checkLog`)
 */
export function evaluateOffPolicy(
  decisions: readonly LoggedDecision[],
  policy: PolicyChances,
  { level }: { level: number },
): OffPolicyValue {
  checkLog(decisions, policy);
  const weights = weightsOf(decisions, policy);
  const direct = expectedUnder(decisions, policy);
  return {
    importance: clusteredInterval(
      clusterBy(decisions, (row) => ({ total: weights[row]! * decisions[row]!.reward, size: weights[row]! })),
      level,
    ),
    ...meansOf(decisions, { weights, direct }, level),
    ...countsOf(decisions, weights),
  };
}

/**
 * Value the difference of two policies on one log: what they share cancels, decision by decision, so that the interval
 * is that of the difference.
 *
 * @returns policy less baseline; the sample size that is the smaller of the two
 * @throws InputError as `evaluateOffPolicy`
 */
export function compareOffPolicy(
  decisions: readonly LoggedDecision[],
  { policy, baseline }: { policy: PolicyChances; baseline: PolicyChances },
  { level }: { level: number },
): OffPolicyValue {
  checkLog(decisions, policy);
  checkLog(decisions, baseline);
  const ours = weightsOf(decisions, policy);
  const theirs = weightsOf(decisions, baseline);
  const withPolicy = expectedUnder(decisions, policy);
  const withBaseline = expectedUnder(decisions, baseline);
  const counts = [ours, theirs].map((weights) => countsOf(decisions, weights));
  return {
    importance: normalisedDifference(decisions, ours, theirs, level),
    ...meansOf(
      decisions,
      {
        weights: ours.map((weight, row) => weight - theirs[row]!),
        direct: withPolicy.map((expected, row) => expected - withBaseline[row]!),
      },
      level,
    ),
    ...counts[0]!,
    effectiveSampleSize: Math.min(...counts.map(({ effectiveSampleSize }) => effectiveSampleSize)),
  };
}

function weightsOf(decisions: readonly LoggedDecision[], policy: PolicyChances): Float64Array {
  return Float64Array.from(decisions, ({ action, chances }, row) => policy[row]![action]! / chances[action]!);
}

function expectedUnder(decisions: readonly LoggedDecision[], policy: PolicyChances): Float64Array {
  return Float64Array.from(decisions, ({ expected }, row) =>
    policy[row]!.reduce((sum, chance, action) => sum + chance * expected[action]!, 0),
  );
}

function meansOf(
  decisions: readonly LoggedDecision[],
  { weights, direct }: { weights: Float64Array; direct: Float64Array },
  level: number,
): Pick<OffPolicyValue, 'direct' | 'doublyRobust'> {
  const meanOf = (value: (row: number) => number) =>
    clusteredInterval(
      clusterBy(decisions, (row) => ({ total: value(row), size: 1 })),
      level,
    );
  return {
    direct: meanOf((row) => direct[row]!),
    doublyRobust: meanOf((row) => {
      const { reward, expected, action } = decisions[row]!;
      return direct[row]! + weights[row]! * (reward - expected[action]!);
    }),
  };
}

/**
 * Each weighted mean has its own sum of weights; their difference is linearised about both (the delta method). No weight
 * at all for one of them gives NaN: nothing logged is like it.
 */
function normalisedDifference(
  decisions: readonly LoggedDecision[],
  ours: Float64Array,
  theirs: Float64Array,
  level: number,
): Interval {
  const meanBy = (weights: Float64Array) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const reward = weights.reduce((total, weight, row) => total + weight * decisions[row]!.reward, 0);
    return { sum, mean: reward / sum };
  };
  const our = meanBy(ours);
  const their = meanBy(theirs);
  const rows = decisions.length;
  const difference = our.mean - their.mean;
  return clusteredInterval(
    clusterBy(decisions, (row) => {
      const { reward } = decisions[row]!;
      const influence =
        (rows * ours[row]! * (reward - our.mean)) / our.sum -
        (rows * theirs[row]! * (reward - their.mean)) / their.sum;
      return { total: difference + influence, size: 1 };
    }),
    level,
  );
}

function countsOf(
  decisions: readonly LoggedDecision[],
  weights: Float64Array,
): Pick<OffPolicyValue, 'effectiveSampleSize' | 'decisions' | 'units'> {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight ** 2, 0);
  return {
    effectiveSampleSize: squares > 0 ? sum ** 2 / squares : 0,
    decisions: decisions.length,
    units: new Set(decisions.map(({ unit }) => unit)).size,
  };
}

/** Sum rows up by unit, in the order in which units first occur. */
function clusterBy(decisions: readonly LoggedDecision[], rowOf: (row: number) => ClusterSum): ClusterSum[] {
  const clusters = new Map<string, ClusterSum>();
  decisions.forEach(({ unit }, row) => {
    const { total, size } = rowOf(row);
    const known = clusters.get(unit) ?? { total: 0, size: 0 };
    clusters.set(unit, { total: known.total + total, size: known.size + size });
  });
  return [...clusters.values()];
}
