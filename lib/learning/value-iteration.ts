import { InputError } from '../domain/index.ts';
import { solveLinear } from '../numeric/index.ts';
import { actionValue, type Backup, type Change, hasConverged, prepareBackup } from './bellman.ts';
import type { TabularModel } from './model.ts';

/** Sweeps after which values are taken to move for ever. */
export const SWEEPS = 100_000;
/** Sweeps of one policy between two over all actions, at most: each costs as many times less as a state has actions. */
export const POLICY_SWEEPS = 100;
/** A policy is followed until its values move so much less than all did: the next look at all actions soon changes it. */
export const SETTLED = 0.1;
/** Up to here elimination beats sweeps: 125 states take 1 ms, where a policy that keeps states apart takes 3,000 sweeps. */
export const DIRECT_STATES = 300;

/** How exactly to solve: values end within `tolerance` (default 1e-9, in the reward's unit) of the optimum. */
export type ExactOptions = {
  discount: number;
  tolerance?: number;
  /** [states] values to begin from, not changed; good ones save sweeps. Default 0. */
  initial?: Float64Array;
};

/**
 * Solve a known model exactly: V ← max_a [r(s,a) + γ Σ p V] until it stands still (Bellman 1957; bounds of MacQueen
 * 1966). Between two such sweeps the best actions so far are followed for some cheap ones (modified policy iteration,
 * Puterman & Shin 1978): the bounds hold from wherever a sweep begins.
 *
 * With `discount` 1 every policy must end, and no policy is followed: one that never ends has no value. O(outcomes) a sweep.
 *
 * @returns value [states], policy [states] (ties go to the lowest action), iterations (sweeps over all actions)
 * @throws InputError when it has not converged after 100,000 sweeps
 */
export function valueIteration(
  model: TabularModel,
  { discount, tolerance = 1e-9, initial }: ExactOptions,
): { value: Float64Array; policy: Int32Array; iterations: number } {
  const backup = prepareBackup(model);
  const policy = new Int32Array(model.states);
  const bestOf = (state: number, value: Float64Array) => {
    let best = Number.NEGATIVE_INFINITY;
    for (const action of backup.allowed[state]!) {
      const looked = actionValue(backup, state * model.actions + action, value, discount);
      // a tie within rounding keeps the lower action, so that equal models give equal policies
      if (looked > best + 1e-12 * Math.abs(best) || best === Number.NEGATIVE_INFINITY) {
        best = looked;
        policy[state] = action;
      }
    }
    return best;
  };
  const follow = (state: number, value: Float64Array) =>
    actionValue(backup, state * model.actions + policy[state]!, value, discount);
  const between = discount < 1 ? follow : undefined;
  const { value, iterations } = iterate(backup, { discount, tolerance, initial }, bestOf, between);
  return { value, policy, iterations };
}

/**
 * Value a fixed policy exactly: V = r(s,π(s)) + γ Σ p V, by elimination for few states, else by sweeps.
 *
 * @param policy - [states] an allowed action for each
 * @param options.steps - stop after so many steps of the process instead (a time limit)
 * @returns value [states]
 */
export function evaluatePolicy(
  model: TabularModel,
  policy: Int32Array,
  { discount, tolerance = 1e-9, initial, steps }: ExactOptions & { steps?: number },
): Float64Array {
  const backup = prepareBackup(model);
  const follow = (state: number, value: Float64Array) =>
    actionValue(backup, state * model.actions + policy[state]!, value, discount);
  if (steps === undefined) {
    const direct =
      discount < 1 && model.states <= DIRECT_STATES ? solvePolicy(backup, policy, discount) : null;
    return direct ?? iterate(backup, { discount, tolerance, initial }, follow).value;
  }
  let value = new Float64Array(model.states);
  for (let step = 0; step < steps; step++) {
    const before = value;
    value = Float64Array.from(before, (_, state) => follow(state, before));
  }
  return value;
}

/** Solve (I − γP) V = r. */
function solvePolicy(backup: Backup, policy: Int32Array, discount: number): Float64Array | null {
  const { states, actions, offsets, next } = backup.model;
  const matrix = new Float64Array(states * states);
  const rewards = new Float64Array(states);
  for (let state = 0; state < states; state++) {
    const k = state * actions + policy[state]!;
    matrix[state * states + state] = 1;
    rewards[state] = backup.expectedReward[k]!;
    for (let i = offsets[k]!; i < offsets[k + 1]!; i++)
      matrix[state * states + next[i]!]! -= discount * backup.onward[i]!;
  }
  return solveLinear(matrix, rewards);
}

type BackUp = (state: number, value: Float64Array) => number;

/** @param between - a cheaper backup that leads the same way, used while it moves values more than `SETTLED` of the last full sweep */
function iterate(
  backup: Backup,
  { initial, ...exactness }: { discount: number; tolerance: number; initial: Float64Array | undefined },
  backUp: BackUp,
  between?: BackUp,
): { value: Float64Array; iterations: number } {
  let value = initial === undefined ? new Float64Array(backup.model.states) : initial.slice();
  let raised = new Float64Array(backup.model.states);
  for (let iterations = 1; iterations <= SWEEPS; iterations++) {
    const change = sweep(backUp, value, raised);
    [value, raised] = [raised, value];
    if (hasConverged(backup, value, change, exactness)) return { value, iterations };
    if (between === undefined) continue;
    const settled = SETTLED * (change.most - change.least);
    for (let k = 0; k < POLICY_SWEEPS; k++) {
      const { least, most } = sweep(between, value, raised);
      [value, raised] = [raised, value];
      if (most - least <= settled) break;
    }
  }
  throw new InputError(`values still move after ${SWEEPS} sweeps: does every policy end?`);
}

/** @param raised - [states], overwritten with the values backed up */
function sweep(backUp: BackUp, value: Float64Array, raised: Float64Array): Change {
  const change: Change = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  for (let state = 0; state < value.length; state++) {
    raised[state] = backUp(state, value);
    const difference = raised[state]! - value[state]!;
    if (difference < change.least) change.least = difference;
    if (difference > change.most) change.most = difference;
  }
  return change;
}
