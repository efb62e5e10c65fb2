import type { TabularModel } from '../../lib/learning/index.ts';

/**
 * Forbid closed prices wherever a state allows an open one; where it allows none (the price may only move a step), keep
 * those that lie nearest to an open one.
 *
 * @param open - [prices]; at least one is
 * @param packChoices - actions of each price
 */
export function closeRungs(model: TabularModel, open: readonly boolean[], packChoices: number): TabularModel {
  if (open.every(Boolean)) return model;
  const away = open.map((_, rung) =>
    open.reduce((least, is, to) => (is ? Math.min(least, Math.abs(rung - to)) : least), open.length),
  );
  const distance = (action: number) => away[Math.floor(action / packChoices)] ?? open.length;
  const offsets = new Int32Array(model.offsets.length);
  const kept: number[] = [];
  for (let state = 0; state < model.states; state++) {
    const first = state * model.actions;
    const outcomes = (action: number) =>
      [model.offsets[first + action]!, model.offsets[first + action + 1]!] as const;
    let nearest = open.length;
    for (let action = 0; action < model.actions; action++) {
      const [from, to] = outcomes(action);
      if (to > from) nearest = Math.min(nearest, distance(action));
    }
    for (let action = 0; action < model.actions; action++) {
      const [from, to] = outcomes(action);
      if (distance(action) === nearest) for (let i = from; i < to; i++) kept.push(i);
      offsets[first + action + 1] = kept.length;
    }
  }
  return {
    ...model,
    offsets,
    next: Int32Array.from(kept, (i) => model.next[i]!),
    probability: Float64Array.from(kept, (i) => model.probability[i]!),
    reward: Float64Array.from(kept, (i) => model.reward[i]!),
    terminated: Uint8Array.from(kept, (i) => model.terminated[i]!),
  };
}
