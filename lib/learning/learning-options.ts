import { InputError } from '../domain/index.ts';
import type { Environment } from './environment.ts';
import type { Exploration, LearningRate } from './schedules.ts';

/** How to learn; everything but `initial` and `stepLimit` is required, so that nothing is learnt by accident. */
export type QLearningOptions = {
  episodes: number;
  /** α in (0, 1], by the visits of the pair. */
  learningRate: LearningRate;
  /** γ in [0, 1]. */
  discount: number;
  /** ε in [0, 1], by episode. */
  exploration: Exploration;
  seed: number;
  /**
   * The table to begin from: one number for all pairs (default 0), or [states × actions], not changed. A number at or
   * above what can be earned makes every untried pair look best, so that all get tried (optimism).
   */
  initial?: number | Float64Array;
  /** Steps after which an episode is left, as if truncated, when the environment doesn't end it itself. */
  stepLimit?: number;
};

const NAMES = ['episodes', 'learningRate', 'discount', 'exploration', 'seed', 'initial', 'stepLimit'];

/**
 * Check the options of a learner before it starts.
 *
 * @param learner - its name, for the message, and the options it knows beyond those of Q-learning
 * @throws InputError naming the option, what was seen and what is needed
 */
export function checkLearningOptions(
  { states, actions }: Environment,
  options: QLearningOptions,
  learner: { name: string; more: readonly string[] },
): void {
  for (const name of Object.keys(options))
    if (!NAMES.includes(name) && !learner.more.includes(name))
      throw new InputError(
        `${learner.name} knows no option ${name}: it knows ${[...NAMES, ...learner.more]}`,
      );
  const { episodes, discount, learningRate, exploration, initial, seed, stepLimit } = options;
  if (!(isCount(states) && isCount(actions)))
    throw new InputError(
      `${states} states and ${actions} actions are not counts ≥ 1: observations need bins?`,
    );
  if (!(Number.isInteger(episodes) && episodes >= 0))
    throw new InputError(`episodes ${episodes} is not a count`);
  if (!Number.isInteger(seed)) throw new InputError(`seed ${seed} is not a whole number`);
  if (stepLimit !== undefined && !(stepLimit >= 1))
    throw new InputError(`stepLimit ${stepLimit} is not ≥ 1: no step could be taken`);
  if (!(discount >= 0 && discount <= 1)) throw new InputError(`discount ${discount} is not in [0, 1]`);
  if (typeof learningRate === 'number') checkRate(learningRate);
  if (typeof exploration === 'number') checkExploration(exploration);
  if (typeof initial === 'number' && !Number.isFinite(initial))
    throw new InputError(`initial ${initial} is not a finite number`);
  if (typeof initial === 'object' && initial.length !== states * actions)
    throw new InputError(`initial has ${initial.length} values, needed ${states} × ${actions}`);
}

/** @throws InputError when a learning rate is not in (0, 1] */
export function checkRate(rate: number): void {
  if (!(rate > 0 && rate <= 1)) throw new InputError(`learningRate ${rate} is not in (0, 1]`);
}

/** @throws InputError when a share of exploring steps is not in [0, 1] */
export function checkExploration(epsilon: number): void {
  if (!(epsilon >= 0 && epsilon <= 1)) throw new InputError(`exploration ${epsilon} is not in [0, 1]`);
}

const isCount = (value: number) => Number.isInteger(value) && value >= 1;
