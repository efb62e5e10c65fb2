import { InputError } from '../domain/index.ts';
import type { Random } from '../numeric/index.ts';
import type { Environment, Transition } from './environment.ts';
import { chooseAction } from './greedy.ts';
import { checkExploration, checkRate, type QLearningOptions } from './learning-options.ts';
import type { LearningRate } from './schedules.ts';

// read once: a global's property is slow to look up in a test runner's context
const { isFinite: isFiniteNumber } = Number;

/** What a learner knows so far, changed in place. */
export type Table = {
  /** [states × actions], row-major; −∞ where an action is not allowed */
  readonly q: Float64Array;
  /** [states × actions] how often each pair was tried */
  readonly visits: Uint32Array;
  /** [states] the allowed actions, ascending */
  readonly allowed: readonly Int32Array[];
};

const CACHED_RATES = 2048;

/**
 * Make the table that a learner begins from.
 *
 * @throws InputError when a state allows nothing or an action that is not there, or a value to begin from is not finite
 */
export function createTable(environment: Environment, initial: number | Float64Array): Table {
  const { states, actions } = environment;
  const allowed = listAllowed(environment);
  const q = new Float64Array(states * actions).fill(Number.NEGATIVE_INFINITY);
  allowed.forEach((choices, state) => {
    for (const action of choices) {
      const k = state * actions + action;
      q[k] = typeof initial === 'number' ? initial : initial[k]!;
      if (!isFiniteNumber(q[k]))
        throw new InputError(
          `initial holds ${q[k]} for state ${state}, action ${action}, not a finite number`,
        );
    }
  });
  return { q, visits: new Uint32Array(q.length), allowed };
}

/**
 * Try an environment for so many episodes, ε-greedily by the table, and learn from every step.
 *
 * @param learn - told the pair k = state · actions + action and what it led to; it changes the table
 * @returns steps taken
 * @throws InputError when the environment names a state that is not there or a reward that is not finite
 */
export function learnByTrial(
  environment: Environment,
  { q, allowed }: Table,
  options: Pick<QLearningOptions, 'episodes' | 'exploration' | 'stepLimit'> & { random: Random },
  learn: (k: number, transition: Transition) => void,
): number {
  const { episodes, exploration, random, stepLimit = Number.POSITIVE_INFINITY } = options;
  const { actions } = environment;
  let steps = 0;
  for (let episode = 0; episode < episodes; episode++) {
    const epsilon = typeof exploration === 'number' ? exploration : exploration(episode);
    checkExploration(epsilon);
    let state = environment.reset(random);
    if (allowed[state] === undefined) throw noState(state, allowed.length);
    for (let step = 0; step < stepLimit; step++) {
      const action = chooseAction(q, state * actions, allowed[state]!, epsilon, random);
      const transition = environment.step(action, random);
      if (allowed[transition.state] === undefined) throw noState(transition.state, allowed.length);
      if (!isFiniteNumber(transition.reward))
        throw new InputError(`state ${state}, action ${action} gave the reward ${transition.reward}`);
      // read before learning: a planning learner may step through the same object
      const { state: next, terminated, truncated } = transition;
      learn(state * actions + action, transition);
      steps++;
      if (terminated || truncated) break;
      state = next;
    }
  }
  return steps;
}

/**
 * Make a learning rate fast and safe to ask for at every step: the first rates are kept in a table, for a power costs
 * more than the rest of a step (measured: 25 % of the time).
 *
 * @throws InputError, now or when asked, for a rate that is not in (0, 1]
 */
export function checkedRate(learningRate: LearningRate): (visits: number) => number {
  if (typeof learningRate === 'number') return () => learningRate;
  const rateOf = (visits: number) => {
    const rate = learningRate(visits);
    checkRate(rate);
    return rate;
  };
  const cache = Float64Array.from({ length: CACHED_RATES }, (_, visits) =>
    visits === 0 ? 1 : rateOf(visits),
  );
  return (visits) => (visits < CACHED_RATES ? cache[visits]! : rateOf(visits));
}

function listAllowed(environment: Environment): Int32Array[] {
  const every = Int32Array.from({ length: environment.actions }, (_, action) => action);
  return Array.from({ length: environment.states }, (_, state) => {
    const choices = environment.allowed?.(state) ?? every;
    if (choices.length === 0) throw new InputError(`state ${state} allows no action`);
    for (const action of choices)
      if (!(action >= 0 && action < environment.actions))
        throw new InputError(`state ${state} allows action ${action} of ${environment.actions}`);
    return choices;
  });
}

function noState(state: number, states: number): InputError {
  return new InputError(`the environment is in state ${state}, needed one of 0 … ${states - 1}`);
}
