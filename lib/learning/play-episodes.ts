import { InputError } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import type { Environment } from './environment.ts';

/**
 * Play a fixed policy and sum the rewards of each episode, undiscounted: gymnasium's score.
 *
 * @param policy - [states] an allowed action for each
 * @param options.stepLimit - leaves an episode that does not end itself
 * @returns [episodes] returns, in the reward's unit
 * @throws InputError when the policy has not one action for each state
 */
export function playEpisodes(
  environment: Environment,
  policy: Int32Array,
  options: { episodes: number; seed: number; stepLimit?: number },
): Float64Array {
  if (policy.length !== environment.states)
    throw new InputError(`the policy has ${policy.length} actions, needed ${environment.states}`);
  const { stepLimit = Number.POSITIVE_INFINITY } = options;
  const random = createRandom(options.seed);
  const returns = new Float64Array(options.episodes);
  for (let episode = 0; episode < returns.length; episode++) {
    let state = environment.reset(random);
    for (let step = 0; step < stepLimit; step++) {
      const transition = environment.step(policy[state]!, random);
      returns[episode]! += transition.reward;
      if (transition.terminated || transition.truncated) break;
      state = transition.state;
    }
  }
  return returns;
}
