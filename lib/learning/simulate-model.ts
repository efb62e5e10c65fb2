import { InputError } from '../domain/index.ts';
import type { Random } from '../numeric/index.ts';
import type { Environment, Transition } from './environment.ts';
import { allowedActions, type TabularModel } from './model.ts';

/**
 * Make a model into an environment to be tried: each step draws one of the pair's outcomes.
 *
 * A step allocates nothing: its transition is overwritten by the next.
 *
 * @param options.start - draws the first state of an episode
 * @param options.stepLimit - steps after which an episode is truncated; without it none is
 * @throws InputError in a step whose action the state does not allow
 */
export function simulateModel(
  model: TabularModel,
  options: { start: (random: Random) => number; stepLimit?: number },
): Environment {
  const { states, actions, offsets, next, probability, reward, terminated } = model;
  const { start, stepLimit = Number.POSITIVE_INFINITY } = options;
  const allowed = allowedActions(model);
  const transition: Transition = { state: 0, reward: 0, terminated: false, truncated: false };
  let state = 0;
  let steps = 0;
  return {
    states,
    actions,
    allowed: (from) => allowed[from]!,
    reset: (random) => {
      steps = 0;
      state = start(random);
      return state;
    },
    step: (action, random) => {
      const k = state * actions + action;
      if (!(offsets[k + 1]! > offsets[k]!))
        throw new InputError(`state ${state} does not allow action ${action}`);
      const last = offsets[k + 1]! - 1;
      let outcome = offsets[k]!;
      let left = random() - probability[outcome]!;
      // rounding may leave a crumb of probability over: it belongs to the last outcome
      while (left >= 0 && outcome < last) left -= probability[++outcome]!;
      steps++;
      state = next[outcome]!;
      transition.state = state;
      transition.reward = reward[outcome]!;
      transition.terminated = terminated[outcome] === 1;
      transition.truncated = !transition.terminated && steps >= stepLimit;
      return transition;
    },
  };
}
