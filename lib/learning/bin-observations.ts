import { InputError } from '../domain/index.ts';
import type { BoxEnvironment } from './box-environment.ts';
import type { Environment, Transition } from './environment.ts';

// read once: a global's property is slow to look up in a test runner's context
const { floor, max, min } = Math;
const { isNaN: isNotNumber } = Number;

/** How one number of an observation is cut: `count` bins of equal width; the outer ones take all that lies beyond. */
export type Bins = { from: number; to: number; count: number };

/**
 * Make a tabular environment of one that is observed as real numbers: the state is the box its observation falls into
 * (Michie & Chambers 1968, "BOXES").
 *
 * States are counted like digits, the last dimension fastest. What differs within a box is lost: the process is Markov
 * no more, and how fine to cut is the user's choice. A step allocates nothing.
 *
 * @param bins - one for each dimension; `count` 1 leaves the dimension out
 * @throws InputError when the bins do not fit the environment, and in a step when an observation is not a number
 */
export function binObservations(box: BoxEnvironment, bins: readonly Bins[]): Environment {
  if (bins.length !== box.dimensions)
    throw new InputError(`${bins.length} bins for an observation of ${box.dimensions} numbers`);
  bins.forEach(({ from, to, count }, i) => {
    if (!(Number.isInteger(count) && count >= 1 && from < to))
      throw new InputError(`bins ${i} (${count} from ${from} to ${to}) are not a count ≥ 1 over a range`);
  });
  const transition: Transition = { state: 0, reward: 0, terminated: false, truncated: false };
  const stateOf = (observation: Float64Array): number => {
    let state = 0;
    for (let i = 0; i < bins.length; i++) {
      const { from, to, count } = bins[i]!;
      const seen = observation[i]!;
      if (isNotNumber(seen)) throw new InputError(`number ${i} of an observation is NaN`);
      const bin = floor(((seen - from) / (to - from)) * count);
      state = state * count + min(count - 1, max(0, bin));
    }
    return state;
  };
  return {
    states: bins.reduce((product, { count }) => product * count, 1),
    actions: box.actions,
    reset: (random) => stateOf(box.reset(random)),
    step: (action, random) => {
      const { observation, reward, terminated, truncated } = box.step(action, random);
      transition.state = stateOf(observation);
      transition.reward = reward;
      transition.terminated = terminated;
      transition.truncated = truncated;
      return transition;
    },
  };
}
