import type { Random } from '../numeric/index.ts';

// read once: a global's property is slow to look up in a test runner's context
const { floor } = Math;
const { NEGATIVE_INFINITY } = Number;

/**
 * Choose an action ε-greedily: with probability ε any allowed one, else one of the best, ties broken by chance.
 *
 * @param q - [states × actions]
 * @param row - where the state's values begin in `q`
 * @param choices - the allowed actions, at least one
 */
export function chooseAction(
  q: Float64Array,
  row: number,
  choices: Int32Array,
  epsilon: number,
  random: Random,
): number {
  if (epsilon > 0 && random() < epsilon) return choices[floor(random() * choices.length)]!;
  let best = NEGATIVE_INFINITY;
  let ties = 0;
  let chosen = choices[0]!;
  for (let i = 0; i < choices.length; i++) {
    const value = q[row + choices[i]!]!;
    if (value > best) {
      best = value;
      ties = 1;
      chosen = choices[i]!;
    } else if (value === best && random() * ++ties < 1) {
      // reservoir sampling: the n-th tie replaces the choice with probability 1/n
      chosen = choices[i]!;
    }
  }
  return chosen;
}

/** Find the value of the best allowed action: max Q(s,·). */
export function greatestValue(q: Float64Array, row: number, choices: Int32Array): number {
  let best = NEGATIVE_INFINITY;
  for (let i = 0; i < choices.length; i++) {
    const value = q[row + choices[i]!]!;
    if (value > best) best = value;
  }
  return best;
}

/** Pick the best allowed action of every state; ties go to the lowest. */
export function greedyPolicy(q: Float64Array, actions: number, allowed: readonly Int32Array[]): Int32Array {
  return Int32Array.from(allowed, (choices, state) => {
    let best = choices[0]!;
    for (const action of choices)
      if (q[state * actions + action]! > q[state * actions + best]!) best = action;
    return best;
  });
}
