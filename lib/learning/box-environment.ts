import type { Random } from '../numeric/index.ts';

/** What a step led to. The object and its observation may be overwritten by the next step. */
export type BoxTransition = {
  observation: Float64Array;
  reward: number;
  terminated: boolean;
  truncated: boolean;
};

/**
 * A decision process that is observed as real numbers, gymnasium's `Box`: no table can be indexed by them until
 * `binObservations` makes states of them.
 */
export interface BoxEnvironment {
  /** Numbers an observation has. */
  readonly dimensions: number;
  readonly actions: number;
  /** Begin an episode and return its first observation [dimensions]. */
  reset(random: Random): Float64Array;
  step(action: number, random: Random): BoxTransition;
}
