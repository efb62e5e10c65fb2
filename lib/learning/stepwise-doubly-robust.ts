import { InputError } from '../domain/index.ts';
import { type ClusterSum, clusteredInterval, type Interval } from '../numeric/index.ts';

/** One step of a logged course: how likely its action was for the log and for the policy, and what a model says of it. */
export type LoggedStep = {
  /** Chance with which the log took the action, above 0. */
  chance: number;
  /** Chance with which the policy takes it, 0–1. */
  policyChance: number;
  reward: number;
  /** Q of the action by the model, under the policy. */
  actionValue: number;
  /** V of the state by the model: Q averaged over the policy's actions. */
  stateValue: number;
};

/** The steps of one unit, in order. */
export type LoggedCourse = { unit: string; steps: readonly LoggedStep[] };

/**
 * Value a policy by courses of several steps that another one took, doubly robust step by step (Jiang & Li 2016, eq. 10):
 * V ← V̂(s) + ρ · (r + γ V′ − Q̂(s, a)), backward from the end of each course, where nothing follows.
 *
 * Weights multiply along a course, so long ones say little; the interval tells. Clustered by unit.
 *
 * @param options.discount - γ a step, 0–1
 * @param options.level - of the interval, 0–1
 * @returns mean value of a course
 * @throws InputError when nothing is logged, or a chance is none
 */
export function stepwiseDoublyRobust(
  courses: readonly LoggedCourse[],
  { discount, level }: { discount: number; level: number },
): Interval {
  if (courses.length === 0) throw new InputError('no course is logged: a policy cannot be valued');
  const byUnit = new Map<string, ClusterSum>();
  for (const { unit, steps } of courses) {
    const known = byUnit.get(unit) ?? { total: 0, size: 0 };
    byUnit.set(unit, { total: known.total + courseValue(unit, steps, discount), size: known.size + 1 });
  }
  return clusteredInterval([...byUnit.values()], level);
}

function courseValue(unit: string, steps: readonly LoggedStep[], discount: number): number {
  return steps.reduceRight((following, step, place) => {
    const { chance, policyChance, reward, actionValue, stateValue } = step;
    if (!(chance > 0 && chance <= 1 && policyChance >= 0 && policyChance <= 1))
      throw new InputError(
        `step ${place} of ${unit} was logged with the chance ${chance} (the policy's is ${policyChance}): above 0 and at most 1 is needed`,
      );
    if (![reward, actionValue, stateValue].every(Number.isFinite))
      throw new InputError(`step ${place} of ${unit}: its reward and the model's values must be numbers`);
    return stateValue + (policyChance / chance) * (reward + discount * following - actionValue);
  }, 0);
}
