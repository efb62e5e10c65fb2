import { InputError } from '../domain/index.ts';
import { type AfterstateModel, afterstateActionValues, chooseBest, lookAhead } from './afterstates.ts';
import { evaluateAfterstates, followerOf, solveAfterstates } from './solve-afterstates.ts';
import type { ExactOptions } from './value-iteration.ts';

/** A process that changes with time: one stage after another, over the same states and actions. */
export type StagedProcess = {
  /** In the order in which they come, at least one. */
  readonly stages: readonly AfterstateModel[];
  /** [states] what the states after the last stage are worth; `null`: the last stage goes on for ever */
  readonly endValue: Float64Array | null;
};

/** The best that can be done from the first stage on. */
export type StagedSolution = {
  /** [states × actions] of the first stage; −∞ where an action is not allowed */
  q: Float64Array;
  /** [states] of the first stage */
  value: Float64Array;
  /** [stages][states] ties go to the lowest action */
  policies: Int32Array[];
};

/**
 * Solve a process in stages: the last one for ever, or from its end, then backwards in time, one look ahead a stage
 * (Bellman 1957). The values are within `tolerance` of the optimum at every stage, since a look ahead shrinks errors.
 *
 * @throws InputError when there is no stage, or a state allows no action
 */
export function solveStages({ stages, endValue }: StagedProcess, exact: ExactOptions): StagedSolution {
  const last = stages.at(-1);
  if (last === undefined) throw new InputError('a process needs at least one stage');
  const settled = endValue === null ? solveAfterstates(last, exact) : undefined;
  const policies: Int32Array[] = new Array(stages.length);
  let value = settled?.value ?? endValue ?? new Float64Array(last.states);
  let worth = new Float64Array();
  for (let stage = stages.length - 1; stage >= 0; stage--) {
    const model = stages[stage]!;
    const raised = new Float64Array(model.states);
    const policy = new Int32Array(model.states);
    worth = new Float64Array(model.reward.length);
    lookAhead(model, value, exact.discount, worth);
    chooseBest(model, worth, raised, policy);
    if (policy.includes(-1)) throw new InputError(`state ${policy.indexOf(-1)} allows no action`);
    value = raised;
    policies[stage] = policy;
  }
  return { q: afterstateActionValues(stages[0]!, worth), value, policies };
}

/**
 * Value a fixed policy, one a stage, from the first stage on.
 *
 * @param policies - [stages][states] an allowed action for each
 * @returns value [states]
 */
export function evaluateStages(
  { stages, endValue }: StagedProcess,
  policies: readonly Int32Array[],
  exact: ExactOptions,
): Float64Array {
  if (stages.length === 0 || policies.length !== stages.length)
    throw new InputError(`${policies.length} policies do not fit ${stages.length} stages`);
  const last = stages.length - 1;
  let value = endValue ?? evaluateAfterstates(stages[last]!, policies[last]!, exact);
  for (let stage = last; stage >= 0; stage--) {
    const raised = new Float64Array(value.length);
    followerOf(stages[stage]!, policies[stage]!, exact.discount)(value, raised);
    value = raised;
  }
  return value;
}
