import type { Random } from '../numeric/index.ts';

/** What a step led to. The object may be the same one at every step, overwritten: read it before stepping again. */
export type Transition = {
  state: number;
  reward: number;
  /** The process ended here: nothing follows, a learner does not bootstrap. */
  terminated: boolean;
  /** The episode was cut (a time limit) while the process goes on: a learner still bootstraps. */
  truncated: boolean;
};

/**
 * A decision process that can be tried, state by state, as gymnasium's environments are.
 *
 * States are 0 … states − 1, actions 0 … actions − 1. After `terminated` or `truncated` comes `reset`.
 */
export interface Environment {
  readonly states: number;
  readonly actions: number;
  /** Begin an episode and return its first state. */
  reset(random: Random): number;
  /** Name the actions that a state allows, at least one, ascending; without this method all are allowed. */
  allowed?(state: number): Int32Array;
  step(action: number, random: Random): Transition;
}
