import type { TabularModel } from './model.ts';

/**
 * A decision process in which chance acts only after the decision: an action leads at once to an afterstate, and all that
 * follows depends on that alone (post-decision states: Powell 2011, §4.6; Sutton & Barto 2018, §6.8).
 *
 * Where many pairs of state and action share an afterstate (stock and order come to one position), a sweep looks ahead
 * once for each afterstate instead of once for each pair. The process never ends of itself.
 */
export type AfterstateModel = {
  readonly states: number;
  readonly actions: number;
  /** [states × actions] the afterstate that an action leads to; −1 where it is not allowed */
  readonly after: Int32Array;
  /** [states × actions] what the decision itself earns; below 0 it costs */
  readonly decided: Float64Array;
  /** [afterstates + 1] where the outcomes of each afterstate begin */
  readonly offsets: Int32Array;
  /** [outcomes] the state that follows */
  readonly next: Int32Array;
  /** [outcomes] each afterstate's sum to 1 */
  readonly probability: Float64Array;
  /** [afterstates] what is earned on average until the next decision */
  readonly reward: Float64Array;
};

/**
 * Look ahead from every afterstate: W = r + γ Σ p V.
 *
 * @param value - [states] what the states that follow are worth
 * @param worth - [afterstates], overwritten
 */
export function lookAhead(
  model: AfterstateModel,
  value: Float64Array,
  discount: number,
  worth: Float64Array,
): void {
  for (let after = 0; after < worth.length; after++) worth[after] = worthOf(model, after, value, discount);
}

/** Look ahead from one afterstate. */
export function worthOf(
  { offsets, next, probability, reward }: AfterstateModel,
  after: number,
  value: Float64Array,
  discount: number,
): number {
  let sum = 0;
  for (let i = offsets[after]!, end = offsets[after + 1]!; i < end; i++)
    sum += probability[i]! * value[next[i]!]!;
  return reward[after]! + discount * sum;
}

/**
 * Choose the best action of every state, given what the afterstates are worth; ties within rounding go to the lowest.
 *
 * @param worth - [afterstates]
 * @param value - [states], overwritten with the best action's worth
 * @param policy - [states], overwritten; −1 where nothing is allowed
 */
export function chooseBest(
  { states, actions, after, decided }: AfterstateModel,
  worth: Float64Array,
  value: Float64Array,
  policy: Int32Array,
): void {
  for (let state = 0; state < states; state++) {
    let best = Number.NEGATIVE_INFINITY;
    let chosen = -1;
    for (let action = 0, k = state * actions; action < actions; action++, k++) {
      const reached = after[k]!;
      if (reached < 0) continue;
      const looked = decided[k]! + worth[reached]!;
      if (chosen < 0 || looked > best + 1e-12 * Math.abs(best)) {
        best = looked;
        chosen = action;
      }
    }
    value[state] = best;
    policy[state] = chosen;
  }
}

/** Value every pair from what the afterstates are worth: Q = decided + W; −∞ where an action is not allowed. [states × actions] */
export function afterstateActionValues(
  { after, decided }: AfterstateModel,
  worth: Float64Array,
): Float64Array {
  return decided.map((earned, k) => (after[k]! < 0 ? Number.NEGATIVE_INFINITY : earned + worth[after[k]!]!));
}

/** Write the process out pair by pair, for what takes any model: simulation, Q-learning, a check of the solver. */
export function expandAfterstates(model: AfterstateModel): TabularModel {
  const { states, actions, after, decided, reward } = model;
  const offsets = new Int32Array(states * actions + 1);
  after.forEach((reached, k) => {
    offsets[k + 1] = offsets[k]! + (reached < 0 ? 0 : model.offsets[reached + 1]! - model.offsets[reached]!);
  });
  const outcomes = offsets[states * actions]!;
  const next = new Int32Array(outcomes);
  const probability = new Float64Array(outcomes);
  const earned = new Float64Array(outcomes);
  after.forEach((reached, k) => {
    if (reached < 0) return;
    const [from, to] = [model.offsets[reached]!, model.offsets[reached + 1]!];
    next.set(model.next.subarray(from, to), offsets[k]);
    probability.set(model.probability.subarray(from, to), offsets[k]);
    earned.fill(decided[k]! + reward[reached]!, offsets[k], offsets[k + 1]);
  });
  return {
    states,
    actions,
    offsets,
    next,
    probability,
    reward: earned,
    terminated: new Uint8Array(outcomes),
  };
}
