import { InputError } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import type { Environment } from './environment.ts';
import { buildFromCounts } from './fit-model.ts';
import { greedyPolicy } from './greedy.ts';
import { checkedRate, createTable, learnByTrial } from './learn-by-trial.ts';
import { checkLearningOptions, type QLearningOptions } from './learning-options.ts';
import type { TabularModel } from './model.ts';
import type { QTable } from './q-learning.ts';
import { createSampleUpdate } from './sample-update.ts';
import { createTransitionCounts } from './transition-counts.ts';

// read once: a global's property is slow to look up in a test runner's context
const { floor } = Math;

/** How to learn and plan. */
export type DynaQOptions = QLearningOptions & {
  /** Updates on what is remembered, after each step of trial; 0 is Q-learning, to the byte. */
  planningSteps: number;
};

/**
 * Learn action values by trial and, between steps, by planning on what was seen (Dyna-Q: Sutton 1990; Sutton & Barto 2018,
 * §8.2): many updates for each real step, where real steps are dear.
 *
 * After each step so many pairs are drawn from those tried, all alike, and an outcome of each as often as it came, with its
 * mean reward; each updates the table as a real step would, by the rate of the pair's real visits. The process must not
 * change: what is remembered is never forgotten. Equal arguments give equal bytes.
 *
 * @returns the table, and the model of counts; in it a pair that was allowed and never tried ends with the value that
 *   the table began from
 * @throws InputError as `qLearning`, and when `planningSteps` is not a count
 */
export function dynaQ(environment: Environment, options: DynaQOptions): QTable & { model: TabularModel } {
  checkLearningOptions(environment, options, { name: 'dynaQ', more: ['planningSteps'] });
  const { episodes, discount, planningSteps } = options;
  if (!(Number.isInteger(planningSteps) && planningSteps >= 0))
    throw new InputError(`planningSteps ${planningSteps} is not a count`);
  const { states, actions } = environment;
  const table = createTable(environment, options.initial ?? 0);
  const { q, visits, allowed } = table;
  const update = createSampleUpdate(table, { actions, discount });
  const rateOf = checkedRate(options.learningRate);
  const random = createRandom(options.seed);
  const counts = createTransitionCounts(q.length);
  const tried: number[] = [];
  const steps = learnByTrial(environment, table, { ...options, random }, (k, transition) => {
    counts.record(k, transition, 1);
    if (visits[k] === 0) tried.push(k);
    update(k, transition, rateOf(++visits[k]!));
    for (let i = 0; i < planningSteps; i++) {
      const remembered = tried[floor(random() * tried.length)]!;
      update(remembered, counts.draw(remembered, random), rateOf(visits[remembered]!));
    }
  });
  const mask = (state: number) => allowed[state]!;
  const model = buildFromCounts({ states, actions, allowed: mask }, counts.outcomesOf, (k) => q[k]!);
  return { q, policy: greedyPolicy(q, actions, allowed), visits, episodes, steps, model };
}
