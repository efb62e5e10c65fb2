import { allowedActions, type TabularModel } from './model.ts';

/** A model made ready for sweeps: rewards averaged, endings taken out of the continuation. */
export type Backup = {
  readonly model: TabularModel;
  readonly allowed: readonly Int32Array[];
  /** [states × actions] expected reward of each pair */
  readonly expectedReward: Float64Array;
  /** [outcomes] probability of going on to that outcome's state; 0 where the process ends */
  readonly onward: Float64Array;
  /** True when no outcome ends the process. */
  readonly endless: boolean;
};

/** Prepare a model for Bellman sweeps. O(outcomes). */
export function prepareBackup(model: TabularModel): Backup {
  const { states, actions, offsets, probability, reward, terminated } = model;
  const expectedReward = new Float64Array(states * actions);
  for (let k = 0; k < expectedReward.length; k++)
    for (let i = offsets[k]!; i < offsets[k + 1]!; i++) expectedReward[k]! += probability[i]! * reward[i]!;
  const onward = probability.map((share, i) => (terminated[i] === 1 ? 0 : share));
  return { model, allowed: allowedActions(model), expectedReward, onward, endless: !terminated.includes(1) };
}

/** Value a pair by one look ahead: r(s,a) + γ Σ p(s′) V(s′). */
export function actionValue(backup: Backup, k: number, value: Float64Array, discount: number): number {
  const { offsets, next } = backup.model;
  const { onward } = backup;
  let sum = 0;
  for (let i = offsets[k]!, end = offsets[k + 1]!; i < end; i++) sum += onward[i]! * value[next[i]!]!;
  return backup.expectedReward[k]! + discount * sum;
}

/** Value every pair by one look ahead; −∞ where an action is not allowed. [states × actions] */
export function actionValues(backup: Backup, value: Float64Array, discount: number): Float64Array {
  const { states, actions } = backup.model;
  const q = new Float64Array(states * actions).fill(Number.NEGATIVE_INFINITY);
  backup.allowed.forEach((choices, state) => {
    for (const action of choices)
      q[state * actions + action] = actionValue(backup, state * actions + action, value, discount);
  });
  return q;
}

/** The smallest and largest change of a sweep. */
export type Change = { least: number; most: number };

/**
 * Say whether values have converged, and add what all states still lack.
 *
 * In an endless discounted process every value lies between V + γ/(1−γ)·(least, most change of the last sweep)
 * (MacQueen 1966), so a sweep that raises all states alike has converged at once: at γ = .99 this takes tens of sweeps
 * where the plain rule takes thousands.
 *
 * @param value - [states], overwritten with the midpoint of the bounds when converged
 */
export function hasConverged(
  backup: Pick<Backup, 'endless'>,
  value: Float64Array,
  change: Change,
  { discount, tolerance }: { discount: number; tolerance: number },
): boolean {
  const { least, most } = change;
  if (!backup.endless || discount === 1)
    return Math.max(-least, most) * discount <= tolerance * (1 - discount || 1);
  const onward = discount / (1 - discount);
  if (onward * (most - least) > 2 * tolerance) return false;
  const lacking = (onward * (least + most)) / 2;
  for (let state = 0; state < value.length; state++) value[state]! += lacking;
  return true;
}
