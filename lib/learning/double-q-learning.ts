import { createRandom } from '../numeric/index.ts';
import type { Environment } from './environment.ts';
import { chooseAction, greedyPolicy } from './greedy.ts';
import { checkedRate, createTable, learnByTrial } from './learn-by-trial.ts';
import { checkLearningOptions, type QLearningOptions } from './learning-options.ts';
import type { QTable } from './q-learning.ts';

/**
 * Learn action values by trial in two tables, one choosing the best action that follows and the other valuing it (van Hasselt
 * 2010, algorithm 1): a maximum of noisy values is too high, the other table's value of the same action is not.
 *
 * A coin says which table learns from a step; actions are chosen by their mean, which is returned. The learning rate is by the
 * visits of the pair in its table. Each table sees half of the steps, and a pair that one of them alone knows to be bad is chosen by
 * the other and makes what leads there look bad: explore more than with Q-learning.
 *
 * @throws InputError as `qLearning`
 */
export function doubleQLearning(environment: Environment, options: QLearningOptions): QTable {
  checkLearningOptions(environment, options, { name: 'doubleQLearning', more: [] });
  const { episodes, discount } = options;
  const { actions } = environment;
  const table = createTable(environment, options.initial ?? 0);
  const { q, visits, allowed } = table;
  const first = { q: q.slice(), visits: new Uint32Array(q.length) };
  const second = { q: q.slice(), visits: new Uint32Array(q.length) };
  const rateOf = checkedRate(options.learningRate);
  const random = createRandom(options.seed);
  const steps = learnByTrial(environment, table, { ...options, random }, (k, transition) => {
    const { state: next, reward, terminated } = transition;
    const [own, other] = random() < 0.5 ? [first, second] : [second, first];
    let target = reward;
    if (!terminated) {
      const row = next * actions;
      target += discount * other.q[row + chooseAction(own.q, row, allowed[next]!, 0, random)]!;
    }
    own.q[k]! += rateOf(++own.visits[k]!) * (target - own.q[k]!);
    q[k] = (own.q[k]! + other.q[k]!) / 2;
    visits[k]!++;
  });
  return { q, policy: greedyPolicy(q, actions, allowed), visits, episodes, steps };
}
