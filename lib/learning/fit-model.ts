import { InputError } from '../domain/index.ts';
import { buildModel, type Outcome, type TabularModel } from './model.ts';
import { createTransitionCounts } from './transition-counts.ts';

/** One step of a log: what was done where, what it paid and where it led. */
export type LoggedTransition = {
  state: number;
  action: number;
  reward: number;
  next: number;
  /** The process ended here: `next` was not gone on from. A cut (time limit, end of the log) is no end. */
  terminated: boolean;
};

/** What to make of what a log leaves open. */
export type FitModelOptions = {
  states: number;
  actions: number;
  /** Believed before the log: each of its pairs counts as so many transitions as `weight` says (> 0). */
  prior?: { model: TabularModel; weight: number };
  /**
   * What a pair is worth that neither log nor prior knows, for good; without it such pairs are forbidden. A value at or above
   * what can be earned sends a policy to what it does not know (R-max: Brafman & Tennenholtz 2002), a low one away from it.
   */
  unseen?: number;
  /** The actions a state allows; without it all. A pair beyond them is never `unseen`. */
  allowed?: (state: number) => Iterable<number>;
};

const NAMES = ['states', 'actions', 'prior', 'unseen', 'allowed'];

/**
 * Fit a decision process to a log by counting: p̂(s′|s,a) = n(s,a,s′) / n(s,a), the mean reward of each outcome, the most
 * likely process there is (Sutton & Barto 2018, §8.1). A prior adds its outcomes as counts (Dirichlet, posterior mean).
 *
 * States that nothing leads on to end with reward 0 by every action. Where the log leaves a state open that it goes on
 * to, its worth is unknown: that is refused rather than guessed.
 *
 * @returns the model; its rewards are in the log's unit
 * @throws InputError when a transition is not within the counts or its reward is not finite, the prior does not fit, an
 *   option is unknown, or a state is gone on to of which neither log, prior nor `unseen` tells anything
 */
export function fitModel(transitions: Iterable<LoggedTransition>, options: FitModelOptions): TabularModel {
  checkOptions(options);
  const { states, actions, prior, unseen } = options;
  const counts = createTransitionCounts(states * actions);
  if (prior !== undefined)
    eachOutcome(prior.model, (k, outcome) => {
      counts.record(k, outcome, prior.weight * outcome.probability);
    });
  for (const transition of transitions) {
    checkTransition(transition, options);
    const { state, action, reward, next, terminated } = transition;
    counts.record(state * actions + action, { state: next, reward, terminated }, 1);
  }
  return buildFromCounts(options, counts.outcomesOf, () => unseen);
}

/**
 * Build a model from counted outcomes, and close what they leave open.
 *
 * @param outcomesOf - by pair, empty where nothing is known
 * @param worthOf - what an allowed pair without outcomes is worth; undefined forbids it
 * @throws InputError when a state is gone on to of which nothing is known
 */
export function buildFromCounts(
  { states, actions, allowed }: Pick<FitModelOptions, 'states' | 'actions' | 'allowed'>,
  outcomesOf: (k: number) => Outcome[],
  worthOf: (k: number) => number | undefined,
): TabularModel {
  const every = Int32Array.from({ length: actions }, (_, action) => action);
  const known = Array.from({ length: states * actions }, (_, k) => outcomesOf(k));
  const goneOnTo = new Set(known.flat().flatMap(({ state, terminated }) => (terminated ? [] : [state])));
  for (let state = 0; state < states; state++) {
    const row = known.slice(state * actions, (state + 1) * actions);
    const isOpen = row.every((outcomes) => outcomes.length === 0);
    for (const action of allowed?.(state) ?? every) {
      if (!(Number.isInteger(action) && action >= 0 && action < actions))
        throw new InputError(`state ${state} allows action ${action} of ${actions}`);
      const k = state * actions + action;
      if (known[k]!.length > 0) continue;
      const worth = worthOf(k) ?? (isOpen ? 0 : undefined);
      if (worthOf(k) === undefined && isOpen && goneOnTo.has(state))
        throw new InputError(
          `state ${state} is gone on to but nothing is known of it: give a prior, or what unseen pairs are worth`,
        );
      if (worth !== undefined) known[k] = [{ state, probability: 1, reward: worth, terminated: true }];
    }
  }
  return buildModel(states, actions, (state, action) => known[state * actions + action]!);
}

function eachOutcome(model: TabularModel, visit: (k: number, outcome: Outcome) => void): void {
  for (let k = 0; k < model.states * model.actions; k++)
    for (let i = model.offsets[k]!; i < model.offsets[k + 1]!; i++)
      if (model.probability[i]! > 0)
        visit(k, {
          state: model.next[i]!,
          probability: model.probability[i]!,
          reward: model.reward[i]!,
          terminated: model.terminated[i] === 1,
        });
}

function checkOptions(options: FitModelOptions): void {
  for (const name of Object.keys(options))
    if (!NAMES.includes(name)) throw new InputError(`fitModel knows no option ${name}: it knows ${NAMES}`);
  const { states, actions, prior, unseen } = options;
  for (const [name, count] of Object.entries({ states, actions }))
    if (!(Number.isInteger(count) && count >= 1)) throw new InputError(`${name} ${count} is not a count ≥ 1`);
  if (unseen !== undefined && !Number.isFinite(unseen))
    throw new InputError(`unseen ${unseen} is not a finite number`);
  if (prior === undefined) return;
  if (!(prior.weight > 0 && Number.isFinite(prior.weight)))
    throw new InputError(`the prior's weight ${prior.weight} is not a finite number > 0`);
  if (prior.model.states !== states || prior.model.actions !== actions)
    throw new InputError(
      `the prior has ${prior.model.states} × ${prior.model.actions} pairs, needed ${states} × ${actions}`,
    );
}

function checkTransition(
  { state, action, next, reward, terminated }: LoggedTransition,
  { states, actions }: FitModelOptions,
): void {
  const isIndex = (index: number, count: number) => Number.isInteger(index) && index >= 0 && index < count;
  if (isIndex(state, states) && isIndex(next, states) && isIndex(action, actions) && Number.isFinite(reward))
    return;
  throw new InputError(
    `a transition (state ${state}, action ${action}, reward ${reward}, next ${next}, terminated ${terminated}) is not within ${states} states and ${actions} actions with a finite reward`,
  );
}
