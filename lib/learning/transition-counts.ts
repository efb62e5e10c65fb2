import type { Random } from '../numeric/index.ts';
import type { Transition } from './environment.ts';
import type { Outcome } from './model.ts';

/** What followed each pair so far, counted by the state that followed and whether the process ended there. */
export type TransitionCounts = {
  /** Count one transition of a pair, or a share of one. */
  record: (k: number, transition: Omit<Transition, 'truncated'>, weight: number) => void;
  /** The outcomes of a pair by their shares, rewards averaged, in the order first seen; empty where nothing was. */
  outcomesOf: (k: number) => Outcome[];
  /** Draw an outcome of a pair that was seen, as often as it came. The object is overwritten by the next draw. */
  draw: (k: number, random: Random) => Transition;
};

/**
 * Create empty counts. A record takes time linear in the pair's distinct outcomes, a draw as well, and a draw allocates
 * nothing: for tens of outcomes a pair that is faster than a map.
 *
 * @param pairs - states × actions
 */
export function createTransitionCounts(pairs: number): TransitionCounts {
  const slotsOf: (number[] | undefined)[] = new Array(pairs).fill(undefined);
  const total = new Float64Array(pairs);
  // by slot: a distinct outcome of some pair
  const next: number[] = [];
  const terminated: boolean[] = [];
  const reward: number[] = [];
  const weights: number[] = [];
  const drawn: Transition = { state: 0, reward: 0, terminated: false, truncated: false };
  return {
    record: (k, transition, weight) => {
      slotsOf[k] ??= [];
      total[k]! += weight;
      for (const slot of slotsOf[k]) {
        if (next[slot] !== transition.state || terminated[slot] !== transition.terminated) continue;
        weights[slot]! += weight;
        reward[slot]! += (weight / weights[slot]!) * (transition.reward - reward[slot]!);
        return;
      }
      slotsOf[k].push(next.length);
      next.push(transition.state);
      terminated.push(transition.terminated);
      reward.push(transition.reward);
      weights.push(weight);
    },
    outcomesOf: (k) =>
      (slotsOf[k] ?? []).map((slot) => ({
        state: next[slot]!,
        probability: weights[slot]! / total[k]!,
        reward: reward[slot]!,
        terminated: terminated[slot]!,
      })),
    draw: (k, random) => {
      const slots = slotsOf[k]!;
      let place = 0;
      let left = random() * total[k]! - weights[slots[0]!]!;
      // rounding may leave a crumb of weight over: it belongs to the last outcome
      while (left >= 0 && place < slots.length - 1) left -= weights[slots[++place]!]!;
      const slot = slots[place]!;
      drawn.state = next[slot]!;
      drawn.reward = reward[slot]!;
      drawn.terminated = terminated[slot]!;
      return drawn;
    },
  };
}
