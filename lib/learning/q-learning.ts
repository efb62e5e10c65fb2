import { createRandom } from '../numeric/index.ts';
import type { Environment } from './environment.ts';
import { greedyPolicy } from './greedy.ts';
import { checkedRate, createTable, learnByTrial } from './learn-by-trial.ts';
import { checkLearningOptions, type QLearningOptions } from './learning-options.ts';
import { createSampleUpdate } from './sample-update.ts';

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

/**
 * Learn action values by trial: Q(s,a) ← Q(s,a) + α[r + γ max Q(s′,·) − Q(s,a)], ε-greedy over the allowed actions
 * (Watkins & Dayan 1992, equation 1).
 *
 * A terminated step has no successor: its target is r alone. A truncated one bootstraps like any other. Ties between
 * best actions are broken by the seed while learning. Equal arguments give equal bytes. O(actions) a step, which
 * allocates nothing as long as the environment's step doesn't.
 *
 * @throws InputError when an option is unknown or out of range, `initial` does not fit the environment, or the
 *   environment names a state that is not there or a reward that is not finite
 */
export function qLearning(environment: Environment, options: QLearningOptions): QTable {
  checkLearningOptions(environment, options, { name: 'qLearning', more: [] });
  const { episodes, discount } = options;
  const { actions } = environment;
  const table = createTable(environment, options.initial ?? 0);
  const { q, visits, allowed } = table;
  const update = createSampleUpdate(table, { actions, discount });
  const rateOf = checkedRate(options.learningRate);
  const random = createRandom(options.seed);
  const steps = learnByTrial(environment, table, { ...options, random }, (k, transition) => {
    update(k, transition, rateOf(++visits[k]!));
  });
  return { q, policy: greedyPolicy(q, actions, allowed), visits, episodes, steps };
}
