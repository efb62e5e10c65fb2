import type { Transition } from './environment.ts';
import { greatestValue } from './greedy.ts';
import type { Table } from './learn-by-trial.ts';

/**
 * Make the update of Q-learning for a table: Q(s,a) ← Q(s,a) + α[r + γ max Q(s′,·) − Q(s,a)] (Watkins & Dayan 1992,
 * equation 1). A terminated transition has no successor: its target is r alone.
 *
 * @returns what moves the pair k = state · actions + action towards what a transition says of it, by the rate α
 */
export function createSampleUpdate(
  { q, allowed }: Table,
  { actions, discount }: { actions: number; discount: number },
): (k: number, transition: Transition, rate: number) => void {
  return (k, { state: next, reward, terminated }, rate) => {
    const target = terminated ? reward : reward + discount * greatestValue(q, next * actions, allowed[next]!);
    q[k]! += rate * (target - q[k]!);
  };
}
