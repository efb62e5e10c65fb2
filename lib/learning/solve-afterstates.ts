import { InputError } from '../domain/index.ts';
import { solveLinear } from '../numeric/index.ts';
import { type AfterstateModel, chooseBest, lookAhead, worthOf } from './afterstates.ts';
import { type Change, hasConverged } from './bellman.ts';
import { DIRECT_STATES, type ExactOptions, POLICY_SWEEPS, SETTLED, SWEEPS } from './value-iteration.ts';

/**
 * Sweeps over all actions after which a policy that leads to few states is valued by elimination (Howard 1960): where a
 * state leads to itself alone (nobody buys, nothing is ordered), sweeps settle only as the discount fades, in 1 / (1 − γ).
 */
const PATIENCE = 8;

/**
 * Solve an afterstate process that goes on for ever: the same values and policy as `valueIteration` of the process
 * written out, by the same sweeps and bounds (MacQueen 1966; modified policy iteration, Puterman & Shin 1978), at
 * O(afterstate outcomes + states · actions) a sweep.
 *
 * @returns value [states], policy [states] (ties go to the lowest action), iterations (sweeps over all actions)
 * @throws InputError when the discount is not below 1, a state allows no action, or values do not settle
 */
export function solveAfterstates(
  model: AfterstateModel,
  { discount, tolerance = 1e-9, initial }: ExactOptions,
): { value: Float64Array; policy: Int32Array; iterations: number } {
  checkDiscount(discount);
  const policy = new Int32Array(model.states);
  const worth = new Float64Array(model.reward.length);
  let value = initial === undefined ? new Float64Array(model.states) : initial.slice();
  let raised = new Float64Array(model.states);
  for (let iterations = 1; iterations <= SWEEPS; iterations++) {
    lookAhead(model, value, discount, worth);
    chooseBest(model, worth, raised, policy);
    if (iterations === 1 && policy.includes(-1))
      throw new InputError(`state ${policy.indexOf(-1)} allows no action`);
    const change = changeOf(value, raised);
    [value, raised] = [raised, value];
    if (hasConverged({ endless: true }, value, change, { discount, tolerance }))
      return { value, policy, iterations };
    const exactly = iterations >= PATIENCE ? valueDirectly(model, policy, discount) : null;
    if (exactly !== null) {
      value = exactly;
      continue;
    }
    const settled = SETTLED * (change.most - change.least);
    const follow = followerOf(model, policy, discount);
    for (let k = 0; k < POLICY_SWEEPS; k++) {
      const { least, most } = follow(value, raised);
      [value, raised] = [raised, value];
      if (most - least <= settled) break;
    }
  }
  throw new InputError(`values still move after ${SWEEPS} sweeps`);
}

/**
 * Value a fixed policy of an afterstate process that goes on for ever, exactly: by elimination over the states that it
 * leads to where they are few (a rule that keeps one price leads to that price alone), else by sweeps.
 *
 * @param policy - [states] an allowed action for each
 * @returns value [states]
 */
export function evaluateAfterstates(
  model: AfterstateModel,
  policy: Int32Array,
  { discount, tolerance = 1e-9, initial }: ExactOptions,
): Float64Array {
  checkDiscount(discount);
  const direct = valueDirectly(model, policy, discount);
  if (direct !== null) return direct;
  const follow = followerOf(model, policy, discount);
  let value = initial === undefined ? new Float64Array(model.states) : initial.slice();
  let raised = new Float64Array(model.states);
  for (let sweeps = 0; sweeps < SWEEPS; sweeps++) {
    const change = follow(value, raised);
    [value, raised] = [raised, value];
    if (hasConverged({ endless: true }, value, change, { discount, tolerance })) return value;
  }
  throw new InputError(`values still move after ${SWEEPS} sweeps`);
}

/** Value a policy by elimination over the states that it leads to, [states]; `null` where they are too many for it. */
function valueDirectly(
  model: AfterstateModel,
  policy: Int32Array,
  discount: number,
): Float64Array<ArrayBuffer> | null {
  const reachedStates = statesReached(model, policy);
  if (reachedStates.length > DIRECT_STATES) return null;
  const direct = eliminate(model, policy, { discount, reachedStates });
  if (direct === null) return null;
  const value = new Float64Array(model.states);
  const raised = new Float64Array(model.states);
  reachedStates.forEach((state, place) => {
    value[state] = direct[place]!;
  });
  followerOf(model, policy, discount)(value, raised);
  return raised;
}

/** Make the backup of one policy, which looks ahead only from the afterstates that the policy leads to. */
export function followerOf(
  model: AfterstateModel,
  policy: Int32Array,
  discount: number,
): (value: Float64Array, raised: Float64Array) => Change {
  const { states, actions, after, decided, reward } = model;
  const pairs = Int32Array.from(policy, (action, state) => state * actions + action);
  const reached = new Int32Array(new Set(Array.from(pairs, (k) => after[k]!)));
  const worth = new Float64Array(reward.length);
  return (value, raised) => {
    for (const x of reached) worth[x] = worthOf(model, x, value, discount);
    for (let state = 0; state < states; state++)
      raised[state] = decided[pairs[state]!]! + worth[after[pairs[state]!]!]!;
    return changeOf(value, raised);
  };
}

function changeOf(value: Float64Array, raised: Float64Array): Change {
  const change: Change = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  for (let state = 0; state < value.length; state++) {
    const difference = raised[state]! - value[state]!;
    if (difference < change.least) change.least = difference;
    if (difference > change.most) change.most = difference;
  }
  return change;
}

/** List the states that a policy may lead to in one step, from anywhere. */
function statesReached(
  { states, actions, after, offsets, next }: AfterstateModel,
  policy: Int32Array,
): Int32Array {
  const reached = new Uint8Array(states);
  policy.forEach((action, state) => {
    const x = after[state * actions + action]!;
    for (let i = offsets[x]!; i < offsets[x + 1]!; i++) reached[next[i]!] = 1;
  });
  return Int32Array.from(Array.from(reached.keys()).filter((state) => reached[state] === 1));
}

/** Solve (I − γP) V = r over states that lead only to one another. */
function eliminate(
  { states, actions, after, decided, offsets, next, probability, reward }: AfterstateModel,
  policy: Int32Array,
  { discount, reachedStates }: { discount: number; reachedStates: Int32Array },
): Float64Array | null {
  const size = reachedStates.length;
  const placeOf = new Int32Array(states);
  reachedStates.forEach((state, place) => {
    placeOf[state] = place;
  });
  const matrix = new Float64Array(size * size);
  const rewards = new Float64Array(size);
  reachedStates.forEach((state, place) => {
    const k = state * actions + policy[state]!;
    const x = after[k]!;
    rewards[place] = decided[k]! + reward[x]!;
    matrix[place * size + place] = 1;
    for (let i = offsets[x]!; i < offsets[x + 1]!; i++)
      matrix[place * size + placeOf[next[i]!]!]! -= discount * probability[i]!;
  });
  return solveLinear(matrix, rewards);
}

function checkDiscount(discount: number): void {
  if (!(discount >= 0 && discount < 1))
    throw new InputError(`a process that goes on for ever needs a discount in [0, 1), not ${discount}`);
}
