import { InputError } from '../domain/index.ts';

/**
 * A decision process whose probabilities are known, in compressed rows.
 *
 * The outcomes of the pair k = state · actions + action are `offsets[k]` … `offsets[k + 1] − 1`; a pair without
 * outcomes is not allowed.
 */
export type TabularModel = {
  readonly states: number;
  readonly actions: number;
  /** [states × actions + 1] */
  readonly offsets: Int32Array;
  /** [outcomes] the state that follows */
  readonly next: Int32Array;
  /** [outcomes] each pair's sum to 1 */
  readonly probability: Float64Array;
  /** [outcomes] */
  readonly reward: Float64Array;
  /** [outcomes] 1 where the process ends */
  readonly terminated: Uint8Array;
};

/** One possible result of an action. */
export type Outcome = { state: number; probability: number; reward: number; terminated: boolean };

/**
 * Build a model from its outcomes, asked for pair by pair; an empty list forbids the action in that state.
 *
 * @throws InputError when a pair's probabilities do not sum to 1, or a state allows nothing
 */
export function buildModel(
  states: number,
  actions: number,
  outcomesOf: (state: number, action: number) => readonly Outcome[],
): TabularModel {
  const offsets = new Int32Array(states * actions + 1);
  const all: Outcome[] = [];
  for (let state = 0; state < states; state++) {
    const before = all.length;
    for (let action = 0; action < actions; action++) {
      const outcomes = outcomesOf(state, action);
      const total = outcomes.reduce((sum, outcome) => sum + outcome.probability, 0);
      if (outcomes.length > 0 && Math.abs(total - 1) > 1e-9)
        throw new InputError(`probabilities of state ${state}, action ${action} sum to ${total}, not 1`);
      all.push(...outcomes);
      offsets[state * actions + action + 1] = all.length;
    }
    if (all.length === before) throw new InputError(`state ${state} allows no action`);
  }
  return {
    states,
    actions,
    offsets,
    next: Int32Array.from(all, (outcome) => outcome.state),
    probability: Float64Array.from(all, (outcome) => outcome.probability),
    reward: Float64Array.from(all, (outcome) => outcome.reward),
    terminated: Uint8Array.from(all, (outcome) => (outcome.terminated ? 1 : 0)),
  };
}

/** List the allowed actions of every state, ascending. */
export function allowedActions(model: TabularModel): Int32Array[] {
  const { states, actions, offsets } = model;
  return Array.from({ length: states }, (_, state) => {
    const allowed: number[] = [];
    for (let action = 0; action < actions; action++) {
      const k = state * actions + action;
      if (offsets[k + 1]! > offsets[k]!) allowed.push(action);
    }
    return Int32Array.from(allowed);
  });
}
