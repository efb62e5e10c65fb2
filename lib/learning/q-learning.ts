import { InputError } from '../domain/index.ts';
import { createRandom, type Random } from '../numeric/index.ts';
import type { Environment } from './environment.ts';
import type { Exploration, LearningRate } from './schedules.ts';

/** How to learn; everything but `initial` and `stepLimit` is required, so that nothing is learnt by accident. */
export type QLearningOptions = {
  episodes: number;
  learningRate: LearningRate;
  /** γ in [0, 1]. */
  discount: number;
  exploration: Exploration;
  seed: number;
  /** The table to begin from: one number for all pairs (default 0), or [states × actions], not changed. */
  initial?: number | Float64Array;
  /** Steps after which an episode is left, as if truncated, when the environment doesn't end it itself. */
  stepLimit?: number;
};

/** What was learnt. */
export type QTable = {
  /** [states × actions], row-major; −∞ where an action is not allowed */
  q: Float64Array;
  /** [states] the best allowed action; ties go to the lowest */
  policy: Int32Array;
  /** [states × actions] how often each pair was tried */
  visits: Uint32Array;
  episodes: number;
  steps: number;
};

const KNOWN = ['episodes', 'learningRate', 'discount', 'exploration', 'seed', 'initial', 'stepLimit'];
const CACHED_RATES = 2048;

/**
 * Learn action values by trial: Q(s,a) ← Q(s,a) + α[r + γ max Q(s′,·) − Q(s,a)], ε-greedy over the allowed actions
 * (Watkins & Dayan 1992, equation 1).
 *
 * A terminated step has no successor: its target is r alone. A truncated one bootstraps like any other. Ties between
 * best actions are broken by the seed while learning. Equal arguments give equal bytes. O(actions) a step, which
 * allocates nothing as long as the environment's step doesn't.
 *
 * @throws InputError when an option is unknown or out of range, or `initial` does not fit the environment
 */
export function qLearning(environment: Environment, options: QLearningOptions): QTable {
  checkOptions(environment, options);
  const { episodes, discount, seed, stepLimit = Number.POSITIVE_INFINITY } = options;
  const { actions } = environment;
  const random = createRandom(seed);
  const allowed = listAllowed(environment);
  const q = initialTable(environment, allowed, options.initial ?? 0);
  const visits = new Uint32Array(q.length);
  const rateOf = cachedRate(options.learningRate);
  const explorationOf = options.exploration;
  let steps = 0;
  for (let episode = 0; episode < episodes; episode++) {
    const epsilon = typeof explorationOf === 'number' ? explorationOf : explorationOf(episode);
    let state = environment.reset(random);
    for (let step = 0; step < stepLimit; step++) {
      const action = chooseAction(q, state * actions, allowed[state]!, epsilon, random);
      const transition = environment.step(action, random);
      const { state: next, reward } = transition;
      const k = state * actions + action;
      const target = transition.terminated
        ? reward
        : reward + discount * maximum(q, next * actions, allowed[next]!);
      const rate = rateOf(++visits[k]!);
      q[k] = q[k]! + rate * (target - q[k]!);
      steps++;
      if (transition.terminated || transition.truncated) break;
      state = next;
    }
  }
  return { q, policy: greedyPolicy(q, actions, allowed), visits, episodes, steps };
}

/** Pick the best allowed action of every state; ties go to the lowest. */
function greedyPolicy(q: Float64Array, actions: number, allowed: readonly Int32Array[]): Int32Array {
  return Int32Array.from(allowed, (choices, state) => {
    let best = choices[0]!;
    for (const action of choices)
      if (q[state * actions + action]! > q[state * actions + best]!) best = action;
    return best;
  });
}

function chooseAction(
  q: Float64Array,
  row: number,
  choices: Int32Array,
  epsilon: number,
  random: Random,
): number {
  if (epsilon > 0 && random() < epsilon) return choices[Math.floor(random() * choices.length)]!;
  let best = Number.NEGATIVE_INFINITY;
  let ties = 0;
  let chosen = choices[0]!;
  for (let i = 0; i < choices.length; i++) {
    const value = q[row + choices[i]!]!;
    if (value > best) {
      best = value;
      ties = 1;
      chosen = choices[i]!;
    } else if (value === best && random() * ++ties < 1) {
      // reservoir sampling: the n-th tie replaces the choice with probability 1/n
      chosen = choices[i]!;
    }
  }
  return chosen;
}

function maximum(q: Float64Array, row: number, choices: Int32Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < choices.length; i++) {
    const value = q[row + choices[i]!]!;
    if (value > best) best = value;
  }
  return best;
}

function listAllowed(environment: Environment): Int32Array[] {
  const every = Int32Array.from({ length: environment.actions }, (_, action) => action);
  return Array.from({ length: environment.states }, (_, state) => {
    const choices = environment.allowed?.(state) ?? every;
    if (choices.length === 0) throw new InputError(`state ${state} allows no action`);
    return choices;
  });
}

function initialTable(
  { states, actions }: Environment,
  allowed: readonly Int32Array[],
  initial: number | Float64Array,
): Float64Array {
  const q = new Float64Array(states * actions).fill(Number.NEGATIVE_INFINITY);
  allowed.forEach((choices, state) => {
    for (const action of choices) {
      const k = state * actions + action;
      q[k] = typeof initial === 'number' ? initial : initial[k]!;
    }
  });
  return q;
}

/** Keep the first rates in a table: a power costs more than the rest of a step (measured: 25 % of the time). */
function cachedRate(learningRate: LearningRate): (visits: number) => number {
  if (typeof learningRate === 'number') return () => learningRate;
  const cache = Float64Array.from({ length: CACHED_RATES }, (_, visits) =>
    visits === 0 ? 1 : learningRate(visits),
  );
  return (visits) => (visits < CACHED_RATES ? cache[visits]! : learningRate(visits));
}

function checkOptions({ states, actions }: Environment, options: QLearningOptions): void {
  for (const name of Object.keys(options))
    if (!KNOWN.includes(name)) throw new InputError(`qLearning knows no option ${name}`);
  const { episodes, discount, learningRate, exploration, initial, seed, stepLimit } = options;
  if (!(Number.isInteger(episodes) && episodes >= 0))
    throw new InputError(`episodes ${episodes} is not a count`);
  if (!Number.isInteger(seed)) throw new InputError(`seed ${seed} is not a whole number`);
  if (stepLimit !== undefined && !(stepLimit >= 1))
    throw new InputError(`stepLimit ${stepLimit} is not ≥ 1: no step could be taken`);
  if (!(discount >= 0 && discount <= 1)) throw new InputError(`discount ${discount} is not in [0, 1]`);
  if (typeof learningRate === 'number' && !(learningRate > 0 && learningRate <= 1))
    throw new InputError(`learningRate ${learningRate} is not in (0, 1]`);
  if (typeof exploration === 'number' && !(exploration >= 0 && exploration <= 1))
    throw new InputError(`exploration ${exploration} is not in [0, 1]`);
  if (initial instanceof Float64Array && initial.length !== states * actions)
    throw new InputError(`initial has ${initial.length} values, needed ${states} × ${actions}`);
}
